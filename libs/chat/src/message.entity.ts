import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('messages')
@Index('ux_messages_chat_id_seq', ['chatId', 'seq'], { unique: true })
@Index('ux_messages_sender_id_chat_id_client_id', ['senderId', 'chatId', 'clientId'], { unique: true })
export class MessageEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'chat_id' })
  chatId!: string;

  /** Of its creation, which is this row's entry in the log; stays. */
  @Column('bigint')
  seq!: number;

  /** Null when the account is gone. */
  @Column('uuid', { name: 'sender_id', nullable: true })
  senderId!: string | null;

  @Column('text', { name: 'client_id' })
  clientId!: string;

  /** As it is now; null when deleted. */
  @Column('text', { nullable: true })
  text!: string | null;

  /** As it was sent, once it was edited; null before, and when deleted. */
  @Column('text', { name: 'first_text', nullable: true })
  firstText!: string | null;

  /** JSON array of file ids, or null. */
  @Column('text', { name: 'attachment_ids', nullable: true })
  attachmentIds!: string | null;

  @Column('uuid', { name: 'reply_to', nullable: true })
  replyTo!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'edited_at', nullable: true })
  editedAt!: number | null;

  @Column('bigint', { name: 'deleted_at', nullable: true })
  deletedAt!: number | null;
}
