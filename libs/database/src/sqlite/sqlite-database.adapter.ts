import { AsyncLocalStorage } from 'node:async_hooks';
import { EntityManager } from 'typeorm';
import { TransactionAbortedError } from '../database.errors.js';
import type { DatabaseStats, SqlValue } from '../database.port.js';
import { EngineDatabase, type WriteResult } from '../engine-database.js';
import { ReadOnlyCallError } from '../database.errors.js';
import type { MigrationEngine } from '../migrator.js';
import { SqliteConnections } from './sqlite-connections.js';
import { SqliteDialect } from './sqlite-dialect.adapter.js';
import { isLost, toCallerError } from './sqlite-errors.js';
import { SqliteQueryRunner } from './sqlite-query-runner.js';
import { SqliteTransaction } from './sqlite-transaction.js';

const migrationLockDeadlineMs = 120_000;

/** SQLite behind the facade: reads on their own connection, writes through one queue with group commit. */
export class SqliteDatabase extends EngineDatabase {
  override readonly engine = 'sqlite';
  override readonly dialect = new SqliteDialect();
  private opened: SqliteConnections | null = null;
  private readonly countStatement = () => void this.counters.statements++;

  protected override async connect(): Promise<void> {
    this.opened ??= await SqliteConnections.open(this.options, this.countStatement);
    this.opened.ping();
  }

  protected override async disconnect(): Promise<void> {
    const connections = this.opened;
    if (!connections) return;
    await connections.writer.drained();
    this.opened = null;
    await connections.close();
  }

  protected override async ping(): Promise<void> {
    this.connections.ping();
  }

  protected override async readCommitted<Row extends object>(
    sql: string,
    params: readonly SqlValue[],
  ): Promise<Row[]> {
    const { readStatements } = this.connections;
    try {
      if (!readStatements.isReadOnly(sql)) throw new ReadOnlyCallError(sql);
      return readStatements.all<Row>(sql, params);
    } catch (error) {
      throw this.explain(error);
    }
  }

  protected override async readFirst<Row extends object>(
    sql: string,
    params: readonly SqlValue[],
  ): Promise<Row | null> {
    const { readStatements } = this.connections;
    try {
      if (!readStatements.isReadOnly(sql)) throw new ReadOnlyCallError(sql);
      return readStatements.first<Row>(sql, params);
    } catch (error) {
      throw this.explain(error);
    }
  }

  protected override writeAlone(sql: string, params: readonly SqlValue[]): Promise<WriteResult> {
    const { writer, writeStatements } = this.connections;
    return new Promise<WriteResult>((resolve, reject) => {
      let written: WriteResult;
      writer.enqueue({
        isSingleStatement: true,
        perform: () => {
          written = writeStatements.write(sql, params);
        },
        committed: () => {
          this.counters.transactions++;
          resolve(written);
        },
        failed: (error) => reject(this.explain(error) as Error),
      });
    });
  }

  protected override runTransaction<T>(work: () => Promise<T>): Promise<T> {
    const { writer } = this.connections;
    const transaction = new SqliteTransaction(this.connections, this.countStatement);
    // The queue runs in no request's context; the work and its effects run in the caller's.
    const inCallersContext = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      let result: T;
      writer.enqueue({
        isSingleStatement: false,
        perform: async () => {
          try {
            result = await inCallersContext(() => this.ambient.run(transaction, () => this.guarded(work)));
            if (transaction.failed) throw new TransactionAbortedError(transaction.failed.cause);
          } finally {
            transaction.end();
          }
        },
        committed: () => {
          this.counters.transactions++;
          resolve(result);
          inCallersContext(() => this.runEffects(transaction.effects));
        },
        failed: (error) => {
          this.counters.rollbacks++;
          reject(this.explain(error) as Error);
        },
      });
    });
  }

  protected override readManager(): EntityManager {
    return this.connections.readManager;
  }

  protected override pressure(): Pick<DatabaseStats, 'commits' | 'waiting' | 'connections'> {
    const open = this.opened ? 2 : 0;
    return {
      commits: this.opened?.writer.commits ?? 0,
      waiting: this.opened?.writer.waiting ?? 0,
      connections: { open, idle: open, max: 2 },
    };
  }

  protected override migrationEngine(): MigrationEngine {
    return {
      inspect: (look) => look(this.runnerFor(null)),
      exclusively: (step) => {
        const guard = { enter: () => undefined, fail: () => undefined };
        return this.connections.writer.alone(async () => {
          const result = await step(this.runnerFor(guard));
          this.connections.writeStatements.clear();
          this.connections.readStatements.clear();
          return result;
        }, migrationLockDeadlineMs);
      },
    };
  }

  private get connections(): SqliteConnections {
    if (!this.opened) throw this.supervisor.unavailable();
    return this.opened;
  }

  private runnerFor(guard: { enter(): void; fail(): void } | null): SqliteQueryRunner {
    const { dataSource, driver, readStatements, writeStatements } = this.connections;
    const statements = guard ? writeStatements : readStatements;
    const runner = new SqliteQueryRunner(driver, statements, guard, this.countStatement);
    return new EntityManager(dataSource, runner).queryRunner as SqliteQueryRunner;
  }

  private explain(error: unknown): unknown {
    if (isLost(error)) this.suspect();
    return toCallerError(error);
  }
}
