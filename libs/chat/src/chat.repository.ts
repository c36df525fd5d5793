import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { ChatType } from './chat.dto.js';
import type { ChatRole } from './chat-role.js';

/** A row of `chats`; times in milliseconds. */
export interface ChatRecord {
  id: string;
  type: ChatType;
  title: string | null;
  createdBy: string | null;
  lastSeq: number;
  activeAt: number;
  createdAt: number;
  updatedAt: number;
}

/** A chat with what one member is in it. */
export interface OwnChatRecord extends ChatRecord {
  role: ChatRole;
  readSeq: number;
}

/** What a list of chats adds for the member who looks. */
export interface ChatGlance {
  chatId: string;
  unread: number;
  lastMessageId: string | null;
}

/** Unread messages are counted up to here. */
export const MAX_UNREAD = 1000;

const columns = `c.id, c.type, c.title, c.created_by AS "createdBy", c.last_seq AS "lastSeq", c.active_at AS "activeAt",
  c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;
const own = `${columns}, m.role, m.read_seq AS "readSeq"`;
const unread = `(SELECT COUNT(*) FROM (SELECT 1 FROM messages u WHERE u.chat_id = m.chat_id AND u.seq > m.read_seq
  AND u.sender_id IS DISTINCT FROM m.user_id AND u.deleted_at IS NULL LIMIT ${MAX_UNREAD}) counted)`;

/** Statements on the table `chats`. */
@Injectable()
export class ChatRepository {
  constructor(private readonly db: Database) {}

  /** False when a direct chat of the same pair exists: a conflict must not abort the transaction around it. */
  async insert(chat: ChatRecord, directKey: string | null): Promise<boolean> {
    const inserted = await this.db.execute(
      `INSERT INTO chats (id, type, title, direct_key, created_by, last_seq, active_at, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (direct_key) DO NOTHING`,
      [
        chat.id,
        chat.type,
        chat.title,
        directKey,
        chat.createdBy,
        chat.lastSeq,
        chat.activeAt,
        chat.createdAt,
        chat.updatedAt,
      ],
    );
    return inserted === 1;
  }

  async findIdByDirectKey(directKey: string): Promise<string | null> {
    const row = await this.db.queryOne<{ id: string }>('SELECT id FROM chats WHERE direct_key = $1', [
      directKey,
    ]);
    return row?.id ?? null;
  }

  find(chatId: string): Promise<ChatRecord | null> {
    return this.db.queryOne(`SELECT ${columns} FROM chats c WHERE c.id = $1`, [chatId]);
  }

  /** The chat as the user's; null when there is none, or they are no member: one look tells both apart from nothing. */
  findOwn(chatId: string, userId: string): Promise<OwnChatRecord | null> {
    return this.db.queryOne(
      `SELECT ${own} FROM chat_members m JOIN chats c ON c.id = m.chat_id WHERE m.chat_id = $1 AND m.user_id = $2`,
      [chatId, userId],
    );
  }

  /** Holds the chat until the transaction ends, so that seqs are given and members change one after the other. */
  async lock(chatId: string): Promise<boolean> {
    const row = await this.db.queryOne(`SELECT id FROM chats WHERE id = $1 ${this.db.dialect.forUpdate}`, [
      chatId,
    ]);
    return row !== null;
  }

  /** The user's chats, most recently active first, from `after` on. */
  listOwn(
    userId: string,
    after: { activeAt: number; id: string } | null,
    limit: number,
  ): Promise<OwnChatRecord[]> {
    const from = `SELECT ${own} FROM chat_members m JOIN chats c ON c.id = m.chat_id WHERE m.user_id = $1`;
    const order = 'ORDER BY c.active_at DESC, c.id DESC LIMIT $2';
    if (after === null) return this.db.query(`${from} ${order}`, [userId, limit]);
    return this.db.query(`${from} AND (c.active_at < $3 OR (c.active_at = $3 AND c.id < $4)) ${order}`, [
      userId,
      limit,
      after.activeAt,
      after.id,
    ]);
  }

  async listIdsOf(userId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      'SELECT chat_id AS id FROM chat_members WHERE user_id = $1',
      [userId],
    );
    return rows.map(({ id }) => id);
  }

  /** Unread count and last message of the user's chats among `chatIds`. */
  glances(chatIds: readonly string[], userId: string): Promise<ChatGlance[]> {
    return this.db.query(
      `SELECT m.chat_id AS "chatId", ${unread} AS unread,
         (SELECT l.id FROM messages l WHERE l.chat_id = m.chat_id ORDER BY l.seq DESC LIMIT 1) AS "lastMessageId"
       FROM chat_members m WHERE m.user_id = $1 AND ${this.db.dialect.isOneOf('m.chat_id', 2, chatIds.length)}`,
      [userId, ...chatIds],
    );
  }

  /** Unread counts of those of the users who are members. */
  unreadOf(
    chatId: string,
    userIds: readonly string[],
  ): Promise<{ userId: string; unread: number; readSeq: number; lastSeq: number }[]> {
    return this.db.query(
      `SELECT m.user_id AS "userId", ${unread} AS unread, m.read_seq AS "readSeq", c.last_seq AS "lastSeq"
       FROM chat_members m JOIN chats c ON c.id = m.chat_id
       WHERE m.chat_id = $1 AND ${this.db.dialect.isOneOf('m.user_id', 2, userIds.length)}`,
      [chatId, ...userIds],
    );
  }

  async setTitle(chatId: string, title: string, now: number): Promise<void> {
    await this.db.execute('UPDATE chats SET title = $2, updated_at = $3 WHERE id = $1', [chatId, title, now]);
  }

  async touch(chatId: string, now: number): Promise<void> {
    await this.db.execute('UPDATE chats SET updated_at = $2 WHERE id = $1', [chatId, now]);
  }

  async setLastSeq(chatId: string, lastSeq: number): Promise<void> {
    await this.db.execute('UPDATE chats SET last_seq = $2 WHERE id = $1', [chatId, lastSeq]);
  }

  /** Takes members, messages and log with it. */
  async remove(chatId: string): Promise<void> {
    await this.db.execute('DELETE FROM chats WHERE id = $1', [chatId]);
  }
}
