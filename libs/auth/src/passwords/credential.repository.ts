import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';

/** Statements on the table `credentials`. */
@Injectable()
export class CredentialRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async findHash(userId: string): Promise<string | null> {
    const row = await this.db.queryOne<{ hash: string }>(
      `SELECT password_hash AS hash FROM credentials WHERE user_id = $1`,
      [userId],
    );
    return row?.hash ?? null;
  }

  /** The same, held until the transaction ends. */
  async findHashForUpdate(userId: string): Promise<string | null> {
    const row = await this.db.queryOne<{ hash: string }>(
      `SELECT password_hash AS hash FROM credentials WHERE user_id = $1 ${this.db.dialect.forUpdate}`,
      [userId],
    );
    return row?.hash ?? null;
  }

  /** Sets the hash, whether there was one or not. */
  async put(userId: string, hash: string): Promise<void> {
    await this.db.execute(
      `INSERT INTO credentials (user_id, password_hash, created_at, updated_at) VALUES ($1, $2, $3, $3)
       ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, updated_at = excluded.updated_at`,
      [userId, hash, this.clock.now()],
    );
  }

  /** False when the hash is not `before` any more: somebody else changed it meanwhile. */
  async replace(userId: string, { before, after }: { before: string; after: string }): Promise<boolean> {
    const changed = await this.db.execute(
      `UPDATE credentials SET password_hash = $3, updated_at = $4 WHERE user_id = $1 AND password_hash = $2`,
      [userId, before, after, this.clock.now()],
    );
    return changed === 1;
  }
}
