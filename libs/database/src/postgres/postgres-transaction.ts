import type { QueryConfig, QueryResult as PgResult, PoolClient } from 'pg';
import { EntityManager } from 'typeorm';
import { ServiceUnavailableError } from '#lib/errors';
import type { SqlValue } from '../database.port.js';
import { Transaction } from '../transaction.js';
import { isConnectionLost, isStalePlan } from './postgres-errors.js';
import type { PostgresConnections } from './postgres-connections.js';
import { SessionQueryRunner } from './postgres-query-runner.js';
import type { PostgresSession } from './postgres-session.js';

/** A unit of work on one connection, taken from the pool with the first statement. */
export class PostgresTransaction extends Transaction implements PostgresSession {
  readonly isTransaction = true;
  private client: PoolClient | null = null;
  private lastStatement: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connections: PostgresConnections,
    private readonly onOrmStatement: () => void,
    /** How long to wait for a statement, where that is not the pool's usual time. */
    private readonly statementDeadlineMs?: number,
  ) {
    super();
  }

  override async query<Row extends object>(sql: string, params: readonly SqlValue[]): Promise<Row[]> {
    return (await this.send(this.connections.statements.named(sql, params))).rows as Row[];
  }

  override async execute(sql: string, params: readonly SqlValue[]): Promise<number> {
    return (await this.send(this.connections.statements.named(sql, params))).rowCount ?? 0;
  }

  /** Statements run in the order they were asked for, also those nobody waited for in between. */
  send(config: QueryConfig): Promise<PgResult> {
    const mine = this.lastStatement.then(() => this.sendNext(config));
    this.lastStatement = mine.catch(() => undefined);
    return mine;
  }

  /** @throws what the server says, or ServiceUnavailableError when the connection is lost and nobody can know the outcome */
  async commit(): Promise<void> {
    await this.lastStatement;
    this.end();
    const client = this.client;
    if (!client) return;
    try {
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT')
        throw new Error('Postgres rolled back the transaction that was to be committed');
      client.release();
    } catch (error) {
      client.release(true);
      throw isConnectionLost(error)
        ? new ServiceUnavailableError({ retryAfterMs: 1000, cause: error })
        : error;
    }
  }

  /** Never throws: a connection that cannot roll back is dropped, which rolls back too. */
  async rollback(cause: unknown): Promise<void> {
    this.end();
    const client = this.client;
    if (!client) return;
    const isIdle = await isSettled(this.lastStatement);
    if (!isIdle || isConnectionLost(cause) || isStalePlan(cause)) {
      client.release(true);
      return;
    }
    try {
      await client.query('ROLLBACK');
      client.release();
    } catch {
      client.release(true);
    }
  }

  protected override createManager(): EntityManager {
    const { dataSource, driver } = this.connections;
    return new EntityManager(dataSource, new SessionQueryRunner(driver, this, this.onOrmStatement));
  }

  private async sendNext(config: QueryConfig): Promise<PgResult> {
    this.enter();
    try {
      if (!this.client) await this.begin();
      const deadline = this.statementDeadlineMs;
      return await this.client!.query(
        deadline === undefined ? config : ({ ...config, query_timeout: deadline } as QueryConfig),
      );
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  private async begin(): Promise<void> {
    const client = await this.connections.pool.connect();
    // The deadline may have passed while this waited for a connection; nobody else would give it back.
    if (!this.isOpen) {
      client.release();
      this.enter();
    }
    this.client = client;
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  }
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}
