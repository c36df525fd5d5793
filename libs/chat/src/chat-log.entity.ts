import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StoredEntryType } from './chat-entry.js';

/** An entry of a chat's log that is not the creation of a message. */
@Entity('chat_log')
@Index('ix_chat_log_message_id', ['messageId'])
export class ChatLogEntity {
  @PrimaryColumn('uuid', { name: 'chat_id' })
  chatId!: string;

  @PrimaryColumn('bigint')
  seq!: number;

  @Column('text')
  type!: StoredEntryType;

  /** JSON; null for entries of a message, which are made from its row. */
  @Column('text', { nullable: true })
  data!: string | null;

  @Column('uuid', { name: 'message_id', nullable: true })
  messageId!: string | null;

  /** What an edit changed the text to; null for the others, and once the message is deleted. */
  @Column('text', { nullable: true })
  text!: string | null;

  @Column('bigint')
  at!: number;
}
