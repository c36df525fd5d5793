import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import { IdempotencyInProgressError, IdempotencyMismatchError } from './idempotency.errors.js';

const keptMs = 24 * 60 * 60 * 1000;
const lockMs = 8000;
const heartbeatMs = 2500;
const cleanupBatch = 500;

/** An answer as it goes out again: `body` is JSON text, null for none. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

/** The right to run a request under its key. */
export interface Claim {
  readonly scope: string;
  readonly owner: string;
}

interface KeyRow {
  request_hash: string;
  status: number | null;
  headers: string | null;
  body: string | null;
}

/** The table of keys: who runs under which, and what was answered. */
@Injectable()
export class IdempotencyKeys {
  private readonly logger = new Logger(IdempotencyKeys.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the key for a request, or gives the answer stored for it.
   * @throws IdempotencyMismatchError the key belongs to another request
   * @throws IdempotencyInProgressError the first request still runs
   */
  async claim(scope: string, requestHash: string): Promise<Claim | StoredAnswer> {
    const owner = randomUUID();
    if (await this.take(scope, requestHash, owner)) return { scope, owner };
    const row = await this.database.queryOne<KeyRow>(
      'SELECT request_hash, status, headers, body FROM idempotency_keys WHERE scope = $1',
      [scope],
    );
    // No row: the first request failed between our two statements. The client's next try will get the key.
    if (!row) throw new IdempotencyInProgressError({ retryAfterMs: 1000 });
    if (row.request_hash !== requestHash) throw new IdempotencyMismatchError();
    if (row.status === null) throw new IdempotencyInProgressError({ retryAfterMs: 1000 });
    return {
      status: row.status,
      headers: JSON.parse(row.headers ?? '{}') as Record<string, string>,
      body: row.body,
    };
  }

  /** Stores the answer, in the ambient transaction if there is one. @throws IdempotencyInProgressError the claim was lost meanwhile */
  async store({ scope, owner }: Claim, answer: StoredAnswer): Promise<void> {
    const stored = await this.database.execute(
      'UPDATE idempotency_keys SET status = $1, headers = $2, body = $3 WHERE scope = $4 AND owner = $5',
      [answer.status, JSON.stringify(answer.headers), answer.body, scope, owner],
    );
    if (stored === 0) throw new IdempotencyInProgressError({ retryAfterMs: 1000 });
  }

  /** Frees the key of a request that failed. Never throws: at worst the key is free when its lock has run out. */
  async free({ scope, owner }: Claim): Promise<void> {
    try {
      await this.database.execute(
        'DELETE FROM idempotency_keys WHERE scope = $1 AND owner = $2 AND status IS NULL',
        [scope, owner],
      );
    } catch (error) {
      this.logger.warn(`A key could not be freed before its lock runs out: ${(error as Error).message}`);
    }
  }

  /** Runs `work` while the claim is kept alive; a process that dies stops doing so, and the key is free within 8 s. */
  async whileAlive<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => void this.prolong(claim), heartbeatMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** Removes what is older than 24 hours; the number of keys removed. For a schedule. */
  async removeExpired(): Promise<number> {
    let total = 0;
    for (;;) {
      const removed = await this.database.execute(
        `DELETE FROM idempotency_keys WHERE scope IN
           (SELECT scope FROM idempotency_keys WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)`,
        [this.clock.now(), cleanupBatch],
      );
      total += removed;
      if (removed < cleanupBatch) return total;
    }
  }

  private async take(scope: string, requestHash: string, owner: string): Promise<boolean> {
    const now = this.clock.now();
    const taken = await this.database.execute(
      `INSERT INTO idempotency_keys (scope, request_hash, owner, locked_until, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (scope) DO UPDATE SET request_hash = excluded.request_hash, owner = excluded.owner,
         locked_until = excluded.locked_until, created_at = excluded.created_at, expires_at = excluded.expires_at,
         status = NULL, headers = NULL, body = NULL
       WHERE idempotency_keys.expires_at <= $5
         OR (idempotency_keys.status IS NULL AND idempotency_keys.locked_until <= $5)`,
      [scope, requestHash, owner, now + lockMs, now, now + keptMs],
    );
    return taken === 1;
  }

  private async prolong({ scope, owner }: Claim): Promise<void> {
    try {
      await this.database.execute(
        'UPDATE idempotency_keys SET locked_until = $1 WHERE scope = $2 AND owner = $3 AND status IS NULL',
        [this.clock.now() + lockMs, scope, owner],
      );
    } catch (error) {
      this.logger.warn(`A running key could not be prolonged: ${(error as Error).message}`);
    }
  }
}
