import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EngineDatabase, uuidv7 } from '#lib/database';
import { describeEachEngine, openTestDatabase, type TestDatabase } from '../support/databases.js';
import { accountEntities, accountsMigration, createAccount } from './accounts.fixture.js';

describeEachEngine('Dialect [A1]', (engine) => {
  let test: TestDatabase;
  let db: EngineDatabase;
  const names = [
    'Москва',
    'МОСКВИЧ',
    'Ёлка',
    'straße',
    '100%',
    '100 percent',
    'under_score',
    'underXscore',
    'back\\slash',
  ];

  beforeAll(async () => {
    test = await openTestDatabase(engine, { migrations: [accountsMigration], entities: accountEntities });
    ({ db } = test);
    for (const name of names) await createAccount(db, 0, name);
  });
  afterAll(() => test.close());

  it.each([
    ['москв', ['МОСКВИЧ', 'Москва']],
    ['ОСКВА', ['Москва']],
    ['ёЛК', ['Ёлка']],
    ['STRASSE', []],
    ['%', ['100%']],
    ['r_s', ['under_score']],
    ['k\\s', ['back\\slash']],
    ['nowhere', []],
    ['', names],
  ])('finds %j in any case, with every character plain', async (text, expected) => {
    const rows = await db.query<{ name: string }>(
      `SELECT name FROM accounts WHERE ${db.dialect.containsText('name', '$1')}`,
      [db.dialect.containsPattern(text)],
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...expected].sort());
  });

  it('finds one of several, and nothing among none', async () => {
    const named = async (...wanted: string[]) => {
      const sql = `SELECT name FROM accounts WHERE $1 = $1 AND ${db.dialect.isOneOf('name', 2, wanted.length)} ORDER BY name`;
      const rows = await db.query<{ name: string }>(sql, [1, ...wanted]);
      return rows.map(({ name }) => name);
    };
    expect(await named('100%', 'Ёлка', 'no such name')).toEqual(['100%', 'Ёлка']);
    expect(await named()).toEqual([]);
  });

  it('takes ids as text, whatever their column is', async () => {
    const id = await createAccount(db, 3);
    const sql = `SELECT balance FROM accounts WHERE ${db.dialect.isOneOf('id', 1, 2)}`;
    expect(await db.query(sql, [id, uuidv7()])).toEqual([{ balance: 3 }]);
    expect(db.dialect.uuidType).toBe(engine === 'sqlite' ? 'varchar' : 'uuid');
  });

  it('locks rows, and passes over those taken', async () => {
    const id = await createAccount(db, 1);
    const sql = `SELECT id FROM accounts WHERE id = $1 ${db.dialect.forUpdateSkipLocked}`;
    const [taken, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = db.transaction(async () => {
      const rows = await db.query(`SELECT id FROM accounts WHERE id = $1 ${db.dialect.forUpdate}`, [id]);
      await db.execute('UPDATE accounts SET balance = 0 WHERE id = $1', [id]);
      taken.resolve();
      await mayEnd.promise;
      return rows;
    });
    await taken.promise;
    const second = db.transaction(() => db.query(`${sql.replace('WHERE', 'WHERE balance = 1 AND')}`, [id]));
    // SQLite has one writer: the second one starts when the first has ended, and finds nothing left.
    if (engine === 'sqlite') mayEnd.resolve();
    expect(await second).toEqual([]);
    mayEnd.resolve();
    expect(await first).toEqual([{ id }]);
  });
});
