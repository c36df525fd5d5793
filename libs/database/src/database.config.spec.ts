import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, dumpConfig, type Environment, loadConfig } from '#lib/config';
import { type DatabaseConfig, databaseConfig } from './database.config.js';

const load = (environment: Environment) =>
  loadConfig([databaseConfig], environment).get(databaseConfig) as DatabaseConfig;

describe('The variables of the database', () => {
  it.each<[string, Environment, object]>([
    ['nothing', {}, { engine: 'sqlite', file: null }],
    ['the type alone', { DATABASE_TYPE: 'sqlite' }, { engine: 'sqlite', file: null }],
    ['a path', { DATABASE_URL: 'sqlite:some/file.db' }, { engine: 'sqlite', file: resolve('some/file.db') }],
    ['an absolute path', { DATABASE_URL: 'sqlite:///srv/a.db' }, { engine: 'sqlite', file: '/srv/a.db' }],
    [
      'a URL',
      { DATABASE_URL: 'postgres://u:p@h/d' },
      { engine: 'postgres', file: null, postgres: { url: 'postgres://u:p@h/d', ssl: undefined } },
    ],
    [
      'the other scheme',
      { DATABASE_URL: 'postgresql://h/d', DATABASE_TYPE: 'postgres' },
      { engine: 'postgres' },
    ],
    [
      'parts',
      { DATABASE_HOST: 'db', DATABASE_PASSWORD: 'secret', DATABASE_SSL: 'no-verify', DATABASE_PORT: '6432' },
      {
        engine: 'postgres',
        postgres: {
          host: 'db',
          port: 6432,
          user: 'kvartal',
          password: 'secret',
          database: 'kvartal',
          ssl: { rejectUnauthorized: false },
        },
      },
    ],
    [
      'TLS beside a URL',
      { DATABASE_URL: 'postgres://h/d', DATABASE_SSL: 'on' },
      { postgres: { url: 'postgres://h/d', ssl: true } },
    ],
    [
      'sizes',
      { DATABASE_POOL_SIZE: '3', DATABASE_STATEMENT_TIMEOUT_MS: '900', DATABASE_MIGRATE_ON_START: 'off' },
      {
        poolSize: 3,
        statementTimeoutMs: 900,
        migrateOnStart: false,
        connectTimeoutMs: 3000,
        transactionTimeoutMs: 10_000,
      },
    ],
  ])('%s', (_, environment, expected) => {
    expect(load(environment)).toMatchObject(expected);
  });

  it.each<[string, Environment, string]>([
    ['an engine we do not have', { DATABASE_TYPE: 'mysql' }, 'DATABASE_TYPE'],
    ['postgres without an address', { DATABASE_TYPE: 'postgres' }, 'DATABASE_URL'],
    ['two that contradict', { DATABASE_TYPE: 'sqlite', DATABASE_URL: 'postgres://h/d' }, 'DATABASE_TYPE'],
    ['another scheme', { DATABASE_URL: 'mysql://h/d' }, 'DATABASE_URL'],
    ['memory, which readers would not share', { DATABASE_URL: 'sqlite::memory:' }, 'DATABASE_URL'],
    ['no path', { DATABASE_URL: 'sqlite:' }, 'DATABASE_URL'],
    ['a pool of none', { DATABASE_POOL_SIZE: '0' }, 'DATABASE_POOL_SIZE'],
  ])('refuses %s by the name of the variable', (_, environment, variable) => {
    expect(() => load(environment)).toThrow(ConfigError);
    expect(() => load(environment)).toThrow(variable);
  });

  it('are masked where they are secret', () => {
    const dump = dumpConfig([databaseConfig], { DATABASE_URL: 'postgres://u:p@h/d', DATABASE_PASSWORD: 'p' });
    const values = Object.fromEntries(dump.map(({ variable, value }) => [variable, value]));
    expect([values.DATABASE_URL, values.DATABASE_PASSWORD]).toEqual(['***', '***']);
  });
});
