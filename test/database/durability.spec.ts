import { expect, it } from '@jest/globals';
import { createTestDatabase, describeEachEngine, openDatabase } from '../support/databases.js';
import { startSource } from '../support/run-source.js';
import { waitUntil } from '../support/wait-until.js';
import { accountsMigration } from './accounts.fixture.js';

describeEachEngine('Durability', (engine) => {
  it('keeps all that was acknowledged, and no half of a transaction, when the process is killed', async () => {
    const place = await createTestDatabase(engine, [accountsMigration]);
    const child = startSource('test/database/writer-process.ts', place.env);
    let printed = '';
    let errors = '';
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const ended = new Promise((resolve) => child.once('close', resolve));
    await waitUntil('it has written something', () => {
      if (child.exitCode !== null) throw new Error(errors);
      return printed.length > 37 * 300;
    });
    child.kill('SIGKILL');
    await ended;
    const acknowledged = printed.split('\n').filter((line) => line.length === 36);

    const db = await openDatabase(place.env, { migrations: [accountsMigration], entities: [] });
    await db.whenReady();
    const rows = await db.query<{ id: string; name: string; balance: number }>(
      'SELECT id, name, balance FROM accounts',
    );
    const kept = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    const halves = rows.filter(({ name }) => name.startsWith('half of '));
    expect(halves.length).toBeGreaterThan(0);
    expect(halves.filter(({ name, balance }) => balance !== 0 || !kept.has(name.slice(8)))).toEqual([]);
    await db.onApplicationShutdown();
    await place.remove();
  });
});
