import { EntityManager } from 'typeorm';
import type { SqlValue } from '../database.port.js';
import { Transaction } from '../transaction.js';
import { SqliteQueryRunner } from './sqlite-query-runner.js';
import type { SqliteConnections } from './sqlite-connections.js';

/** A unit of work on the writer. Statements run synchronously, so none is ever under way when the transaction ends. */
export class SqliteTransaction extends Transaction {
  constructor(
    private readonly connections: SqliteConnections,
    private readonly onOrmStatement: () => void,
  ) {
    super();
  }

  override async query<Row extends object>(sql: string, params: readonly SqlValue[]): Promise<Row[]> {
    this.enter();
    try {
      return this.connections.writeStatements.all<Row>(sql, params);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  override async execute(sql: string, params: readonly SqlValue[]): Promise<number> {
    this.enter();
    try {
      return this.connections.writeStatements.run(sql, params);
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  protected override createManager(): EntityManager {
    const { dataSource, driver, writeStatements } = this.connections;
    return new EntityManager(
      dataSource,
      new SqliteQueryRunner(driver, writeStatements, this, this.onOrmStatement),
    );
  }
}
