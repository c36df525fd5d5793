import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ChatRole } from './chat-role.js';

@Entity('chat_members')
@Index('ix_chat_members_user_id', ['userId'])
export class ChatMemberEntity {
  @PrimaryColumn('uuid', { name: 'chat_id' })
  chatId!: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  role!: ChatRole;

  @Column('bigint', { name: 'read_seq' })
  readSeq!: number;

  @Column('bigint', { name: 'joined_at' })
  joinedAt!: number;
}
