import type { EngineDatabase, EngineOptions } from './engine-database.js';

/** Builds the database of the chosen engine. The other engine's driver is not even loaded (A3). Call `start()` to connect. */
export async function createDatabase(options: EngineOptions): Promise<EngineDatabase> {
  switch (options.config.engine) {
    case 'sqlite': {
      const { SqliteDatabase } = await import('./sqlite/sqlite-database.adapter.js');
      return new SqliteDatabase(options);
    }
    case 'postgres': {
      const { PostgresDatabase } = await import('./postgres/postgres-database.adapter.js');
      return new PostgresDatabase(options);
    }
  }
}
