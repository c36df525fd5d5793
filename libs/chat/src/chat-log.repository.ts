import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { StoredEntryType } from './chat-entry.js';

/** A row of `chat_log`. */
export interface ChatLogRow {
  chatId: string;
  seq: number;
  type: StoredEntryType;
  /** JSON; null for entries of a message. */
  data: string | null;
  messageId: string | null;
  text: string | null;
  at: number;
}

/** Statements on the table `chat_log`. */
@Injectable()
export class ChatLogRepository {
  constructor(private readonly db: Database) {}

  async insert({ chatId, seq, type, data, messageId, text, at }: ChatLogRow): Promise<void> {
    await this.db.execute(
      'INSERT INTO chat_log (chat_id, seq, type, data, message_id, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [chatId, seq, type, data, messageId, text, at],
    );
  }

  /** Entries with `after < seq <= upTo`, in order. */
  list(chatId: string, after: number, upTo: number, limit: number): Promise<ChatLogRow[]> {
    return this.db.query(
      `SELECT chat_id AS "chatId", seq, type, data, message_id AS "messageId", text, at FROM chat_log
       WHERE chat_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4`,
      [chatId, after, upTo, limit],
    );
  }

  /** Takes the texts of a message's edits away. */
  async forgetTexts(messageId: string): Promise<void> {
    await this.db.execute('UPDATE chat_log SET text = NULL WHERE message_id = $1', [messageId]);
  }
}
