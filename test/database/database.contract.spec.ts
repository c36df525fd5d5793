import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import {
  type EngineDatabase,
  ReadOnlyCallError,
  StaleTransactionError,
  TransactionAbortedError,
  uuidv7,
} from '#lib/database';
import { describeEachEngine, openTestDatabase, type TestDatabase } from '../support/databases.js';
import {
  accountEntities,
  AccountEntity,
  accountsMigration,
  balanceOf,
  createAccount,
} from './accounts.fixture.js';

const insertAccount = 'INSERT INTO accounts (id, name, created_at, updated_at) VALUES ($1, $2, 1, 1)';
class Refused extends Error {}

describeEachEngine('Database [A1 A2]', (engine) => {
  let test: TestDatabase;
  let db: EngineDatabase;

  beforeAll(async () => {
    test = await openTestDatabase(engine, {
      migrations: [accountsMigration],
      entities: accountEntities,
      config: { transactionTimeoutMs: 300 },
    });
    ({ db } = test);
  });
  afterAll(() => test.close());

  describe('statements', () => {
    it('gives every type back as it was bound', async () => {
      const id = uuidv7();
      const settings = JSON.stringify({ a: [1, 'ж'] });
      await db.execute(
        `INSERT INTO accounts (id, name, balance, level, locked, score, settings, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
        [id, "O'Brien $1 -- ж", 2 ** 40, 7, true, 0.5, settings, 1_763_000_000_000],
      );
      const row = await db.queryOne<Record<string, unknown>>('SELECT * FROM accounts WHERE id = $1', [id]);
      expect({ ...row, locked: Boolean(row?.locked) }).toEqual({
        id,
        name: "O'Brien $1 -- ж",
        balance: 2 ** 40,
        level: 7,
        locked: true,
        score: 0.5,
        settings,
        created_at: 1_763_000_000_000,
        updated_at: 1_763_000_000_000,
      });
    });

    it('takes parameters in any order, more than once, and leaves quoted dollars alone', async () => {
      const row = await db.queryOne(
        `SELECT CAST($2 AS text) AS b, CAST($1 AS text) AS a, CAST($2 AS text) AS c, '$1' AS quoted /* $3 */`,
        ['one', 'two'],
      );
      expect(row).toEqual({ b: 'two', a: 'one', c: 'two', quoted: '$1' });
    });

    it('counts and sums are numbers', async () => {
      await createAccount(db, 12);
      const [row] = await db.query<{ n: number; total: number; mean: number }>(
        'SELECT count(*) AS n, sum(balance) AS total, avg(level) AS mean FROM accounts',
      );
      expect([typeof row?.n, typeof row?.total, typeof row?.mean]).toEqual(['number', 'number', 'number']);
    });

    it('execute tells how many rows were touched', async () => {
      const id = await createAccount(db, 1);
      expect(await db.execute('UPDATE accounts SET level = 2 WHERE id = $1', [id])).toBe(1);
      expect(await db.execute('DELETE FROM accounts WHERE id = $1', [uuidv7()])).toBe(0);
      const returned = await db.executeReturning<{ id: string; level: number }>(
        'UPDATE accounts SET level = level + 1 WHERE id = $1 RETURNING id, level',
        [id],
      );
      expect(returned).toEqual([{ id, level: 3 }]);
      expect(await db.queryOne('SELECT level FROM accounts WHERE id = $1', [id])).toEqual({ level: 3 });
      expect(
        await db.executeReturning('DELETE FROM accounts WHERE id = $1 RETURNING id', [uuidv7()]),
      ).toEqual([]);
    });

    it('queryOne gives null for no row', async () => {
      expect(await db.queryOne('SELECT id FROM accounts WHERE id = $1', [uuidv7()])).toBeNull();
    });

    it('refuses undefined and a wrong number of parameters', async () => {
      await expect(db.query('SELECT $1 AS x', [undefined as never])).rejects.toThrow('use null');
      await expect(db.query('SELECT 1 AS x', [1])).rejects.toThrow();
      await expect(db.execute('UPDATE accounts SET level = $1', [])).rejects.toThrow();
    });

    it('refuses to write by query or manager outside a transaction', async () => {
      const id = uuidv7();
      await expect(db.query(`${insertAccount} RETURNING id`, [id, id])).rejects.toThrow(ReadOnlyCallError);
      await expect(db.query(`WITH x AS (SELECT 1) DELETE FROM accounts`)).rejects.toThrow(ReadOnlyCallError);
      await expect(
        db.manager.insert(AccountEntity, { id, name: id, createdAt: 1, updatedAt: 1 }),
      ).rejects.toThrow(ReadOnlyCallError);
      await expect(db.manager.transaction(async () => undefined)).rejects.toThrow(ReadOnlyCallError);
      expect(await balanceOf(db, id)).toBeNull();
    });

    it('enforces foreign keys', async () => {
      const orphan = db.execute(
        'INSERT INTO entries (id, account_id, amount, created_at, updated_at) VALUES ($1, $2, 1, 1, 1)',
        [uuidv7(), uuidv7()],
      );
      await expect(orphan).rejects.toThrow(/foreign key/i);
    });

    it('counts statements', async () => {
      const before = db.statementCount;
      await db.query('SELECT 1 AS x');
      await db.transaction(async () => {
        await db.query('SELECT 1 AS x');
        await db.manager.count(AccountEntity);
      });
      expect(db.statementCount - before).toBe(3);
    });
  });

  describe('transactions', () => {
    it('keep everything, see their own writes, and return what the work returned', async () => {
      const answer = await db.transaction(async () => {
        const id = await createAccount(db, 5);
        expect(await balanceOf(db, id)).toBe(5);
        const rows = await db.query('UPDATE accounts SET balance = 6 WHERE id = $1 RETURNING balance', [id]);
        expect(rows).toEqual([{ balance: 6 }]);
        return id;
      });
      expect(await balanceOf(db, answer)).toBe(6);
      expect(db.isInTransaction).toBe(false);
    });

    it('keep nothing when the work throws, and rethrow', async () => {
      const id = uuidv7();
      const failing = db.transaction(async () => {
        await db.execute(insertAccount, [id, id]);
        throw new Refused();
      });
      await expect(failing).rejects.toThrow(Refused);
      expect(await balanceOf(db, id)).toBeNull();
    });

    it('reject when the work throws before its first await', async () => {
      const failing = db.transaction(() => {
        throw new Refused();
      });
      await expect(failing).rejects.toThrow(Refused);
      expect(await createAccount(db, 1)).toBeTruthy();
    });

    it('join the one around them', async () => {
      const [outer, inner] = [uuidv7(), uuidv7()];
      const failing = db.transaction(async () => {
        await db.execute(insertAccount, [outer, outer]);
        await db.transaction(async () => {
          expect(await balanceOf(db, outer)).toBe(0);
          await db.execute(insertAccount, [inner, inner]);
        });
        throw new Refused();
      });
      await expect(failing).rejects.toThrow(Refused);
      expect(await balanceOf(db, outer)).toBeNull();
      expect(await balanceOf(db, inner)).toBeNull();
    });

    it('cannot be saved when a joined one failed and somebody caught it', async () => {
      const id = uuidv7();
      const failing = db.transaction(async () => {
        await db.execute(insertAccount, [id, id]);
        await db.transaction(() => Promise.reject(new Refused())).catch(() => undefined);
      });
      await expect(failing).rejects.toThrow(TransactionAbortedError);
      expect(await balanceOf(db, id)).toBeNull();
    });

    it('cannot go on after a statement failed and somebody caught it', async () => {
      const id = uuidv7();
      let wentOn: unknown;
      const failing = db.transaction(async () => {
        await db.execute(insertAccount, [id, id]);
        await db.execute(insertAccount, [id, id]).catch(() => undefined);
        wentOn = await db.query('SELECT 1 AS x').catch((error: unknown) => error);
      });
      await expect(failing).rejects.toThrow(TransactionAbortedError);
      expect(wentOn).toBeInstanceOf(TransactionAbortedError);
      expect(await balanceOf(db, id)).toBeNull();
    });

    it('run statements that were started together in order', async () => {
      const id = await createAccount(db, 1);
      await db.transaction(async () => {
        await Promise.all([
          db.execute('UPDATE accounts SET balance = balance * 2 WHERE id = $1', [id]),
          db.execute('UPDATE accounts SET balance = balance + 10 WHERE id = $1', [id]),
          db.execute('UPDATE accounts SET balance = balance * 3 WHERE id = $1', [id]),
        ]);
      });
      expect(await balanceOf(db, id)).toBe(36);
    });

    it('are undone when they take too long, and others go on', async () => {
      const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      const id = uuidv7();
      const hanging = db.transaction(async () => {
        await db.execute(insertAccount, [id, id]);
        await new Promise(() => undefined);
      });
      const behind = createAccount(db, 3);
      await expect(hanging).rejects.toMatchObject({ code: 'service.unavailable' });
      expect(await balanceOf(db, await behind)).toBe(3);
      expect(error.mock.calls.join()).toContain('did not end within 300 ms');
      error.mockRestore();
      expect(await balanceOf(db, id)).toBeNull();
    });
  });

  describe('work that outlives its transaction', () => {
    it('is refused after the commit, whatever it calls', async () => {
      const late = Promise.withResolvers<void>();
      const id = uuidv7();
      let escaped: Promise<unknown[]> | undefined;
      const manager = await db.transaction(async () => {
        escaped = late.promise.then(() =>
          Promise.all(
            [
              () => db.execute(insertAccount, [id, id]),
              () => db.query('SELECT 1 AS x'),
              () => db.transaction(() => db.execute(insertAccount, [id, id])),
              async () => db.manager,
              async () => db.afterCommit(() => undefined),
            ].map((call) => call().catch((error: unknown) => error)),
          ),
        );
        return db.manager;
      });
      late.resolve();
      const outcomes = await escaped!;
      expect(outcomes.map((outcome) => (outcome as Error).name)).toEqual(
        Array(5).fill('StaleTransactionError'),
      );
      const written = manager.insert(AccountEntity, { id, name: id, createdAt: 1, updatedAt: 1 });
      await expect(written).rejects.toThrow(StaleTransactionError);
      expect(await balanceOf(db, id)).toBeNull();
    });

    it('is refused after a rollback, while another transaction is open', async () => {
      const [late, written] = [Promise.withResolvers<void>(), uuidv7()];
      let escaped: Promise<unknown> | undefined;
      const rolledBack = db.transaction(async () => {
        escaped = late.promise.then(() => db.execute(insertAccount, [written, written]));
        throw new Refused();
      });
      await expect(rolledBack).rejects.toThrow(Refused);
      await db.transaction(async () => {
        await createAccount(db, 1);
        late.resolve();
        await expect(escaped).rejects.toThrow(StaleTransactionError);
      });
      expect(await balanceOf(db, written)).toBeNull();
    });
  });

  describe('afterCommit', () => {
    it('runs in order after the commit, outside the transaction', async () => {
      const heard: string[] = [];
      let visible: Promise<number | null> | undefined;
      await db.transaction(async () => {
        const id = await createAccount(db, 9);
        db.afterCommit(() => {
          heard.push(`first ${db.isInTransaction}`);
          visible = balanceOf(db, id);
        });
        await db.transaction(async () => db.afterCommit(() => void heard.push('joined')));
        db.afterCommit(() => void heard.push('last'));
        expect(heard).toEqual([]);
      });
      expect(heard).toEqual(['first false', 'joined', 'last']);
      expect(await visible).toBe(9);
    });

    it('is dropped on rollback', async () => {
      const heard: string[] = [];
      const failing = db.transaction(async () => {
        db.afterCommit(() => void heard.push('no'));
        throw new Refused();
      });
      await expect(failing).rejects.toThrow(Refused);
      expect(heard).toEqual([]);
    });

    it('runs at once without a transaction, and never throws', async () => {
      const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      const heard: string[] = [];
      db.afterCommit(() => void heard.push('at once'));
      expect(heard).toEqual(['at once']);
      db.afterCommit(() => Promise.reject(new Refused('provoked by a test')));
      await db.transaction(async () => {
        db.afterCommit(() => {
          throw new Refused('provoked by a test');
        });
        db.afterCommit(() => void heard.push('goes on'));
      });
      expect(heard).toEqual(['at once', 'goes on']);
      expect(error.mock.calls.map(([line]) => String(line))).toEqual(
        Array(2).fill('An effect after a commit failed: provoked by a test'),
      );
      error.mockRestore();
    });
  });

  describe('the ORM', () => {
    it('writes in the ambient transaction and is rolled back with it', async () => {
      const [kept, dropped] = [uuidv7(), uuidv7()];
      const account = (id: string) =>
        db.manager.create(AccountEntity, {
          id,
          name: id,
          settings: { theme: 'dark' },
          createdAt: 1,
          updatedAt: 2,
        });
      await db.transaction(async () => {
        await db.manager.save(account(kept));
        expect(await balanceOf(db, kept)).toBe(0);
      });
      const failing = db.transaction(async () => {
        await db.manager.insert(AccountEntity, account(dropped));
        await db.manager.transaction((inner) => inner.update(AccountEntity, { id: kept }, { balance: 100 }));
        throw new Refused();
      });
      await expect(failing).rejects.toThrow(Refused);
      expect(await db.manager.findBy(AccountEntity, { id: kept })).toEqual([
        {
          id: kept,
          name: kept,
          balance: 0,
          level: 1,
          locked: false,
          score: null,
          settings: { theme: 'dark' },
          createdAt: 1,
          updatedAt: 2,
        },
      ]);
      expect(await db.manager.existsBy(AccountEntity, { id: dropped })).toBe(false);
    });

    it('knows a unique violation whichever way it came', async () => {
      const name = uuidv7();
      await createAccount(db, 1, name);
      const byStatement = await createAccount(db, 1, name).catch((error: unknown) => error);
      const byOrm = await db
        .transaction(() =>
          db.manager.insert(AccountEntity, { id: uuidv7(), name, createdAt: 1, updatedAt: 1 }),
        )
        .catch((error: unknown) => error);
      const other = await db.query('SELECT nonsense').catch((error: unknown) => error);
      expect([byStatement, byOrm, other].map((error) => db.dialect.isUniqueViolation(error))).toEqual([
        true,
        true,
        false,
      ]);
    });
  });

  it('health tells that it is up, and how fast', async () => {
    expect(await db.health()).toEqual({ engine, state: 'up', latencyMs: expect.any(Number), reason: null });
  });
});
