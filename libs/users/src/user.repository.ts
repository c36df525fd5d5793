import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { UserRecord } from './user-record.js';

const columns = `id, email, display_name AS "displayName", bio, instagram, locale, avatar_file_id AS "avatarFileId",
  email_verified_at AS "emailVerifiedAt", locked_at AS "lockedAt", lock_reason AS "lockReason",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

/** What other people may see, as stored. */
export type PublicRow = Pick<UserRecord, 'id' | 'displayName' | 'avatarFileId' | 'bio'>;

/** Statements on the table `users`. */
@Injectable()
export class UserRepository {
  constructor(private readonly db: Database) {}

  /** False when the e-mail address is taken: a conflict must not abort the transaction around it. */
  async insert(user: UserRecord): Promise<boolean> {
    const inserted = await this.db.execute(
      `INSERT INTO users (id, email, display_name, bio, instagram, locale, avatar_file_id, email_verified_at,
         locked_at, lock_reason, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (email) DO NOTHING`,
      [
        user.id,
        user.email,
        user.displayName,
        user.bio,
        user.instagram,
        user.locale,
        user.avatarFileId,
        user.emailVerifiedAt,
        user.lockedAt,
        user.lockReason,
        user.createdAt,
        user.updatedAt,
      ],
    );
    return inserted === 1;
  }

  findById(id: string): Promise<UserRecord | null> {
    return this.db.queryOne(`SELECT ${columns} FROM users WHERE id = $1`, [id]);
  }

  /** Holds the row until the transaction ends. */
  findByIdForUpdate(id: string): Promise<UserRecord | null> {
    return this.db.queryOne(`SELECT ${columns} FROM users WHERE id = $1 ${this.db.dialect.forUpdate}`, [id]);
  }

  findByEmail(email: string): Promise<UserRecord | null> {
    return this.db.queryOne(`SELECT ${columns} FROM users WHERE email = $1`, [email]);
  }

  findPublic(ids: readonly string[]): Promise<PublicRow[]> {
    return this.db.query(
      `SELECT id, display_name AS "displayName", avatar_file_id AS "avatarFileId", bio FROM users
       WHERE ${this.db.dialect.isOneOf('id', 1, ids.length)}`,
      [...ids],
    );
  }

  async findUnlocked(ids: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT id FROM users WHERE locked_at IS NULL AND ${this.db.dialect.isOneOf('id', 1, ids.length)}`,
      [...ids],
    );
    return rows.map(({ id }) => id);
  }

  /** Newest first, those made before `beforeId`, whose e-mail or name contains `text`. Null: without that condition. */
  search({
    text,
    beforeId,
    limit,
  }: {
    text: string | null;
    beforeId: string | null;
    limit: number;
  }): Promise<UserRecord[]> {
    const { dialect } = this.db;
    const params: (string | number)[] = [limit];
    const conditions: string[] = [];
    if (beforeId !== null) conditions.push(`id < $${params.push(beforeId)}`);
    if (text !== null) {
      const param = `$${params.push(dialect.containsPattern(text))}`;
      conditions.push(
        `(${dialect.containsText('email', param)} OR ${dialect.containsText('display_name', param)})`,
      );
    }
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return this.db.query(`SELECT ${columns} FROM users ${where} ORDER BY id DESC LIMIT $1`, params);
  }

  async updateProfile(user: UserRecord): Promise<void> {
    await this.db.execute(
      `UPDATE users SET display_name = $2, bio = $3, instagram = $4, locale = $5, avatar_file_id = $6, updated_at = $7
       WHERE id = $1`,
      [user.id, user.displayName, user.bio, user.instagram, user.locale, user.avatarFileId, user.updatedAt],
    );
  }

  /** Takes the avatar off `userId`, if it is one of these files. */
  async dropAvatar(userId: string, fileIds: readonly string[], updatedAt: number): Promise<void> {
    await this.db.execute(
      `UPDATE users SET avatar_file_id = NULL, updated_at = $2
       WHERE id = $1 AND ${this.db.dialect.isOneOf('avatar_file_id', 3, fileIds.length)}`,
      [userId, updatedAt, ...fileIds],
    );
  }

  async updateLock(user: Pick<UserRecord, 'id' | 'lockedAt' | 'lockReason' | 'updatedAt'>): Promise<void> {
    await this.db.execute(
      `UPDATE users SET locked_at = $2, lock_reason = $3, updated_at = $4 WHERE id = $1`,
      [user.id, user.lockedAt, user.lockReason, user.updatedAt],
    );
  }
}
