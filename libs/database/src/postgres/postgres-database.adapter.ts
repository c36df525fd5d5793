import { setTimeout as sleep } from 'node:timers/promises';
import { EntityManager } from 'typeorm';
import { ServiceUnavailableError } from '#lib/errors';
import { TransactionAbortedError } from '../database.errors.js';
import type { DatabaseStats, SqlValue } from '../database.port.js';
import { EngineDatabase, within } from '../engine-database.js';
import type { MigrationEngine } from '../migrator.js';
import { PostgresConnections } from './postgres-connections.js';
import { PostgresDialect } from './postgres-dialect.adapter.js';
import { isConnectionLost, isSerializationFailure, isStalePlan, toCallerError } from './postgres-errors.js';
import { SessionQueryRunner } from './postgres-query-runner.js';
import { PostgresTransaction } from './postgres-transaction.js';

const mostAttempts = 6;
// Any number that nobody else uses for an advisory lock in this database.
const migrationLock = 5_118_220_451;

/** Postgres behind the facade: named statements on a pool, transactions on one connection each. */
export class PostgresDatabase extends EngineDatabase {
  override readonly engine = 'postgres';
  override readonly dialect = new PostgresDialect();
  private readonly connections = PostgresConnections.create(this.options, (error) =>
    this.logger.warn(`A resting Postgres connection broke: ${error.message}`),
  );
  private readonly countStatement = () => void this.counters.statements++;

  protected override connect(): Promise<void> {
    return this.connections.connect(this.countStatement);
  }

  protected override disconnect(): Promise<void> {
    return this.connections.close();
  }

  protected override ping(): Promise<void> {
    return this.connections.ping();
  }

  protected override async readCommitted<Row extends object>(
    sql: string,
    params: readonly SqlValue[],
  ): Promise<Row[]> {
    const config = this.connections.statements.named(sql, params);
    const result = await this.repeating(() => this.connections.read(config), isConnectionLost);
    return result.rows as Row[];
  }

  protected override async writeAlone(sql: string, params: readonly SqlValue[]): Promise<number> {
    const config = this.connections.statements.named(sql, params);
    const result = await this.repeating(() => this.connections.send(config), isSerializationFailure);
    this.counters.commits++;
    this.counters.transactions++;
    return result.rowCount ?? 0;
  }

  protected override runTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.repeating(() => this.attemptTransaction(work), isSerializationFailure);
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
    return {
      inspect: async (look) => look(this.connections.dataSource.createQueryRunner()),
      exclusively: (step) => this.migrateExclusively(step as never) as never,
    };
  }

  private async attemptTransaction<T>(work: () => Promise<T>): Promise<T> {
    const transaction = new PostgresTransaction(this.connections, this.countStatement);
    let result: T;
    try {
      result = await this.ambient.run(transaction, () => this.guarded(work));
      if (transaction.failed) throw new TransactionAbortedError(transaction.failed.cause);
    } catch (error) {
      this.counters.rollbacks++;
      await transaction.rollback(error);
      throw error;
    }
    await transaction.commit();
    this.counters.commits++;
    this.counters.transactions++;
    this.runEffects(transaction.effects);
    return result;
  }

  private async migrateExclusively<T>(step: (runner: SessionQueryRunner) => Promise<T>): Promise<T> {
    const transaction = new PostgresTransaction(this.connections, this.countStatement);
    const { dataSource, driver } = this.connections;
    const runner = new SessionQueryRunner(driver, transaction, this.countStatement);
    new EntityManager(dataSource, runner);
    try {
      await runner.query('SET LOCAL statement_timeout = 0');
      await runner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      await runner.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      // A change that waits behind a long reader makes everybody else wait behind it: give up and try again instead.
      await runner.query(`SET LOCAL lock_timeout = '10s'`);
      const result = await step(runner);
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback(error);
      throw error;
    }
  }

  private guarded<T>(work: () => Promise<T>): Promise<T> {
    const { transactionTimeoutMs } = this.options.config;
    return within(transactionTimeoutMs, work(), () => {
      const cause = new Error(
        `A transaction did not end within ${transactionTimeoutMs} ms and was rolled back`,
      );
      this.logger.error(cause.message);
      return new ServiceUnavailableError({ retryAfterMs: 1000, cause });
    });
  }

  /** Runs `attempt` again, a little later each time, while its failure is one that repeating can heal. */
  private async repeating<T>(attempt: () => Promise<T>, isHealable: (error: unknown) => boolean): Promise<T> {
    for (let number = 1; ; number++) {
      try {
        return await attempt();
      } catch (error) {
        if (number >= mostAttempts || !(isHealable(error) || isStalePlan(error))) throw this.explain(error);
        await sleep(Math.random() * 5 * 2 ** number);
      }
    }
  }

  private explain(error: unknown): unknown {
    if (isConnectionLost(error)) this.suspect();
    return toCallerError(error);
  }
}
