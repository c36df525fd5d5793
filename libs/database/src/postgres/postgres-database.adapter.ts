import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { TransactionAbortedError } from '../database.errors.js';
import type { DatabaseStats, SqlValue } from '../database.port.js';
import { EngineDatabase, within, type WriteResult } from '../engine-database.js';
import type { MigrationEngine } from '../migrator.js';
import { PostgresConnections } from './postgres-connections.js';
import { PostgresDialect } from './postgres-dialect.adapter.js';
import { isConnectionLost, isSerializationFailure, isStalePlan, toCallerError } from './postgres-errors.js';
import { PostgresMigrationEngine } from './postgres-migration-engine.js';
import { PostgresTransaction } from './postgres-transaction.js';

const mostAttempts = 6;
const shutdownDeadlineMs = 10_000;

/** Postgres behind the facade: named statements on a pool, transactions on one connection each. */
export class PostgresDatabase extends EngineDatabase {
  override readonly engine = 'postgres';
  override readonly dialect = new PostgresDialect();
  private readonly connections = PostgresConnections.create(this.options, (error) =>
    this.logger.warn(`A resting Postgres connection broke: ${error.message}`),
  );
  private underWay = 0;
  private onIdle: (() => void) | null = null;
  private readonly countStatement = () => void this.counters.statements++;

  protected override connect(): Promise<void> {
    return this.connections.connect(this.countStatement);
  }

  protected override async disconnect(): Promise<void> {
    // pg forgets those who wait for a connection when the pool ends.
    await within(shutdownDeadlineMs, this.untilIdle()).catch((error: Error) =>
      this.logger.warn(error.message),
    );
    await this.connections.close();
  }

  protected override ping(): Promise<void> {
    return this.connections.ping();
  }

  protected override async readCommitted<Row extends object>(
    sql: string,
    params: readonly SqlValue[],
  ): Promise<Row[]> {
    const config = this.connections.statements.named(sql, params);
    const result = await this.repeating(() => this.connections.read(config), isWorthRepeating);
    return result.rows as Row[];
  }

  protected override async writeAlone(sql: string, params: readonly SqlValue[]): Promise<WriteResult> {
    const config = this.connections.statements.named(sql, params);
    const result = await this.repeating(
      () => this.connections.send(config),
      (error) => isSerializationFailure(error) || isStalePlan(error),
    );
    this.counters.commits++;
    this.counters.transactions++;
    return { touched: result.rowCount ?? 0, rows: result.rows };
  }

  protected override runTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.repeating(
      () => this.attemptTransaction(work),
      (error) => error instanceof FailureInside && isWorthRepeating(error.cause),
    );
  }

  protected override readManager(): EntityManager {
    return this.connections.dataSource.manager;
  }

  protected override pressure(): Pick<DatabaseStats, 'waiting' | 'connections'> {
    const max = this.options.config.poolSize;
    if (!this.connections.dataSource.isInitialized)
      return { waiting: 0, connections: { open: 0, idle: 0, max } };
    const { totalCount, idleCount, waitingCount } = this.connections.pool;
    return { waiting: waitingCount, connections: { open: totalCount, idle: idleCount, max } };
  }

  protected override migrationEngine(): MigrationEngine {
    return new PostgresMigrationEngine(
      () => this.connections,
      () => this.countStatement(),
    );
  }

  private async attemptTransaction<T>(work: () => Promise<T>): Promise<T> {
    const transaction = new PostgresTransaction(this.connections, this.countStatement);
    let result: T;
    try {
      result = await this.ambient.run(transaction, () => this.guarded(work));
      if (transaction.failed) throw new TransactionAbortedError(transaction.failed.cause);
    } catch (error) {
      this.counters.rollbacks++;
      await transaction.rollback(transaction.failed?.cause ?? error);
      throw transaction.failed ? new FailureInside(transaction.failed.cause, error) : error;
    }
    await transaction.commit();
    this.counters.commits++;
    this.counters.transactions++;
    this.runEffects(transaction.effects);
    return result;
  }

  /** Runs `attempt` again, a little later each time, while its failure is one that repeating can heal. */
  private async repeating<T>(attempt: () => Promise<T>, isHealable: (error: unknown) => boolean): Promise<T> {
    this.underWay++;
    try {
      for (let number = 1; ; number++) {
        try {
          return await attempt();
        } catch (error) {
          const isHopeless = number >= mostAttempts || this.supervisor.state !== 'up';
          if (isHopeless || !isHealable(error)) throw this.explain(error);
          await sleep(Math.random() * 5 * 2 ** number);
        }
      }
    } finally {
      if (--this.underWay === 0) this.onIdle?.();
    }
  }

  private untilIdle(): Promise<void> {
    return this.underWay === 0 ? Promise.resolve() : new Promise((resolve) => (this.onIdle = resolve));
  }

  private explain(error: unknown): unknown {
    const cause = error instanceof FailureInside ? error.cause : error;
    if (isConnectionLost(cause)) this.suspect();
    const explained = toCallerError(cause);
    return explained === cause && error instanceof FailureInside ? error.thrown : explained;
  }
}

/** A transaction failed inside: what the database said decides whether it is repeated, what the work threw is for the caller. */
class FailureInside extends Error {
  constructor(
    override readonly cause: unknown,
    readonly thrown: unknown,
  ) {
    super('A statement or a joined transaction failed');
  }
}

/** Nothing of it was kept, and the same work may succeed on another connection or a moment later. */
function isWorthRepeating(error: unknown): boolean {
  return isSerializationFailure(error) || isConnectionLost(error) || isStalePlan(error);
}
