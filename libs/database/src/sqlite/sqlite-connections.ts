import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database as SqliteHandle } from 'better-sqlite3';
import { DataSource, EntityManager } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import type { EngineOptions } from '../engine-database.js';
import { SqliteDialect } from './sqlite-dialect.adapter.js';
import { SqliteQueryRunner } from './sqlite-query-runner.js';
import { SqliteStatements } from './sqlite-statements.js';
import { SqliteWriter } from './sqlite-writer.js';

// How long a statement blocks this process for another one's lock. The writer waits without blocking instead.
const readerBusyTimeoutMs = 1000;
const writerBusyTimeoutMs = 20;

/** The two connections of a SQLite database: one that writes, behind its queue, and one that can only read. */
export class SqliteConnections {
  private constructor(
    readonly dataSource: DataSource,
    readonly writer: SqliteWriter,
    readonly readStatements: SqliteStatements,
    readonly writeStatements: SqliteStatements,
    /** Reads committed data and refuses to write. */
    readonly readManager: EntityManager,
  ) {}

  get driver(): BetterSqlite3Driver {
    return this.dataSource.driver as BetterSqlite3Driver;
  }

  static async open(options: EngineOptions, onOrmStatement: () => void): Promise<SqliteConnections> {
    const { file, entities, config } = options;
    createPrivateFile(file);
    const writeHandle = new Sqlite(file, { timeout: writerBusyTimeoutMs });
    try {
      writeHandle.pragma('journal_mode = WAL');
      prepareConnection(writeHandle);
      const dataSource = new DataSource({
        type: 'better-sqlite3',
        driver: Sqlite,
        database: file,
        readonly: true,
        timeout: readerBusyTimeoutMs,
        prepareDatabase: prepareConnection,
        entities: [...entities] as never[],
      });
      await dataSource.initialize();
      const driver = dataSource.driver as BetterSqlite3Driver;
      const readStatements = new SqliteStatements(driver.databaseConnection as SqliteHandle);
      const createReader = () => new SqliteQueryRunner(driver, readStatements, null, onOrmStatement);
      driver.createQueryRunner = createReader;
      return new SqliteConnections(
        dataSource,
        new SqliteWriter(writeHandle, config.connectTimeoutMs),
        readStatements,
        new SqliteStatements(writeHandle),
        dataSource.manager,
      );
    } catch (error) {
      writeHandle.close();
      throw error;
    }
  }

  /** Throws when the file cannot be read. */
  ping(): void {
    this.readStatements.all('PRAGMA schema_version', []);
  }

  async close(): Promise<void> {
    await this.writer.drained();
    await this.dataSource.destroy();
    // Last, so that it is this one that folds the log into the file.
    this.writeStatements.handle.close();
  }
}

function prepareConnection(handle: SqliteHandle): void {
  // In WAL mode better-sqlite3 would run NORMAL, which loses acknowledged commits when the power goes.
  handle.pragma('synchronous = FULL');
  handle.pragma('foreign_keys = ON');
  handle.pragma('cache_size = -16000');
  handle.pragma('temp_store = MEMORY');
  SqliteDialect.prepare(handle);
}

function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
