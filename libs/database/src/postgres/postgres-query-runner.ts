import { QueryFailedError, QueryResult } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { DatabaseUsageError, ReadOnlyCallError } from '../database.errors.js';
import type { PostgresSession } from './postgres-session.js';

/** TypeORM's way to our sessions, so that what the ORM does lands in the ambient transaction, or reads from the pool. */
export class SessionQueryRunner extends PostgresQueryRunner {
  constructor(
    driver: PostgresDriver,
    private readonly session: PostgresSession,
    private readonly onStatement: () => void,
  ) {
    super(driver, 'master');
    this.isTransactionActive = session.isTransaction;
  }

  override async query(
    sql: string,
    parameters: unknown[] = [],
    useStructuredResult = false,
  ): Promise<QueryResult> {
    this.onStatement();
    try {
      const answer = await this.session.send({ text: sql, values: parameters });
      const result = new QueryResult();
      result.records = answer.rows;
      result.affected = answer.rowCount ?? undefined;
      const isTouching = answer.command === 'DELETE' || answer.command === 'UPDATE';
      result.raw = isTouching ? [answer.rows, answer.rowCount] : answer.rows;
      return (useStructuredResult ? result : result.raw) as QueryResult;
    } catch (error) {
      throw error instanceof DatabaseUsageError
        ? error
        : new QueryFailedError(sql, parameters, error as Error);
    }
  }

  /** `manager.transaction()` and `save()` join the ambient transaction; there is nothing to begin. */
  override startTransaction(): Promise<void> {
    return this.session.isTransaction ? Promise.resolve() : Promise.reject(new ReadOnlyCallError('BEGIN'));
  }

  override commitTransaction(): Promise<void> {
    return Promise.resolve();
  }

  override rollbackTransaction(): Promise<void> {
    this.session.fail(new Error('The ORM rolled back its part of the transaction'));
    return Promise.resolve();
  }

  /** The connection belongs to the session. */
  override connect(): Promise<never> {
    return Promise.reject(new Error('Use query(): the connection belongs to the transaction'));
  }

  override release(): Promise<void> {
    return Promise.resolve();
  }
}
