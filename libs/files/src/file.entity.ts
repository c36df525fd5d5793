import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * A file. `pending`: its objects are being written, nobody can see it; `ready`: it is there. The row comes before the objects, so that no
 * crash leaves an object that nobody knows.
 */
@Entity('files')
@Index('ix_files_owner_id', ['ownerId'])
@Index('ix_files_pending', ['createdAt'], { where: "state = 'pending'" })
export class FileEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('text')
  purpose!: string;

  @Column('text')
  state!: 'pending' | 'ready';

  @Column('text', { name: 'content_type' })
  contentType!: string;

  /** Bytes of the stored original. */
  @Column('bigint')
  size!: number;

  @Column('integer', { nullable: true })
  width!: number | null;

  @Column('integer', { nullable: true })
  height!: number | null;

  @Column('text')
  sha256!: string;

  @Column('text', { nullable: true })
  thumbhash!: string | null;

  @Column('text', { name: 'storage_key' })
  storageKey!: string;

  /** By name: key, size in bytes, width, height. */
  @Column('simple-json')
  variants!: object;

  @Column('text', { name: 'original_name', nullable: true })
  originalName!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}

/** What a user's files take, kept beside them so that a conditional update can refuse what would be too much. */
@Entity('file_usage')
export class FileUsageEntity {
  @PrimaryColumn('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Column('bigint')
  bytes!: number;
}
