import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ServiceUnavailableError } from '#lib/errors';
import { ConnectionSupervisor, reasonOf } from './connection-supervisor.js';
import type { DatabaseConfig } from './database.config.js';
import { StaleTransactionError } from './database.errors.js';
import { Database, type DatabaseHealth, type DatabaseStats, type SqlValue } from './database.port.js';
import type { EntityClass } from './entity-registry.js';
import type { Migration } from './migration.js';
import { Migrator } from './migrator.js';
import type { MigrationEngine } from './migrator.js';
import type { CommitEffect, Transaction } from './transaction.js';

const healthDeadlineMs = 1900;
const shutdownDeadlineMs = 10_000;
const noParams: readonly SqlValue[] = [];

/** What a writing statement did: the rows it touched, and those it returned. */
export interface WriteResult {
  touched: number;
  rows: unknown[];
}

/** What both engines are made from. */
export interface EngineOptions {
  config: DatabaseConfig;
  /** Absolute path of the SQLite file; unused by Postgres. */
  file: string;
  entities: readonly EntityClass[];
  migrations: readonly Migration[];
}

/** What the engines share: the ambient transaction, effects after the commit, the connection's life and migrations. */
export abstract class EngineDatabase extends Database implements OnApplicationShutdown {
  readonly migrator: Migrator;
  protected readonly ambient = new AsyncLocalStorage<Transaction>();
  protected readonly logger = new Logger('Database');
  protected readonly supervisor: ConnectionSupervisor;
  protected readonly counters = { statements: 0, commits: 0, transactions: 0, rollbacks: 0 };

  private isChecking = false;

  constructor(protected readonly options: EngineOptions) {
    super();
    this.migrator = new Migrator(this.migrationEngine(), options.migrations, this.logger);
    this.supervisor = new ConnectionSupervisor(
      options.config.engine,
      {
        connect: () => this.connect(),
        migrate: () =>
          options.config.migrateOnStart ? this.migrateAll() : this.migrator.requireNonePending(),
      },
      this.logger,
    );
  }

  /** Begins to connect, in the background. */
  start(): void {
    this.supervisor.start();
  }

  override async transaction<T>(work: () => Promise<T>): Promise<T> {
    const current = this.currentTransaction();
    if (!current) {
      this.supervisor.assertUp();
      return this.runTransaction(work);
    }
    current.enter();
    try {
      return await work();
    } catch (error) {
      // The caller may catch this, but half of the work must never be committed.
      current.fail(error);
      throw error;
    }
  }

  override afterCommit(effect: CommitEffect): void {
    const current = this.currentTransaction();
    if (current) current.effects.push(effect);
    else this.runEffects([effect]);
  }

  override get isInTransaction(): boolean {
    return this.ambient.getStore()?.isOpen ?? false;
  }

  override async query<Row extends object>(
    sql: string,
    params: readonly SqlValue[] = noParams,
  ): Promise<Row[]> {
    this.counters.statements++;
    const current = this.currentTransaction();
    if (current) return current.query<Row>(sql, params);
    this.supervisor.assertUp();
    return this.readCommitted<Row>(sql, params);
  }

  override async queryOne<Row extends object>(
    sql: string,
    params: readonly SqlValue[] = noParams,
  ): Promise<Row | null> {
    this.counters.statements++;
    const current = this.currentTransaction();
    if (current) return (await current.query<Row>(sql, params))[0] ?? null;
    this.supervisor.assertUp();
    return this.readFirst<Row>(sql, params);
  }

  override async execute(sql: string, params: readonly SqlValue[] = noParams): Promise<number> {
    this.counters.statements++;
    const current = this.currentTransaction();
    if (current) return current.execute(sql, params);
    this.supervisor.assertUp();
    return (await this.writeAlone(sql, params)).touched;
  }

  override async executeReturning<Row extends object>(
    sql: string,
    params: readonly SqlValue[] = noParams,
  ): Promise<Row[]> {
    this.counters.statements++;
    const current = this.currentTransaction();
    if (current) return current.query<Row>(sql, params);
    this.supervisor.assertUp();
    return (await this.writeAlone(sql, params)).rows as Row[];
  }

  override get manager(): EntityManager {
    const current = this.currentTransaction();
    if (current) return current.manager;
    this.supervisor.assertUp();
    return this.readManager();
  }

  override get statementCount(): number {
    return this.counters.statements;
  }

  override stats(): DatabaseStats {
    return { ...this.counters, ...this.pressure() };
  }

  override async health(): Promise<DatabaseHealth> {
    const { engine } = this;
    if (this.supervisor.state !== 'up') {
      return { engine, state: this.supervisor.state, latencyMs: null, reason: this.supervisor.reason };
    }
    const start = performance.now();
    try {
      await within(healthDeadlineMs, this.ping());
      return {
        engine,
        state: 'up',
        latencyMs: Math.round((performance.now() - start) * 100) / 100,
        reason: null,
      };
    } catch (error) {
      this.supervisor.lost(error);
      return { engine, state: 'down', latencyMs: null, reason: reasonOf(error) };
    }
  }

  override whenReady(): Promise<void> {
    return this.supervisor.whenReady();
  }

  /** Resolves once the engine answered for the first time: migrations can be run, be they pending or not. */
  whenConnected(): Promise<void> {
    return this.supervisor.whenConnected();
  }

  /** Waits for the work under way, then lets go of the engine. Nest calls it last, after every lib's own `beforeApplicationShutdown`. */
  async onApplicationShutdown(): Promise<void> {
    await within(shutdownDeadlineMs, this.supervisor.stop()).catch((error: unknown) =>
      this.logger.warn(`Closing while still connecting: ${reasonOf(error)}`),
    );
    await this.disconnect();
  }

  protected abstract migrationEngine(): MigrationEngine;
  protected abstract connect(): Promise<void>;
  protected abstract disconnect(): Promise<void>;
  protected abstract ping(): Promise<void>;
  protected abstract runTransaction<T>(work: () => Promise<T>): Promise<T>;
  protected abstract readCommitted<Row extends object>(
    sql: string,
    params: readonly SqlValue[],
  ): Promise<Row[]>;
  protected abstract writeAlone(sql: string, params: readonly SqlValue[]): Promise<WriteResult>;
  protected abstract readManager(): EntityManager;
  protected abstract pressure(): Pick<DatabaseStats, 'waiting' | 'connections'>;

  /** The first row; null without one. */
  protected async readFirst<Row extends object>(
    sql: string,
    params: readonly SqlValue[],
  ): Promise<Row | null> {
    return (await this.readCommitted<Row>(sql, params))[0] ?? null;
  }

  /** The work of a transaction under its deadline: what hangs would hold its connection or, on SQLite, everybody else. */
  protected guarded<T>(work: () => Promise<T>): Promise<T> {
    const { transactionTimeoutMs } = this.options.config;
    return within(transactionTimeoutMs, work(), () => {
      const cause = new Error(
        `A transaction did not end within ${transactionTimeoutMs} ms and was rolled back`,
      );
      this.logger.error(cause.message);
      return new ServiceUnavailableError({ retryAfterMs: 1000, cause });
    });
  }

  /** Starts the effects in their order. None is waited for: whoever wants that writes a job. */
  protected runEffects(effects: readonly CommitEffect[]): void {
    for (const effect of effects) void this.runEffect(effect);
  }

  /** Something failed as if the engine were away: only a sign of life that fails as well makes it so for everybody. */
  protected suspect(): void {
    if (this.supervisor.state !== 'up' || this.isChecking) return;
    this.isChecking = true;
    void within(healthDeadlineMs, this.ping())
      .catch((error: unknown) => this.supervisor.lost(error))
      .finally(() => (this.isChecking = false));
  }

  private async runEffect(effect: CommitEffect): Promise<void> {
    try {
      await effect();
    } catch (error) {
      this.logger.error(`An effect after a commit failed: ${reasonOf(error)}`, (error as Error)?.stack);
    }
  }

  private async migrateAll(): Promise<void> {
    await this.migrator.migrate();
  }

  private currentTransaction(): Transaction | undefined {
    const current = this.ambient.getStore();
    if (current !== undefined && !current.isOpen) throw new StaleTransactionError();
    return current;
  }
}

/** Settles like `promise`, or rejects when it takes longer than `ms`. */
export function within<T>(ms: number, promise: Promise<T>, onTimeout?: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(onTimeout?.() ?? new Error(`no answer within ${ms} ms`)), ms);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error as Error);
      },
    );
  });
}
