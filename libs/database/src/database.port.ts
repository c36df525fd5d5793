import type { EntityManager } from 'typeorm';
import type { Dialect } from './dialect.port.js';

/** The two engines. Everything that holds on one holds on the other; what differs is behind `Dialect`. */
export type DatabaseEngine = 'sqlite' | 'postgres';

/** A value bound to `$n`. Booleans and Dates are converted per engine; undefined is refused. */
export type SqlValue = string | number | bigint | boolean | null | Uint8Array;

/** What a health probe sees. `state` is `down` until the first connect and whenever the engine does not answer. */
export interface DatabaseHealth {
  engine: DatabaseEngine;
  state: 'up' | 'down' | 'migrating';
  latencyMs: number | null;
  /** Why it is not up, for operators; null when up. */
  reason: string | null;
}

/** Counters since the start and the pressure of this moment, for metrics and for tests that count. */
export interface DatabaseStats {
  /** Statements sent; BEGIN, COMMIT and savepoints do not count. */
  statements: number;
  /** Commits made durable. Less than `transactions` on SQLite where several shared one. */
  commits: number;
  /** Units of work that ended well: transactions, and single `execute` calls outside one. */
  transactions: number;
  rollbacks: number;
  /** Callers waiting for a connection (Postgres) or for the writer (SQLite). */
  waiting: number;
  /** Connections open, and those of them at rest. */
  connections: { open: number; idle: number; max: number };
}

/**
 * The one door to the data (A1, A2): feature code injects this token and never a driver.
 *
 * Statements are written once for both engines, with `$1..$n` parameters; they are prepared and kept (SQLite) or named (Postgres).
 * Inside `transaction` everything, the ORM's `manager` too, runs in that transaction, wherever it is called from: the transaction is
 * ambient (AsyncLocalStorage). Outside, `query` and `manager` read committed data and must not write; `execute` and `executeReturning` are transactions by themselves.
 * While the engine is away every call fails with 503 `service.unavailable` within seconds; nothing hangs.
 */
export abstract class Database {
  abstract readonly engine: DatabaseEngine;
  abstract readonly dialect: Dialect;

  /**
   * Runs `work` in a transaction and resolves when it is durable; joins the ambient one if there is one. A throw rolls back all of it
   * and is rethrown. On SQLite transactions that wait at the same moment share one commit (group commit), each in its own savepoint.
   * Never call providers, storage or timers inside. Serialization failures on Postgres repeat `work`.
   */
  abstract transaction<T>(work: () => Promise<T>): Promise<T>;

  /** Runs `effect` once the ambient transaction is durable, at once without one; dropped on rollback. Failures are logged, never thrown. */
  abstract afterCommit(effect: () => void | Promise<void>): void;

  abstract readonly isInTransaction: boolean;

  /** Rows of a SELECT, or of a writing statement with RETURNING when inside a transaction. 64-bit integers come as numbers. */
  abstract query<Row extends object>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;

  /** The first row, or null. */
  abstract queryOne<Row extends object>(sql: string, params?: readonly SqlValue[]): Promise<Row | null>;

  /** Runs a writing statement; the number of rows it touched. */
  abstract execute(sql: string, params?: readonly SqlValue[]): Promise<number>;

  /** Runs a writing statement with RETURNING; the rows it returns. Outside a transaction it is one by itself, for one round trip. */
  abstract executeReturning<Row extends object>(sql: string, params?: readonly SqlValue[]): Promise<Row[]>;

  /** TypeORM's manager, bound to the ambient transaction. For what need not be fast. */
  abstract readonly manager: EntityManager;

  /** Asks the engine for a sign of life. Never throws; answers within 2 s. */
  abstract health(): Promise<DatabaseHealth>;

  /** Statements sent since the start, for tests that count them (a list of 50 costs a constant number). */
  abstract readonly statementCount: number;

  abstract stats(): DatabaseStats;

  /** Resolves when connected and migrated; for jobs that start by themselves. */
  abstract whenReady(): Promise<void>;
}
