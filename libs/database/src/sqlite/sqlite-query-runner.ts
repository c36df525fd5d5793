import { QueryFailedError, QueryResult } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import { DatabaseUsageError, ReadOnlyCallError } from '../database.errors.js';
import type { SqliteStatements } from './sqlite-statements.js';

/** What stands between the ORM and a connection: may it run, and what happens when it fails. */
export interface RunnerGuard {
  enter(): void;
  fail(cause: unknown): void;
}

/**
 * TypeORM's way to one of our connections: to the writer inside a transaction (`guard` is that transaction), else to the reader (`guard` is
 * null). TypeORM's own driver has a single runner for everybody, whose transactions would nest in each other.
 */
export class SqliteQueryRunner extends BetterSqlite3QueryRunner {
  constructor(
    driver: BetterSqlite3Driver,
    private readonly statements: SqliteStatements,
    private readonly guard: RunnerGuard | null,
    private readonly onStatement: () => void,
  ) {
    super(driver);
    this.isTransactionActive = guard !== null;
  }

  override connect(): Promise<unknown> {
    return Promise.resolve(this.statements.handle);
  }

  override async query(
    sql: string,
    parameters: unknown[] = [],
    useStructuredResult = false,
  ): Promise<QueryResult> {
    this.guard?.enter();
    this.onStatement();
    try {
      if (this.guard === null && !this.statements.isReadOnly(sql)) throw new ReadOnlyCallError(sql);
      return this.answer(sql, parameters, useStructuredResult) as QueryResult;
    } catch (error) {
      this.guard?.fail(error);
      throw error instanceof DatabaseUsageError
        ? error
        : new QueryFailedError(sql, parameters, error as Error);
    }
  }

  /** `manager.transaction()` and `save()` join the ambient transaction; there is nothing to begin. */
  override startTransaction(): Promise<void> {
    return this.guard === null ? Promise.reject(new ReadOnlyCallError('BEGIN')) : Promise.resolve();
  }

  override commitTransaction(): Promise<void> {
    return Promise.resolve();
  }

  override rollbackTransaction(): Promise<void> {
    this.guard?.fail(new Error('The ORM rolled back its part of the transaction'));
    return Promise.resolve();
  }

  /** Foreign keys are switched off and on around a migration by the writer: inside a transaction the pragma does nothing. */
  override beforeMigration(): Promise<void> {
    return Promise.resolve();
  }

  override afterMigration(): Promise<void> {
    return Promise.resolve();
  }

  private answer(sql: string, parameters: unknown[], useStructuredResult: boolean): unknown {
    const outcome = this.statements.runForOrm(sql, parameters);
    const result = new QueryResult();
    if ('rows' in outcome) {
      result.raw = outcome.rows;
      result.records = outcome.rows;
    } else {
      result.raw = outcome.rowid;
      result.affected = outcome.changes;
    }
    return useStructuredResult ? result : result.raw;
  }
}
