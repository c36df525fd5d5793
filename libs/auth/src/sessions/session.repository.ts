import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { SessionEndReason } from './session.entity.js';

/** A session as it is stored. Times are milliseconds since the epoch. */
export interface SessionRecord {
  id: string;
  userId: string;
  userAgent: string | null;
  ip: string | null;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
  /** Null: alive until `expiresAt`. */
  endedAt: number | null;
  endReason: SessionEndReason | null;
}

const columns = `id, user_id AS "userId", user_agent AS "userAgent", ip, created_at AS "createdAt",
  last_used_at AS "lastUsedAt", expires_at AS "expiresAt", ended_at AS "endedAt", end_reason AS "endReason"`;

const MAX_LISTED = 100;
const NO_SESSION = '00000000-0000-0000-0000-000000000000';

/** Statements on the table `sessions`. */
@Injectable()
export class SessionRepository {
  constructor(private readonly db: Database) {}

  async insert(session: SessionRecord): Promise<void> {
    await this.db.execute(
      `INSERT INTO sessions (id, user_id, user_agent, ip, created_at, last_used_at, expires_at, ended_at, end_reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        session.id,
        session.userId,
        session.userAgent,
        session.ip,
        session.createdAt,
        session.lastUsedAt,
        session.expiresAt,
        session.endedAt,
        session.endReason,
      ],
    );
  }

  findById(id: string): Promise<SessionRecord | null> {
    return this.db.queryOne(`SELECT ${columns} FROM sessions WHERE id = $1`, [id]);
  }

  /** The living sessions of a user, last used first, a hundred at most: nobody has more devices, but a script may sign in for ever. */
  findLiving(userId: string, now: number): Promise<SessionRecord[]> {
    return this.db.query(
      `SELECT ${columns} FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2
       ORDER BY last_used_at DESC, id DESC LIMIT $3`,
      [userId, now, MAX_LISTED],
    );
  }

  async touch(id: string, { now, expiresAt }: { now: number; expiresAt: number }): Promise<void> {
    await this.db.execute(`UPDATE sessions SET last_used_at = $2, expires_at = $3 WHERE id = $1`, [
      id,
      now,
      expiresAt,
    ]);
  }

  /** False when it is not the user's, or had ended before. */
  async end(
    id: string,
    { userId, now, reason }: { userId: string; now: number; reason: SessionEndReason },
  ): Promise<boolean> {
    const ended = await this.db.execute(
      `UPDATE sessions SET ended_at = $3, end_reason = $4
       WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > $3`,
      [id, userId, now, reason],
    );
    return ended === 1;
  }

  /** Ends all of the user but `exceptId` (null: all); the ids of those that lived. In a transaction. */
  async endAll(
    userId: string,
    { exceptId, now, reason }: { exceptId: string | null; now: number; reason: SessionEndReason },
  ): Promise<string[]> {
    const ended = await this.db.query<{ id: string }>(
      `UPDATE sessions SET ended_at = $2, end_reason = $3
       WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND id <> $4 RETURNING id`,
      [userId, now, reason, exceptId ?? NO_SESSION],
    );
    return ended.map(({ id }) => id);
  }

  /** Removes up to `limit` of those that ended or ran out before `before`, with their refresh tokens; how many went. */
  removeDead(before: number, limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < $1 OR ended_at < $1 LIMIT $2)`,
      [before, limit],
    );
  }
}
