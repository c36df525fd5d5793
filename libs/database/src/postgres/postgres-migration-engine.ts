import { EntityManager, type QueryRunner } from 'typeorm';
import type { MigrationEngine } from '../migrator.js';
import type { PostgresConnections } from './postgres-connections.js';
import { SessionQueryRunner } from './postgres-query-runner.js';
import { PostgresTransaction } from './postgres-transaction.js';

// Any number that nobody else uses for an advisory lock in this database.
const migrationLock = 5_118_220_451;
// The longest a timer can be: rebuilding a large table, or waiting for another replica that does, takes as long as it takes.
const asLongAsItTakesMs = 2_147_483_647;

/** Lets the migrator at a Postgres schema: one replica at a time, each step in a transaction under an advisory lock. */
export class PostgresMigrationEngine implements MigrationEngine {
  constructor(
    private readonly connections: () => PostgresConnections,
    private readonly onStatement: () => void,
  ) {}

  async inspect<T>(look: (runner: QueryRunner) => Promise<T>): Promise<T> {
    return look(this.connections().dataSource.createQueryRunner());
  }

  async exclusively<T>(step: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const connections = this.connections();
    const transaction = new PostgresTransaction(connections, this.onStatement, asLongAsItTakesMs);
    const runner = new SessionQueryRunner(connections.driver, transaction, this.onStatement);
    runner.manager = new EntityManager(connections.dataSource, runner);
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
}
