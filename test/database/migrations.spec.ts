import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type EngineDatabase, type Migration, Migrations } from '#lib/database';
import { migrations } from '../../migrations/index.js';
import {
  createTestDatabase,
  describeEachEngine,
  openDatabase,
  type TestDatabaseEnvironment,
} from '../support/databases.js';
import { runSource } from '../support/run-source.js';
import { describeSchema } from '../support/schema.js';
import { waitUntil } from '../support/wait-until.js';
import { accountsMigration, createAccount } from './accounts.fixture.js';

describeEachEngine('Migrations [A1 A6]', (engine) => {
  let place: TestDatabaseEnvironment;
  const opened: EngineDatabase[] = [];

  const open = async (steps: readonly Migration[], config = {}) => {
    const db = await openDatabase(place.env, { migrations: steps, entities: [], config });
    opened.push(db);
    return db;
  };

  afterEach(async () => {
    for (const db of opened.splice(0)) await db.onApplicationShutdown();
    await place.remove();
  });

  it('run once when several processes start at the same moment on an empty database', async () => {
    place = await createTestDatabase(engine, []);
    const file = 'test/database/open-database.fixture.ts';
    const outputs = await Promise.all([runSource(file, place.env), runSource(file, place.env)]);
    for (const output of outputs) expect(JSON.parse(output)).toMatchObject({ pending: [] });
    const db = await open([]);
    await db.whenReady();
    const applied = await db.query<{ name: string }>('SELECT name FROM migrations ORDER BY name');
    expect(applied.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
  }, 60_000);

  it('go up, down and up again, leaving nothing behind', async () => {
    place = await createTestDatabase(engine, []);
    const db = await open(migrations);
    await db.whenReady();
    const before = await describeSchema(db);
    const reverted: (string | null)[] = [];
    for (const _ of migrations) reverted.push(await db.migrator.revertLast());
    expect(reverted).toEqual(migrations.map(({ name }) => name).reverse());
    expect(await db.migrator.revertLast()).toBeNull();
    expect(Object.keys(await describeSchema(db))).toEqual(['migrations']);
    expect(await db.migrator.pending()).toEqual(migrations.map(({ name }) => name));
    expect(await db.migrator.migrate()).toEqual(migrations.map(({ name }) => name));
    expect(await describeSchema(db)).toEqual(before);
  }, 60_000);

  it('that fail leave nothing, are named in the reason, and are tried again', async () => {
    const [error, warn] = (['error', 'warn'] as const).map((level) =>
      jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined),
    );
    place = await createTestDatabase(engine, []);
    let isMended = false;
    const broken: Migration = {
      name: '9002-broken',
      up: async (runner) => {
        await runner.query('CREATE TABLE half_done (id text)');
        if (!isMended) await runner.query('SELECT * FROM no_such_table');
      },
      down: (runner) => runner.dropTable('half_done'),
    };
    const db = await open([accountsMigration, broken]);
    await waitUntil('the failure is known', async () =>
      (await db.health()).reason?.includes('9002-broken (up) failed'),
    );
    await expect(createAccount(db, 1)).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(await db.migrator.pending()).toEqual(['9002-broken']);
    isMended = true;
    await db.whenReady();
    expect(Object.keys(await describeSchema(db)).sort()).toEqual([
      'accounts',
      'entries',
      'half_done',
      'migrations',
    ]);
    error?.mockRestore();
    warn?.mockRestore();
  });

  it('wait for somebody to run them when the start must not', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    place = await createTestDatabase(engine, []);
    const waiting = await open([accountsMigration], { migrateOnStart: false });
    await waitUntil('it says what it waits for', async () =>
      (await waiting.health()).reason?.includes('kvartal migrate'),
    );
    const command = new Migrations(await open([accountsMigration], { migrateOnStart: false }));
    expect(await command.pending()).toEqual(['9001-accounts']);
    expect(await command.migrate()).toEqual(['9001-accounts']);
    await waiting.whenReady();
    expect(await createAccount(waiting, 1)).toBeTruthy();
    warn.mockRestore();
  });
});

describe('A list of migrations', () => {
  it('is refused when its names do not ascend', async () => {
    const twice = [accountsMigration, accountsMigration];
    await expect(openDatabase({ DATABASE_URL: 'sqlite:/nowhere' }, { migrations: twice })).rejects.toThrow(
      'ascending',
    );
  });
});
