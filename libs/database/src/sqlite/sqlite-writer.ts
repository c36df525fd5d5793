import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database as SqliteHandle, Statement } from 'better-sqlite3';

const largestBatch = 64;

/** One piece of work for the writer. */
export interface WriteUnit {
  /** A single statement undoes itself when it fails, so it needs no savepoint. */
  readonly isSingleStatement: boolean;
  /** Does the work on the writer connection, while a transaction is open. */
  perform(): void | Promise<void>;
  /** What it wrote is durable. */
  committed(): void;
  /** It threw, or could not be committed; nothing of it is kept. */
  failed(error: unknown): void;
}

interface Solo {
  run(): Promise<void>;
}

/**
 * The one connection that writes, and the queue before it. Units run strictly one after another, in the order they came. Those that wait
 * together share one commit: each has a savepoint of its own, and none hears of success before the commit is on disk.
 */
export class SqliteWriter {
  commits = 0;
  private readonly queue: (WriteUnit | Solo)[] = [];
  private draining: Promise<void> | null = null;
  /** Why SQLite rolled back a whole batch by itself. */
  private rolledBackBy: unknown = null;
  private readonly begin: Statement;
  private readonly commit: Statement;
  private readonly rollback: Statement;
  private readonly savepoint: Statement;
  private readonly release: Statement;
  private readonly rollbackToSavepoint: Statement;
  // The queue outlives the request that happened to start it, so it must not run in that request's context.
  private readonly inRootContext = AsyncLocalStorage.snapshot();

  constructor(
    private readonly handle: SqliteHandle,
    private readonly lockDeadlineMs: number,
  ) {
    this.begin = handle.prepare('BEGIN IMMEDIATE');
    this.commit = handle.prepare('COMMIT');
    this.rollback = handle.prepare('ROLLBACK');
    this.savepoint = handle.prepare('SAVEPOINT unit');
    this.release = handle.prepare('RELEASE unit');
    this.rollbackToSavepoint = handle.prepare('ROLLBACK TO unit');
  }

  get waiting(): number {
    return this.queue.length;
  }

  enqueue(unit: WriteUnit): void {
    this.push(unit);
  }

  /**
   * Runs `step` alone in a transaction with foreign keys unchecked until its end, as SQLite wants it for rebuilding tables.
   * Waits for other processes up to `deadlineMs`.
   */
  alone<T>(step: () => Promise<T>, deadlineMs: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.push({ run: () => this.runAlone(step, deadlineMs).then(resolve, reject) });
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.draining) await this.draining;
  }

  private push(item: WriteUnit | Solo): void {
    this.queue.push(item);
    this.draining ??= this.inRootContext(() => this.drain());
  }

  private async drain(): Promise<void> {
    while (this.queue.length > 0) {
      // One turn of the event loop: whoever came in it shares the commit. Waiting longer gained nothing.
      await new Promise((resolve) => setImmediate(resolve));
      const first = this.queue[0]!;
      if ('run' in first) {
        this.queue.shift();
        await first.run();
      } else {
        await this.commitTogether();
      }
    }
    this.draining = null;
  }

  private async commitTogether(): Promise<void> {
    try {
      await this.beginWithin(this.lockDeadlineMs);
    } catch (error) {
      for (const unit of this.takeWaiting()) unit.failed(error);
      return;
    }
    const done: WriteUnit[] = [];
    while (done.length < largestBatch && this.handle.inTransaction) {
      const unit = this.queue[0];
      if (unit === undefined || 'run' in unit) break;
      this.queue.shift();
      const isGuarded = !unit.isSingleStatement && (done.length > 0 || this.queue.length > 0);
      if (await this.performOne(unit, isGuarded)) done.push(unit);
    }
    this.finish(done);
  }

  /** True when the unit's work stands in the open transaction and waits for the commit. */
  private async performOne(unit: WriteUnit, isGuarded: boolean): Promise<boolean> {
    try {
      if (isGuarded) this.savepoint.run();
      const pending = unit.perform();
      if (pending !== undefined) await pending;
      if (isGuarded) this.release.run();
      return true;
    } catch (error) {
      if (!this.handle.inTransaction) this.rolledBackBy = error;
      unit.failed(this.undo(unit, isGuarded) ?? error);
      return false;
    }
  }

  /** Takes back what a failed unit wrote. A disk that is full may have rolled back everything by itself: then the batch is over. */
  private undo(unit: WriteUnit, isGuarded: boolean): unknown {
    if (!this.handle.inTransaction) return undefined;
    try {
      if (isGuarded) {
        this.rollbackToSavepoint.run();
        this.release.run();
      } else if (!unit.isSingleStatement) {
        this.rollback.run();
      }
      return undefined;
    } catch (error) {
      this.rollBackWhatIsOpen();
      return error;
    }
  }

  private finish(done: readonly WriteUnit[]): void {
    try {
      if (this.handle.inTransaction) {
        this.commit.run();
        if (done.length > 0) this.commits++;
      } else if (done.length > 0) {
        throw this.rolledBackBy;
      }
    } catch (error) {
      this.rollBackWhatIsOpen();
      for (const unit of done) unit.failed(error);
      return;
    }
    for (const unit of done) unit.committed();
  }

  private rollBackWhatIsOpen(): void {
    try {
      if (this.handle.inTransaction) this.rollback.run();
    } catch {
      // A disk that cannot even roll back: the next BEGIN fails and tells its callers, and the queue must live to do so.
    }
  }

  private async runAlone<T>(step: () => Promise<T>, deadlineMs: number): Promise<T> {
    this.handle.pragma('foreign_keys = OFF');
    try {
      await this.beginWithin(deadlineMs);
      const result = await step();
      const broken = this.handle.pragma('foreign_key_check') as { table: string; parent: string }[];
      if (broken.length > 0) {
        throw new Error(
          `rows of ${broken[0]!.table} would refer to rows of ${broken[0]!.parent} that do not exist`,
        );
      }
      this.commit.run();
      return result;
    } finally {
      this.rollBackWhatIsOpen();
      this.handle.pragma('foreign_keys = ON');
    }
  }

  /** Another process may hold the lock; waiting for it must not block this one's event loop. */
  private async beginWithin(deadlineMs: number): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      try {
        this.begin.run();
        return;
      } catch (error) {
        if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY') || Date.now() > deadline)
          throw error;
        await sleep(2 + Math.random() * 18);
      }
    }
  }

  private takeWaiting(): WriteUnit[] {
    const taken: WriteUnit[] = [];
    while (this.queue.length > 0 && !('run' in this.queue[0]!)) taken.push(this.queue.shift() as WriteUnit);
    return taken;
  }
}
