import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, describe, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ClockModule } from '#lib/clock';
import { appConfig, ConfigModule, type Environment } from '#lib/config';
import {
  Database,
  databaseConfig,
  DatabaseModule,
  Dialect,
  Leases,
  Migrations,
  registeredEntities,
} from '#lib/database';
import { foundation } from '../../migrations/0001-foundation.js';
import { createTestDatabase, describeEachEngine } from '../support/databases.js';
import { runDir } from '../support/postgres.js';
import { AccountEntity } from './accounts.fixture.js';

const start = async (environment: Environment) => {
  @Module({
    imports: [
      ConfigModule.forRoot([appConfig, databaseConfig], environment),
      ClockModule,
      DatabaseModule.forRoot({ migrations: [foundation] }),
    ],
  })
  class App {}
  const module = await Test.createTestingModule({ imports: [App] }).compile();
  await module.init();
  await module.get(Database).whenReady();
  return module;
};

describeEachEngine('DatabaseModule [A2 A3]', (engine) => {
  it('gives the facade and what belongs to it, and closes with the app', async () => {
    const place = await createTestDatabase(engine, []);
    const module = await start(place.env);
    const db = module.get(Database);
    expect(db.engine).toBe(engine);
    expect(module.get(Dialect)).toBe(db.dialect);
    expect(await module.get(Leases).acquire('x', 1000)).not.toBeNull();
    expect(await module.get(Migrations).pending()).toEqual([]);
    expect(await module.get(Migrations).migrate()).toEqual([]);
    expect(await module.get(Migrations).revertLast()).toBe('0001-foundation');
    expect(await module.get(Migrations).migrate()).toEqual(['0001-foundation']);
    const last = db.execute(`INSERT INTO leases (name, owner, expires_at) VALUES ('last', 'x', 1)`);
    await module.close();
    expect(await last).toBe(1);
    await expect(db.query('SELECT 1 AS x')).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(await db.health()).toMatchObject({ state: 'down', reason: 'closed' });
    await place.remove();
  });
});

describe('DatabaseModule on SQLite', () => {
  it('keeps a private file in the data folder, safe against power cuts on every connection', async () => {
    const dataDir = join(mkdtempSync(join(runDir(), 'data-')), 'fresh');
    const module = await start({ DATA_DIR: dataDir });
    const db = module.get(Database);
    const pragmas = async () => [await db.query('PRAGMA synchronous'), await db.query('PRAGMA foreign_keys')];
    const safe = [[{ synchronous: 2 }], [{ foreign_keys: 1 }]];
    expect(await pragmas()).toEqual(safe);
    expect(await db.transaction(pragmas)).toEqual(safe);
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(modeOf(dataDir)).toBe('700');
    const files = readdirSync(dataDir).map((name) => [name, modeOf(join(dataDir, name))]);
    expect(files).toEqual([
      ['kvartal.sqlite', '600'],
      ['kvartal.sqlite-shm', '600'],
      ['kvartal.sqlite-wal', '600'],
    ]);
    await module.close();
    expect(readdirSync(dataDir)).toEqual(['kvartal.sqlite']);
  });

  it('knows entities once, however often they are registered', () => {
    DatabaseModule.forFeature([AccountEntity]);
    DatabaseModule.forFeature([AccountEntity]);
    expect(registeredEntities().filter((entity) => entity === AccountEntity)).toEqual([AccountEntity]);
  });
});
