import { Column, Entity, Index } from 'typeorm';
import { BaseEntity } from '#lib/database';
import type { ChatType } from './chat.dto.js';

@Entity('chats')
@Index('ux_chats_direct_key', ['directKey'], { unique: true })
@Index('ix_chats_created_by', ['createdBy'])
export class ChatEntity extends BaseEntity {
  @Column('text')
  type!: ChatType;

  @Column('text', { nullable: true })
  title!: string | null;

  /** Both user ids of a direct chat in order, so that a pair has one; null for groups. */
  @Column('text', { name: 'direct_key', nullable: true })
  directKey!: string | null;

  @Column('uuid', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('bigint', { name: 'last_seq' })
  lastSeq!: number;

  @Column('bigint', { name: 'active_at' })
  activeAt!: number;
}
