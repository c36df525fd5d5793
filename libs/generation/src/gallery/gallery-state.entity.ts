import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a user left the gallery: filters and position, one row per user. */
@Entity('gallery_states')
export class GalleryStateEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @Column('simple-json')
  state!: Record<string, unknown>;

  @Column('bigint', { name: 'updated_at' })
  updatedAt!: number;
}
