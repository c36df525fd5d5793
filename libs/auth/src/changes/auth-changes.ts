import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { InjectConfig } from '#lib/config';
import { Database } from '#lib/database';
import { type AuthConfig, authConfig } from '../auth.config.js';
import type { AuthChangeKind } from './auth-change.entity.js';

/** What is not as it was: a session, or what a user may do. */
export interface AuthChange {
  kind: AuthChangeKind;
  subjectId: string;
}

/** What listeners hear: a change, or that some may have been missed, because this process was cut off for long. */
export type AuthNews = AuthChange | { kind: 'missed' };

interface NumberedChange extends AuthChange {
  seq: number;
}

/** REST holds revocations made by any process within this time. */
const TRUST_MS = 1000;
const KEEP_MS = 3_600_000;
const BATCH = 1000;

/**
 * The news of revocations, through the database, so that they hold in every process without Redis. Who changes something records it in the
 * same transaction; this process hears of it at the commit, the others by looking for numbers above the last they saw. A number is given
 * under the lock of one row that is held until the commit, so that nothing can appear behind a number already seen.
 */
@Injectable()
export class AuthChanges implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners: ((news: AuthNews) => void)[] = [];
  private readonly heardAtCommit = new Set<number>();
  private lastSeq: number | null = null;
  private syncedAt = Number.NEGATIVE_INFINITY;
  private underWay: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private heard = 0;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @InjectConfig(authConfig) private readonly config: AuthConfig,
  ) {}

  /** `listener` is told every change once. It must not throw. */
  subscribe(listener: (news: AuthNews) => void): void {
    this.listeners.push(listener);
  }

  /** How many changes were told so far: equal before and after a read means that nothing changed meanwhile. */
  get heardCount(): number {
    return this.heard;
  }

  /** Is what this process knows at most a second old? */
  isFresh(now: number): boolean {
    const age = now - this.syncedAt;
    return age < TRUST_MS && age >= 0;
  }

  /** Resolves when the news is fresh. @throws ServiceUnavailableError while the database is away: who cannot ask does not trust */
  async catchUp(): Promise<void> {
    if (!this.isFresh(this.clock.now())) await this.sync();
  }

  /** Looks for news now. */
  sync(): Promise<void> {
    this.underWay ??= this.readNews().finally(() => {
      this.underWay = null;
    });
    return this.underWay;
  }

  /** Waits for other changes in the making; from here to the commit there is no other. In a transaction. */
  async lock(): Promise<void> {
    await this.db.query(`SELECT seq FROM auth_change_head WHERE id = 1 ${this.db.dialect.forUpdate}`);
  }

  /** Records changes in the ambient transaction; this process hears of them when it commits. */
  async record(changes: readonly AuthChange[]): Promise<void> {
    if (changes.length === 0) return;
    const now = this.clock.now();
    const [head] = await this.db.query<{ seq: number }>(
      `UPDATE auth_change_head SET seq = seq + $1 WHERE id = 1 RETURNING seq`,
      [changes.length],
    );
    const first = head!.seq - changes.length + 1;
    for (const [at, { kind, subjectId }] of changes.entries()) {
      await this.db.execute(
        `INSERT INTO auth_changes (seq, kind, subject_id, created_at) VALUES ($1, $2, $3, $4)`,
        [first + at, kind, subjectId, now],
      );
    }
    await this.db.execute(`DELETE FROM auth_changes WHERE created_at < $1`, [now - KEEP_MS]);
    this.db.afterCommit(() => {
      for (const [at, change] of changes.entries()) this.hearAtCommit(first + at, change);
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      // While the database is away the next token check asks again itself, and tells its caller.
      this.sync().catch(() => undefined);
    }, this.config.revocationPollMs);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private hearAtCommit(seq: number, change: AuthChange): void {
    if (this.lastSeq !== null) {
      // Reading the news can be faster than hearing of one's own commit.
      if (seq <= this.lastSeq) return;
      this.heardAtCommit.add(seq);
    }
    this.tell(change);
  }

  private async readNews(): Promise<void> {
    const askedAt = this.clock.now();
    if (this.lastSeq !== null && askedAt - this.syncedAt > KEEP_MS / 2) this.tell({ kind: 'missed' });
    this.lastSeq ??= await this.readHead();
    for (;;) {
      const rows: NumberedChange[] = await this.db.query(
        `SELECT seq, kind, subject_id AS "subjectId" FROM auth_changes WHERE seq > $1 ORDER BY seq LIMIT ${BATCH}`,
        [this.lastSeq],
      );
      for (const { seq, ...change } of rows) {
        this.lastSeq = seq;
        if (!this.heardAtCommit.delete(seq)) this.tell(change);
      }
      if (rows.length < BATCH) break;
    }
    this.syncedAt = askedAt;
  }

  private async readHead(): Promise<number> {
    const head = await this.db.queryOne<{ seq: number }>(`SELECT seq FROM auth_change_head WHERE id = 1`);
    return head!.seq;
  }

  private tell(news: AuthNews): void {
    this.heard += 1;
    for (const listener of this.listeners) listener(news);
  }
}
