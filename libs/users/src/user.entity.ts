import { Column, Entity, Index } from 'typeorm';
import { BaseEntity } from '#lib/database';
import type { UserLocale } from './user-record.js';

@Entity('users')
@Index('ux_users_email', ['email'], { unique: true })
export class UserEntity extends BaseEntity {
  @Column('text')
  email!: string;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text', { nullable: true })
  bio!: string | null;

  @Column('text', { nullable: true })
  instagram!: string | null;

  @Column('text')
  locale!: UserLocale;

  @Column('uuid', { name: 'avatar_file_id', nullable: true })
  avatarFileId!: string | null;

  @Column('bigint', { name: 'email_verified_at', nullable: true })
  emailVerifiedAt!: number | null;

  @Column('bigint', { name: 'locked_at', nullable: true })
  lockedAt!: number | null;

  @Column('text', { name: 'lock_reason', nullable: true })
  lockReason!: string | null;
}
