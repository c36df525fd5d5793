import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { SessionEndReason } from './session.entity.js';

/** A refresh token and the session it belongs to. Times are milliseconds since the epoch. */
export interface RefreshTokenRecord {
  id: string;
  sessionId: string;
  expiresAt: number;
  /** Null: the newest of its session. */
  rotatedAt: number | null;
  childId: string | null;
  userId: string;
  sessionEndedAt: number | null;
  sessionEndReason: SessionEndReason | null;
}

/** What is stored of a new token. */
export interface NewRefreshToken {
  id: string;
  sessionId: string;
  tokenHash: string;
  createdAt: number;
  expiresAt: number;
}

/** Statements on the table `refresh_tokens`. */
@Injectable()
export class RefreshTokenRepository {
  constructor(private readonly db: Database) {}

  async insert(token: NewRefreshToken): Promise<void> {
    await this.db.execute(
      `INSERT INTO refresh_tokens (id, session_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
      [token.id, token.sessionId, token.tokenHash, token.createdAt, token.expiresAt],
    );
  }

  /** Holds the token and its session until the transaction ends, so that a family changes one step at a time. */
  findByHashForUpdate(tokenHash: string): Promise<RefreshTokenRecord | null> {
    return this.db.queryOne(
      `SELECT t.id, t.session_id AS "sessionId", t.expires_at AS "expiresAt", t.rotated_at AS "rotatedAt",
         t.child_id AS "childId", s.user_id AS "userId", s.ended_at AS "sessionEndedAt", s.end_reason AS "sessionEndReason"
       FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
       WHERE t.token_hash = $1 ${this.db.dialect.forUpdate}`,
      [tokenHash],
    );
  }

  async isNewest(id: string): Promise<boolean> {
    const row = await this.db.queryOne(`SELECT id FROM refresh_tokens WHERE id = $1 AND rotated_at IS NULL`, [
      id,
    ]);
    return row !== null;
  }

  async markRotated(id: string, { childId, now }: { childId: string; now: number }): Promise<void> {
    await this.db.execute(`UPDATE refresh_tokens SET rotated_at = $2, child_id = $3 WHERE id = $1`, [
      id,
      now,
      childId,
    ]);
  }

  /** Removes up to `limit` of those that ran out before `before`: nobody can do anything with them. How many went. */
  removeExpired(before: number, limit: number): Promise<number> {
    return this.db.execute(
      `DELETE FROM refresh_tokens WHERE id IN (SELECT id FROM refresh_tokens WHERE expires_at < $1 LIMIT $2)`,
      [before, limit],
    );
  }
}
