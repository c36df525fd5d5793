import pg from 'pg';
import { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { DatabaseConfig } from '../database.config.js';
import { ReadOnlyCallError } from '../database.errors.js';
import type { EngineOptions } from '../engine-database.js';
import { isConnectionLost, isStalePlan } from './postgres-errors.js';
import { SessionQueryRunner } from './postgres-query-runner.js';
import { PostgresStatements } from './postgres-statements.js';

const pingTimeoutMs = 1500;
const int8 = 20;
const numeric = 1700;
const json = 114;
const jsonb = 3802;

/** TypeORM's data source over a pool of pg, and single statements on it. */
export class PostgresConnections {
  readonly statements = new PostgresStatements();
  private readonly clientOptions: pg.PoolConfig;

  private constructor(
    readonly dataSource: DataSource,
    config: DatabaseConfig,
  ) {
    this.clientOptions = clientOptionsOf(config);
  }

  get driver(): PostgresDriver {
    return this.dataSource.driver as PostgresDriver;
  }

  get pool(): pg.Pool {
    return this.driver.master as pg.Pool;
  }

  static create(options: EngineOptions, onPoolError: (error: Error) => void): PostgresConnections {
    const { config, entities } = options;
    const dataSource = new DataSource({
      type: 'postgres',
      driver: pg,
      entities: [...entities] as never[],
      installExtensions: false,
      poolErrorHandler: onPoolError,
      extra: clientOptionsOf(config),
    });
    return new PostgresConnections(dataSource, config);
  }

  /** Opens the pool the first time; proves that the server answers after that. */
  async connect(onOrmStatement: () => void): Promise<void> {
    if (this.dataSource.isInitialized) return this.ping();
    await this.ping();
    await this.dataSource.initialize();
    this.driver.createQueryRunner = () => this.createReader(onOrmStatement);
  }

  /** On a connection of its own, so that a busy pool does not look like a dead server. */
  async ping(): Promise<void> {
    const client = new pg.Client({ ...this.clientOptions, connectionTimeoutMillis: pingTimeoutMs });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** One statement outside any transaction. The connection is dropped only when it is to blame. */
  async send(config: pg.QueryConfig): Promise<pg.QueryResult> {
    const client = await this.pool.connect();
    try {
      const result = await client.query(config);
      client.release();
      return result;
    } catch (error) {
      client.release(isConnectionLost(error) || isStalePlan(error));
      throw error;
    }
  }

  /** @throws ReadOnlyCallError for a statement that writes */
  read(config: pg.QueryConfig): Promise<pg.QueryResult> {
    if (!this.statements.isReadOnly(config.text)) return Promise.reject(new ReadOnlyCallError(config.text));
    return this.send(config);
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private createReader(onOrmStatement: () => void): SessionQueryRunner {
    const session = {
      send: (config: pg.QueryConfig) => this.read(config),
      fail: () => undefined,
      isTransaction: false,
    };
    const runner = new SessionQueryRunner(this.driver, session, onOrmStatement);
    return new EntityManager(this.dataSource, runner).queryRunner as SessionQueryRunner;
  }
}

function clientOptionsOf(config: DatabaseConfig): pg.PoolConfig {
  const { url, ssl, ...parts } = config.postgres;
  return {
    ...(url === undefined ? parts : { connectionString: url }),
    ...(ssl === undefined ? {} : { ssl }),
    application_name: 'kvartal',
    max: config.poolSize,
    connectionTimeoutMillis: config.connectTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A client that breaks while somebody holds it says so by an event, which would end the process if nobody listened.
    onConnect: (client) => void client.on('error', () => undefined),
    statement_timeout: config.statementTimeoutMs,
    query_timeout: config.statementTimeoutMs + 2000,
    idle_in_transaction_session_timeout: config.transactionTimeoutMs + 5000,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  };
}

/** Numbers as numbers and JSON as text, like SQLite gives them; for these connections only. */
function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === int8 || oid === numeric) return Number;
  if (oid === json || oid === jsonb) return String;
  return pg.types.getTypeParser(oid, format as 'text');
}
