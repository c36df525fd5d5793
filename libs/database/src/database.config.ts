import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigProblem, type ConfigValue, defineConfig } from '#lib/config';

const milliseconds = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** What Postgres is reached by: either a URL as libpq reads it, or the parts. */
export interface PostgresAddress {
  url?: string;
  host?: string;
  port?: number;
  user?: string;
  password?: string;
  database?: string;
  /** undefined leaves it to the URL (`sslmode`). */
  ssl?: boolean | { rejectUnauthorized: boolean } | undefined;
}

/** Variables of the database. Nothing set means SQLite in `DATA_DIR`. */
export const databaseConfig = defineConfig({
  name: 'database',
  schema: z.object({
    DATABASE_TYPE: z
      .enum(['sqlite', 'postgres'])
      .optional()
      .describe('engine; follows from DATABASE_URL or DATABASE_HOST where those are set, else sqlite'),
    DATABASE_URL: z
      .string()
      .optional()
      .describe(
        'postgres://user:password@host:5432/name, or sqlite:path/to/file (default: DATA_DIR/kvartal.sqlite)',
      ),
    DATABASE_HOST: z.string().optional().describe('Postgres server, instead of DATABASE_URL'),
    DATABASE_PORT: z.coerce
      .number()
      .int()
      .min(1)
      .max(65_535)
      .default(5432)
      .describe('port of the Postgres server'),
    DATABASE_USER: z.string().default('kvartal').describe('Postgres user'),
    DATABASE_PASSWORD: z.string().optional().describe('password of the Postgres user'),
    DATABASE_NAME: z.string().default('kvartal').describe('name of the Postgres database'),
    DATABASE_SSL: z
      .enum(['off', 'on', 'no-verify'])
      .optional()
      .describe(
        'TLS to Postgres; no-verify takes any certificate; unset: off, or what sslmode in DATABASE_URL says',
      ),
    DATABASE_POOL_SIZE: z.coerce
      .number()
      .int()
      .min(1)
      .max(500)
      .default(10)
      .describe('Postgres connections per process'),
    DATABASE_CONNECT_TIMEOUT_MS: milliseconds(100, 60_000)
      .default(3000)
      .describe(
        'how long a request waits for a Postgres connection, or for the SQLite write lock, before 503',
      ),
    DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(100, 3_600_000)
      .default(15_000)
      .describe('Postgres ends a statement that runs longer'),
    DATABASE_TRANSACTION_TIMEOUT_MS: milliseconds(100, 3_600_000)
      .default(10_000)
      .describe('a transaction that stays open longer is rolled back'),
    DATABASE_MIGRATE_ON_START: z
      .stringbool()
      .default(true)
      .describe('off: wait, not ready, until `kvartal migrate` was run'),
  }),
  secrets: ['DATABASE_URL', 'DATABASE_PASSWORD'],
  derive: (values) => {
    const engine = engineOf(values);
    return {
      engine,
      /** Absolute path of the SQLite file; null means `kvartal.sqlite` in the data folder. */
      file: engine === 'sqlite' ? sqliteFileOf(values.DATABASE_URL) : null,
      postgres: postgresOf(values),
      poolSize: values.DATABASE_POOL_SIZE,
      connectTimeoutMs: values.DATABASE_CONNECT_TIMEOUT_MS,
      statementTimeoutMs: values.DATABASE_STATEMENT_TIMEOUT_MS,
      transactionTimeoutMs: values.DATABASE_TRANSACTION_TIMEOUT_MS,
      migrateOnStart: values.DATABASE_MIGRATE_ON_START,
    };
  },
});
export type DatabaseConfig = ConfigValue<typeof databaseConfig>;

interface Variables {
  DATABASE_TYPE?: 'sqlite' | 'postgres' | undefined;
  DATABASE_URL?: string | undefined;
  DATABASE_HOST?: string | undefined;
  DATABASE_PORT: number;
  DATABASE_USER: string;
  DATABASE_PASSWORD?: string | undefined;
  DATABASE_NAME: string;
  DATABASE_SSL?: 'off' | 'on' | 'no-verify' | undefined;
}

function engineOf(values: Variables): 'sqlite' | 'postgres' {
  const implied = engineOfUrl(values.DATABASE_URL) ?? (values.DATABASE_HOST ? 'postgres' : undefined);
  if (values.DATABASE_TYPE && implied && values.DATABASE_TYPE !== implied) {
    throw new ConfigProblem(
      'DATABASE_TYPE',
      `is ${values.DATABASE_TYPE}, but the address given is one of ${implied}`,
    );
  }
  const engine = values.DATABASE_TYPE ?? implied ?? 'sqlite';
  if (engine === 'postgres' && !values.DATABASE_URL && !values.DATABASE_HOST) {
    throw new ConfigProblem('DATABASE_URL', 'or DATABASE_HOST must be given for postgres');
  }
  return engine;
}

function engineOfUrl(url: string | undefined): 'sqlite' | 'postgres' | undefined {
  if (url === undefined) return undefined;
  if (/^postgres(ql)?:\/\//i.test(url)) return 'postgres';
  if (/^sqlite:/i.test(url)) return 'sqlite';
  throw new ConfigProblem('DATABASE_URL', 'must begin with postgres:// or sqlite:');
}

function sqliteFileOf(url: string | undefined): string | null {
  if (url === undefined) return null;
  const path = url.replace(/^sqlite:(\/\/)?/i, '');
  if (path === '' || path.startsWith(':memory:')) {
    throw new ConfigProblem(
      'DATABASE_URL',
      'must name a file: readers and the writer are separate connections',
    );
  }
  return resolve(path);
}

function postgresOf(values: Variables): PostgresAddress {
  const ssl =
    values.DATABASE_SSL === undefined
      ? undefined
      : values.DATABASE_SSL === 'no-verify'
        ? { rejectUnauthorized: false }
        : values.DATABASE_SSL === 'on';
  if (values.DATABASE_URL !== undefined) return { url: values.DATABASE_URL, ssl };
  return {
    host: values.DATABASE_HOST,
    port: values.DATABASE_PORT,
    user: values.DATABASE_USER,
    password: values.DATABASE_PASSWORD,
    database: values.DATABASE_NAME,
    ssl: ssl ?? false,
  };
}
