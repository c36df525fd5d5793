import { createHash, randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import pg from 'pg';
import {
  createDatabase,
  type DatabaseConfig,
  databaseConfig,
  type DatabaseEngine,
  type EngineDatabase,
  type EntityClass,
  type Migration,
  registeredEntities,
} from '#lib/database';
import { migrations as allMigrations } from '../../migrations/index.js';
import { isFirst, postgresServerUrl, runDir } from './postgres.js';
import { waitUntil } from './wait-until.js';

/**
 * Engines the specs run on. `KVARTAL_TEST_ENGINES=sqlite` narrows them for a quick look. Without a Postgres its specs are not registered
 * and one line says so; with `KVARTAL_REQUIRE_SERVERS=1` that is a failure.
 */
export const testEngines: readonly DatabaseEngine[] = await availableEngines();

/** A `describe` per engine: the same specs on SQLite and on Postgres. */
export function describeEachEngine(name: string, specs: (engine: DatabaseEngine) => void): void {
  for (const engine of testEngines) {
    describe(`${name} (${engine})`, () => {
      specs(engine);
    });
  }
}

export interface TestDatabaseOptions {
  /** Default: all that were registered by the modules imported so far. */
  entities?: readonly EntityClass[];
  /** Default: all. Empty for a bare database. */
  migrations?: readonly Migration[];
  /** Overrides of what the environment would give, for deadlines and sizes. */
  config?: Partial<DatabaseConfig>;
}

/** A database made for one spec. */
export interface TestDatabase {
  db: EngineDatabase;
  /** Variables with which the whole app, or another process, uses the same database. */
  env: Record<string, string>;
  /** Closes it and removes every trace. */
  close(): Promise<void>;
}

/** A place for a database: made, migrated, not opened. */
export interface TestDatabaseEnvironment {
  env: Record<string, string>;
  remove(): Promise<void>;
}

/** A fresh, migrated and connected database, without Nest. */
export async function openTestDatabase(
  engine: DatabaseEngine,
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const place = await createTestDatabase(engine, options.migrations);
  const db = await openDatabase(place.env, options);
  try {
    await untilReady(db);
  } catch (error) {
    await db.onApplicationShutdown();
    await place.remove();
    throw error;
  }
  return {
    db,
    env: place.env,
    close: async () => {
      await db.onApplicationShutdown();
      await place.remove();
    },
  };
}

/** Opens what `env` names, as another replica would. Not yet connected when this returns; the caller closes it. */
export async function openDatabase(
  env: Record<string, string>,
  options: TestDatabaseOptions = {},
): Promise<EngineDatabase> {
  const parsed = databaseConfig.derive(databaseConfig.schema.parse(env), { isProduction: false });
  const db = await createDatabase({
    config: { ...parsed, ...options.config },
    file: parsed.file ?? '',
    entities: options.entities ?? registeredEntities(),
    migrations: options.migrations ?? allMigrations,
  });
  db.start();
  return db;
}

/** A fresh database with `migrations` applied (copied from one that was migrated once in this run), for whoever opens it. */
export async function createTestDatabase(
  engine: DatabaseEngine,
  migrations: readonly Migration[] = allMigrations,
): Promise<TestDatabaseEnvironment> {
  const dataDir = mkdtempSync(join(runDir(), 'data-'));
  const template = migrations.length > 0 ? await ensureTemplate(engine, migrations) : null;
  if (engine === 'sqlite') {
    const file = join(dataDir, 'kvartal.sqlite');
    if (template) copyFileSync(template, file);
    return {
      env: { DATABASE_URL: `sqlite:${file}`, DATA_DIR: dataDir },
      remove: async () => rmSync(dataDir, { recursive: true, force: true }),
    };
  }
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdministrator((client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template ?? 'template0'} STRATEGY FILE_COPY`),
  );
  return {
    env: { DATABASE_URL: `${await postgresServerUrl()}${name}`, DATA_DIR: dataDir },
    remove: async () => {
      rmSync(dataDir, { recursive: true, force: true });
      await asAdministrator((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

async function ensureTemplate(engine: DatabaseEngine, migrations: readonly Migration[]): Promise<string> {
  const content = migrations.map((migration) => `${migration.name}\n${migration.up.toString()}`).join('\n');
  const name = `template_${createHash('sha1').update(content).digest('hex')}`;
  const file = join(runDir(), `${name}.sqlite`);
  const doneFile = join(runDir(), `${name}.${engine}.done`);
  if (isFirst(`${name}.${engine}.lock`)) {
    const outcome = await makeTemplate(engine, name, file, migrations).then(
      () => '',
      (error: unknown) => String(error),
    );
    writeFileSync(`${doneFile}.new`, outcome);
    renameSync(`${doneFile}.new`, doneFile);
  }
  await waitUntil('the migrated template is made', () => existsSync(doneFile), 60_000);
  const failure = readFileSync(doneFile, 'utf8');
  if (failure) throw new Error(failure);
  return engine === 'sqlite' ? file : name;
}

async function makeTemplate(
  engine: DatabaseEngine,
  name: string,
  file: string,
  migrations: readonly Migration[],
): Promise<void> {
  if (engine === 'postgres') await asAdministrator((client) => client.query(`CREATE DATABASE ${name}`));
  const url = engine === 'postgres' ? `${await postgresServerUrl()}${name}` : `sqlite:${file}`;
  const db = await openDatabase({ DATABASE_URL: url }, { migrations, entities: [] });
  try {
    await untilReady(db);
  } finally {
    await db.onApplicationShutdown();
  }
}

/** Like `whenReady`, but a migration that fails ends the waiting. */
async function untilReady(db: EngineDatabase): Promise<void> {
  await waitUntil('the database is ready', async () => {
    const { state, reason } = await db.health();
    if (reason?.startsWith('migration ')) throw new Error(reason);
    return state === 'up';
  });
}

async function asAdministrator(act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: `${await postgresServerUrl()}postgres` });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}

async function availableEngines(): Promise<DatabaseEngine[]> {
  const wanted = (process.env.KVARTAL_TEST_ENGINES ?? 'sqlite,postgres').split(',');
  const engines: DatabaseEngine[] = wanted.includes('sqlite') ? ['sqlite'] : [];
  if (!wanted.includes('postgres')) return engines;
  try {
    await postgresServerUrl();
    return [...engines, 'postgres'];
  } catch (error) {
    if (process.env.KVARTAL_REQUIRE_SERVERS === '1') throw error;
    process.stderr.write(
      `No Postgres for the tests (${(error as Error).message}): what needs it is not run\n`,
    );
    return engines;
  }
}
