import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EngineDatabase, uuidv7 } from '#lib/database';
import {
  describeEachEngine,
  openDatabase,
  openTestDatabase,
  type TestDatabase,
  testEngines,
} from '../support/databases.js';
import { accountEntities, accountsMigration, balanceOf, createAccount } from './accounts.fixture.js';

class Refused extends Error {}

const options = { migrations: [accountsMigration], entities: accountEntities };

/** Moves credits in several statements with turns of the event loop between them, and gives up in the end when told to. */
async function transfer(
  db: EngineDatabase,
  from: string,
  to: string,
  amount: number,
  isRefused: boolean,
): Promise<void> {
  await db.transaction(async () => {
    await db.execute('UPDATE accounts SET balance = balance - $1 WHERE id = $2', [amount, from]);
    await nextTurn();
    await addEntry(db, from, -amount);
    await nextTurn();
    await db.execute('UPDATE accounts SET balance = balance + $1 WHERE id = $2', [amount, to]);
    await addEntry(db, to, amount);
    if (isRefused) throw new Refused();
  });
}

async function addEntry(db: EngineDatabase, account: string, amount: number): Promise<string> {
  const id = uuidv7();
  await db.execute(
    'INSERT INTO entries (id, account_id, amount, created_at, updated_at) VALUES ($1, $2, $3, 1, 1)',
    [id, account, amount],
  );
  return id;
}

describeEachEngine('Isolation [A1]', (engine) => {
  let test: TestDatabase;
  let db: EngineDatabase;

  beforeAll(async () => {
    test = await openTestDatabase(engine, options);
    ({ db } = test);
  });
  afterAll(() => test.close());

  it('keeps 50 concurrent transfers, half of which roll back, and 500 single writes apart', async () => {
    const [from, to, other] = [
      await createAccount(db, 10_000),
      await createAccount(db, 0),
      await createAccount(db, 0),
    ];
    const transfers = Array.from({ length: 50 }, (_, at) => transfer(db, from, to, at + 1, at % 2 === 1));
    const writes = Array.from({ length: 500 }, () => addEntry(db, other, 1));
    const outcomes = await Promise.allSettled(transfers);
    const written = await Promise.all(writes);

    const kept = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [at + 1] : []));
    expect(kept).toEqual(Array.from({ length: 25 }, (_, at) => 2 * at + 1));
    const moved = kept.reduce((sum, amount) => sum + amount, 0);
    expect([await balanceOf(db, from), await balanceOf(db, to)]).toEqual([10_000 - moved, moved]);
    const entries = await db.query<{ amount: number }>(
      'SELECT amount FROM entries WHERE account_id = $1 ORDER BY amount',
      [to],
    );
    expect(entries.map(({ amount }) => amount)).toEqual(kept);
    const others = await db.query<{ id: string }>('SELECT id FROM entries WHERE account_id = $1', [other]);
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set(written));
    expect(others).toHaveLength(500);
  });

  it('never shows a reader what is not committed', async () => {
    const id = await createAccount(db, 1);
    const seen: (number | null)[] = [];
    const [written, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const writing = db.transaction(async () => {
      await db.execute('UPDATE accounts SET balance = 2 WHERE id = $1', [id]);
      written.resolve();
      await mayEnd.promise;
    });
    await written.promise;
    seen.push(await balanceOf(db, id));
    seen.push(
      (await db.manager.query('SELECT balance FROM accounts WHERE id = $1', [id]))[0].balance as number,
    );
    mayEnd.resolve();
    await writing;
    seen.push(await balanceOf(db, id));
    expect(seen).toEqual([1, 1, 2]);
  });

  it('survives prepared statements whose table another process changed', async () => {
    const id = await createAccount(db, 0);
    await addEntry(db, id, 3);
    const read = () => db.query('SELECT * FROM entries WHERE account_id = $1', [id]);
    const inTransaction = () => db.transaction(read);
    const before = [await read(), await inTransaction()];
    const replica = await openDatabase(test.env, options);
    await replica.whenReady();
    await replica.execute(`ALTER TABLE entries ADD COLUMN note text NOT NULL DEFAULT 'new'`);
    const after = [await read(), await inTransaction()];
    await replica.execute('ALTER TABLE entries DROP COLUMN note');
    await replica.onApplicationShutdown();
    const [row] = before[0] as [object];
    expect(before).toEqual([[row], [row]]);
    expect(after).toEqual([[{ ...row, note: 'new' }], [{ ...row, note: 'new' }]]);
  });

  it('does not lose an update between two processes', async () => {
    const replica = await openDatabase(test.env, options);
    await replica.whenReady();
    try {
      const id = await createAccount(db, 0);
      const add = 'UPDATE accounts SET balance = balance + 1 WHERE id = $1';
      const writes = Array.from({ length: 100 }, (_, at) =>
        at % 2 === 0 ? db.execute(add, [id]) : replica.transaction(() => replica.execute(add, [id])),
      );
      await Promise.all(writes);
      expect(await balanceOf(replica, id)).toBe(100);
    } finally {
      await replica.onApplicationShutdown();
    }
  });
});

if (testEngines.includes('postgres')) {
  describe('Isolation on Postgres', () => {
    let test: TestDatabase;
    let db: EngineDatabase;

    beforeAll(async () => {
      test = await openTestDatabase('postgres', options);
      ({ db } = test);
    });
    afterAll(() => test.close());

    it('repeats both of two transactions that lock each other out, and drops the effects of the failed attempt', async () => {
      const [first, second] = [await createAccount(db, 0), await createAccount(db, 0)];
      const [attempts, effects] = [[] as string[], [] as string[]];
      const bothHoldOne = Promise.withResolvers<void>();
      let holding = 0;
      const lockBoth = (own: string, others: string) =>
        db.transaction(async () => {
          attempts.push(own);
          db.afterCommit(() => void effects.push(own));
          await db.execute('UPDATE accounts SET balance = balance + 1 WHERE id = $1', [own]);
          if (++holding === 2) bothHoldOne.resolve();
          await bothHoldOne.promise;
          await db.execute('UPDATE accounts SET balance = balance + 1 WHERE id = $1', [others]);
        });
      await Promise.all([lockBoth(first, second), lockBoth(second, first)]);
      expect([await balanceOf(db, first), await balanceOf(db, second)]).toEqual([2, 2]);
      expect(attempts.length).toBeGreaterThan(2);
      expect([...effects].sort()).toEqual([first, second].sort());
    });

    it('answers 503 when no connection comes free in time', async () => {
      const small = await openDatabase(test.env, {
        ...options,
        config: { poolSize: 1, connectTimeoutMs: 200 },
      });
      await small.whenReady();
      const mayEnd = Promise.withResolvers<void>();
      const started = Promise.withResolvers<void>();
      const holding = small.transaction(async () => {
        await small.query('SELECT 1 AS x');
        started.resolve();
        await mayEnd.promise;
      });
      await started.promise;
      await expect(small.query('SELECT 1 AS x')).rejects.toMatchObject({ code: 'service.unavailable' });
      expect((await small.health()).state).toBe('up');
      mayEnd.resolve();
      await holding;
      expect(await small.query('SELECT 1 AS x')).toEqual([{ x: 1 }]);
      await small.onApplicationShutdown();
    });

    it('repeats work whose connection broke before the commit, and lives on', async () => {
      const id = await createAccount(db, 0);
      let attempts = 0;
      await db.transaction(async () => {
        await db.execute('UPDATE accounts SET balance = balance + 1 WHERE id = $1', [id]);
        if (++attempts > 1) return;
        const [row] = await db.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const other = await openDatabase(test.env, options);
        await other.whenReady();
        await other.query('SELECT pg_terminate_backend(CAST($1 AS integer))', [row!.pid]);
        await other.onApplicationShutdown();
        await db.query('SELECT 1 AS x');
      });
      expect([attempts, await balanceOf(db, id)]).toEqual([2, 1]);
    });
  });
}

describe('Group commit on SQLite', () => {
  let test: TestDatabase;
  let db: EngineDatabase;

  beforeAll(async () => {
    test = await openTestDatabase('sqlite', options);
    ({ db } = test);
  });
  afterAll(() => test.close());

  const commitsDuring = async (work: () => Promise<unknown>): Promise<number> => {
    const before = db.stats().commits;
    await work();
    return db.stats().commits - before;
  };

  it('shares one commit among those that wait at the same moment', async () => {
    const account = await createAccount(db, 1000);
    const commits = await commitsDuring(() =>
      Promise.all([
        ...Array.from({ length: 30 }, () => addEntry(db, account, 1)),
        ...Array.from({ length: 30 }, (_, at) =>
          transfer(db, account, account, 1, at % 2 === 0).catch(() => undefined),
        ),
      ]),
    );
    expect(commits).toBe(1);
  });

  it('shares a commit among at most 64', async () => {
    const account = await createAccount(db, 0);
    const write = () => Promise.all(Array.from({ length: 65 }, () => addEntry(db, account, 1)));
    expect(await commitsDuring(write)).toBe(2);
  });

  it('gives one that is alone its own', async () => {
    const account = await createAccount(db, 0);
    expect(await commitsDuring(() => addEntry(db, account, 1))).toBe(1);
    expect(await commitsDuring(() => transfer(db, account, account, 1, false))).toBe(1);
    expect(await commitsDuring(() => transfer(db, account, account, 1, true).catch(() => undefined))).toBe(0);
  });

  it('fails all of them when the commit fails, and the next ones succeed', async () => {
    const account = await createAccount(db, 7);
    const orphan = () =>
      db.transaction(async () => {
        // Checked at the commit only, which therefore fails for everybody in it.
        await db.execute('PRAGMA defer_foreign_keys = ON');
        await addEntry(db, uuidv7(), 1);
      });
    const outcomes = await Promise.allSettled([
      addEntry(db, account, 1),
      orphan(),
      createAccount(db, 8, 'lost with it'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await db.query('SELECT id FROM accounts WHERE name = $1', ['lost with it'])).toEqual([]);
    expect(await balanceOf(db, await createAccount(db, 9))).toBe(9);
  });

  it('acknowledges nothing that a full disk did not take, and goes on when there is room again', async () => {
    const limitPages = (to: string) => db.transaction(() => db.query(`PRAGMA max_page_count = ${to}`));
    const [{ page_count: pages }] = (await db.query('PRAGMA page_count')) as [{ page_count: number }];
    await limitPages(String(pages + 4));
    const filler = 'x'.repeat(1500);
    const names = Array.from({ length: 40 }, (_, at) => `${at} ${filler}`);
    const outcomes = await Promise.allSettled(
      names.map((name, at) =>
        at % 3 === 0 ? db.transaction(() => createAccount(db, 1, name)) : createAccount(db, 1, name),
      ),
    );
    const kept = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as object] : [],
    );
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) expect(error).toMatchObject({ code: 'service.unavailable' });
    const rows = await db.query<{ id: string }>('SELECT id FROM accounts WHERE name LIKE $1', [`%${filler}`]);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(kept));
    await limitPages('1000000');
    expect(await balanceOf(db, await createAccount(db, 11))).toBe(11);
  });

  it('runs each unit and its effects in the context of its own caller', async () => {
    const { AsyncLocalStorage } = await import('node:async_hooks');
    const request = new AsyncLocalStorage<string>();
    const heard: string[] = [];
    const unit = (name: string) =>
      request.run(name, () =>
        db.transaction(async () => {
          await createAccount(db, 0);
          heard.push(`work of ${request.getStore()}`);
          db.afterCommit(() => void heard.push(`effect of ${request.getStore()}`));
        }),
      );
    await Promise.all([unit('a'), unit('b')]);
    expect(heard).toEqual(['work of a', 'work of b', 'effect of a', 'effect of b']);
  });
});
