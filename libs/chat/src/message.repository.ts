import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';

/** A row of `messages`; times in milliseconds. `attachmentIds` is JSON or null. */
export interface MessageRecord {
  id: string;
  chatId: string;
  seq: number;
  senderId: string | null;
  clientId: string;
  text: string | null;
  firstText: string | null;
  attachmentIds: string | null;
  replyTo: string | null;
  createdAt: number;
  editedAt: number | null;
  deletedAt: number | null;
}

/** By what a message is sent once. */
export interface MessageKey {
  chatId: string;
  senderId: string;
  clientId: string;
}

const columns = `id, chat_id AS "chatId", seq, sender_id AS "senderId", client_id AS "clientId", text,
  first_text AS "firstText", attachment_ids AS "attachmentIds", reply_to AS "replyTo", created_at AS "createdAt",
  edited_at AS "editedAt", deleted_at AS "deletedAt"`;

// The sender must be a member in the statement that writes: whoever was removed a moment ago writes nothing.
const insertByMember = `INSERT INTO messages (id, chat_id, seq, sender_id, client_id, text, attachment_ids, reply_to, created_at)
  SELECT $1, m.chat_id, $2, m.user_id, $3, $4, $5, $6, $7 FROM chat_members m WHERE m.chat_id = $8 AND m.user_id = $9`;
const toMessageOfChat = 'AND EXISTS (SELECT 1 FROM messages r WHERE r.id = $6 AND r.chat_id = $8)';
const once = 'ON CONFLICT (sender_id, chat_id, client_id) DO NOTHING';
const insertPlain = `${insertByMember} ${once}`;
const insertReply = `${insertByMember} ${toMessageOfChat} ${once}`;

/** Statements on the table `messages`, and the two on `chats` that go with sending. */
@Injectable()
export class MessageRepository {
  constructor(private readonly db: Database) {}

  /** Takes `count` seqs and holds the chat until the transaction ends. The last of them, or null when there is no such chat. */
  async takeSeqs(chatId: string, count: number, now: number): Promise<number | null> {
    const rows = await this.db.query<{ lastSeq: number }>(
      'UPDATE chats SET last_seq = last_seq + $2, active_at = $3 WHERE id = $1 RETURNING last_seq AS "lastSeq"',
      [chatId, count, now],
    );
    return rows[0]?.lastSeq ?? null;
  }

  /** Gives back what was taken beyond `lastSeq`; the chat was last active when its last message came. */
  async returnSeqs(chatId: string, lastSeq: number): Promise<void> {
    await this.db.execute(
      `UPDATE chats SET last_seq = $2, active_at = COALESCE(
         (SELECT m.created_at FROM messages m WHERE m.chat_id = $1 ORDER BY m.seq DESC LIMIT 1), created_at)
       WHERE id = $1`,
      [chatId, lastSeq],
    );
  }

  /** False when it exists already, the sender is no member, or `replyTo` names no message of the chat. */
  async insert(message: MessageRecord): Promise<boolean> {
    const { id, seq, clientId, text, attachmentIds, replyTo, createdAt, chatId, senderId } = message;
    const values = [id, seq, clientId, text, attachmentIds, replyTo, createdAt, chatId, senderId];
    return (await this.db.execute(replyTo === null ? insertPlain : insertReply, values)) === 1;
  }

  findByKey({ chatId, senderId, clientId }: MessageKey): Promise<MessageRecord | null> {
    return this.db.queryOne(
      `SELECT ${columns} FROM messages WHERE sender_id = $1 AND chat_id = $2 AND client_id = $3`,
      [senderId, chatId, clientId],
    );
  }

  find(chatId: string, id: string): Promise<MessageRecord | null> {
    return this.db.queryOne(`SELECT ${columns} FROM messages WHERE id = $1 AND chat_id = $2`, [id, chatId]);
  }

  findMany(ids: readonly string[]): Promise<MessageRecord[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.db.query(
      `SELECT ${columns} FROM messages WHERE ${this.db.dialect.isOneOf('id', 1, ids.length)}`,
      [...ids],
    );
  }

  /** Those with `after < seq <= upTo`, in order. */
  listAfter(chatId: string, after: number, upTo: number, limit: number): Promise<MessageRecord[]> {
    return this.db.query(
      `SELECT ${columns} FROM messages WHERE chat_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4`,
      [chatId, after, upTo, limit],
    );
  }

  /** The last ones with `after < seq < before`, the latest first. */
  listBefore(chatId: string, before: number, after: number, limit: number): Promise<MessageRecord[]> {
    return this.db.query(
      `SELECT ${columns} FROM messages WHERE chat_id = $1 AND seq < $2 AND seq > $3 ORDER BY seq DESC LIMIT $4`,
      [chatId, before, after, limit],
    );
  }

  async edit(id: string, text: string, now: number): Promise<void> {
    await this.db.execute(
      'UPDATE messages SET first_text = COALESCE(first_text, text), text = $2, edited_at = $3 WHERE id = $1',
      [id, text, now],
    );
  }

  async markDeleted(id: string, now: number): Promise<void> {
    await this.db.execute(
      'UPDATE messages SET text = NULL, first_text = NULL, attachment_ids = NULL, deleted_at = $2 WHERE id = $1',
      [id, now],
    );
  }
}
