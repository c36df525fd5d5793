import { join } from 'node:path';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { type AppConfig, appConfig } from '#lib/config';
import { createDatabase } from './create-database.js';
import { type DatabaseConfig, databaseConfig } from './database.config.js';
import { Database } from './database.port.js';
import { Dialect } from './dialect.port.js';
import { type EntityClass, registeredEntities, registerEntities } from './entity-registry.js';
import { LeaseEntity } from './lease.entity.js';
import { Leases } from './leases.service.js';
import { MigrationEntity } from './migration.entity.js';
import type { Migration } from './migration.js';
import { Migrations } from './migrations.service.js';

registerEntities([LeaseEntity, MigrationEntity]);

/** The database of the whole app: `forRoot` once in the app module, `forFeature` in every lib that has entities. */
@Module({})
export class DatabaseModule {
  /** Provides `Database`, `Dialect`, `Leases` and `Migrations` to everybody, and connects in the background. Needs `ClockModule`. */
  static forRoot(options: { migrations: readonly Migration[] }): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: Database,
          inject: [databaseConfig.token, appConfig.token],
          useFactory: (config: DatabaseConfig, app: AppConfig) => open(config, app, options.migrations),
        },
        { provide: Dialect, inject: [Database], useFactory: (database: Database) => database.dialect },
        Leases,
        Migrations,
      ],
      exports: [Database, Dialect, Leases, Migrations],
    };
  }

  /** Makes a lib's entities known to the ORM and to the check of migrations against entities. */
  static forFeature(entities: readonly EntityClass[]): DynamicModule {
    registerEntities(entities);
    return { module: DatabaseModule };
  }
}

async function open(
  config: DatabaseConfig,
  app: AppConfig,
  migrations: readonly Migration[],
): Promise<Database> {
  const file = config.file ?? join(app.dataDir, 'kvartal.sqlite');
  const database = await createDatabase({ config, file, entities: registeredEntities(), migrations });
  const where = config.engine === 'sqlite' ? ` (${file})` : ` (pool of ${config.poolSize})`;
  new Logger('Database').log(`Engine: ${config.engine}${where}`);
  database.start();
  return database;
}
