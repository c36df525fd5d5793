import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { ChatRole } from './chat-role.js';

/** A row of `chat_members`. */
export interface MemberRecord {
  chatId: string;
  userId: string;
  role: ChatRole;
  readSeq: number;
  joinedAt: number;
}

/** One of the first members of a chat, and how many it has. */
export interface MemberGlance extends MemberRecord {
  total: number;
}

const columns =
  'chat_id AS "chatId", user_id AS "userId", role, read_seq AS "readSeq", joined_at AS "joinedAt"';

/** Statements on the table `chat_members`. */
@Injectable()
export class ChatMemberRepository {
  constructor(private readonly db: Database) {}

  async insert(members: readonly MemberRecord[]): Promise<void> {
    for (const { chatId, userId, role, readSeq, joinedAt } of members) {
      await this.db.execute(
        'INSERT INTO chat_members (chat_id, user_id, role, read_seq, joined_at) VALUES ($1, $2, $3, $4, $5)',
        [chatId, userId, role, readSeq, joinedAt],
      );
    }
  }

  find(chatId: string, userId: string): Promise<MemberRecord | null> {
    return this.db.queryOne(`SELECT ${columns} FROM chat_members WHERE chat_id = $1 AND user_id = $2`, [
      chatId,
      userId,
    ]);
  }

  /** Longest there first. */
  list(chatId: string): Promise<MemberRecord[]> {
    return this.db.query(
      `SELECT ${columns} FROM chat_members WHERE chat_id = $1 ORDER BY joined_at, user_id`,
      [chatId],
    );
  }

  /** The first `limit` members of each chat. */
  listFirst(chatIds: readonly string[], limit: number): Promise<MemberGlance[]> {
    return this.db.query(
      `SELECT ${columns}, total FROM (
         SELECT chat_id, user_id, role, read_seq, joined_at, COUNT(*) OVER (PARTITION BY chat_id) AS total,
           ROW_NUMBER() OVER (PARTITION BY chat_id ORDER BY joined_at, user_id) AS place
         FROM chat_members WHERE ${this.db.dialect.isOneOf('chat_id', 2, chatIds.length)}) ranked
       WHERE place <= $1 ORDER BY joined_at, user_id`,
      [limit, ...chatIds],
    );
  }

  async setRole(chatId: string, userId: string, role: ChatRole): Promise<void> {
    await this.db.execute('UPDATE chat_members SET role = $3 WHERE chat_id = $1 AND user_id = $2', [
      chatId,
      userId,
      role,
    ]);
  }

  /** False when the member has read further already: reading never goes back. */
  async advanceRead(chatId: string, userId: string, seq: number): Promise<boolean> {
    const touched = await this.db.execute(
      'UPDATE chat_members SET read_seq = $3 WHERE chat_id = $1 AND user_id = $2 AND read_seq < $3',
      [chatId, userId, seq],
    );
    return touched === 1;
  }

  async remove(chatId: string, userId: string): Promise<void> {
    await this.db.execute('DELETE FROM chat_members WHERE chat_id = $1 AND user_id = $2', [chatId, userId]);
  }
}
