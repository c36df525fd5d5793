import { BaseEntity } from '#lib/database';
import { Column, Entity, Index } from 'typeorm';
import type { ImageKind } from '../generation-kind.js';

/** One picture of a user's gallery. What a list shows of its file stands here too, so that a list reads one table. */
@Entity('gallery_items')
@Index('ux_gallery_items_file_id', ['fileId'], { unique: true })
@Index('ux_gallery_items_generation_id_position', ['generationId', 'position'], { unique: true })
@Index('ix_gallery_items_parent_id', ['parentId'])
@Index('ix_gallery_items_newest', ['userId', 'createdAt', 'id'])
@Index('ix_gallery_items_type', ['userId', 'type', 'createdAt', 'id', 'favourite'])
@Index('ix_gallery_items_favourite', ['userId', 'favourite', 'createdAt', 'id'])
@Index('ix_gallery_items_model', ['userId', 'model', 'createdAt', 'id'])
export class GalleryItemEntity extends BaseEntity {
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('uuid', { name: 'file_id' })
  fileId!: string;

  @Column('uuid', { name: 'generation_id' })
  generationId!: string;

  /** Which image of its generation, from 0. Unique there: a generation that settles twice is refused by the database too. */
  @Column('integer')
  position!: number;

  /** The gallery item whose file it was made from. */
  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('text')
  type!: ImageKind;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('simple-json')
  tags!: string[];

  @Column('boolean')
  favourite!: boolean;

  @Column('text', { nullable: true })
  prompt!: string | null;

  @Column('text')
  model!: string;

  @Column('integer')
  width!: number;

  @Column('integer')
  height!: number;

  @Column('text', { nullable: true })
  thumbhash!: string | null;

  @Column('simple-json')
  provenance!: Record<string, unknown>;
}
