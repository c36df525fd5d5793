import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, Entity } from 'typeorm';
import {
  BaseEntity,
  type EngineDatabase,
  type EntityClass,
  type Migration,
  registeredEntities,
} from '#lib/database';
import {
  describeEachEngine,
  openTestDatabase,
  type TestDatabase,
  testEngines,
} from '../support/databases.js';
import { statementsToFitEntities } from '../support/drift.js';
import { describeSchema } from '../support/schema.js';
import { accountEntities, AccountEntity, accountsMigration } from './accounts.fixture.js';

// Every lib registers its entities when its module is imported.
await import('../../apps/api/src/app.module.js');

const isEachEngineHere = testEngines.includes('sqlite') && testEngines.includes('postgres');

async function bothSchemas(
  sqlite: readonly Migration[] | undefined,
  postgres: readonly Migration[] | undefined,
) {
  const databases = [
    await openTestDatabase('sqlite', { migrations: sqlite, entities: [] }),
    await openTestDatabase('postgres', { migrations: postgres, entities: [] }),
  ];
  try {
    return await Promise.all(databases.map(({ db }) => describeSchema(db)));
  } finally {
    for (const database of databases) await database.close();
  }
}

if (isEachEngineHere) {
  describe('The schemas of both engines', () => {
    let changing: Promise<TestDatabase>;

    beforeAll(() => {
      changing = openTestDatabase('postgres', { migrations: [accountsMigration], entities: [] });
    });
    afterAll(async () => (await changing).close());

    it('are the same', async () => {
      const [sqlite, postgres] = await bothSchemas(undefined, undefined);
      expect(Object.keys(sqlite!)).toContain('idempotency_keys');
      expect(sqlite).toEqual(postgres);
    });

    it('describe every kind of column, index and key', async () => {
      const [sqlite, postgres] = await bothSchemas([accountsMigration], [accountsMigration]);
      expect(sqlite).toEqual(postgres);
      expect(sqlite).toMatchObject({
        accounts: {
          columns: {
            id: 'uuid',
            name: 'text',
            balance: 'bigint default 0',
            level: 'integer default 1',
            locked: 'boolean default 0',
            score: 'double precision null',
            settings: 'text null',
          },
          primaryKey: ['id'],
          indexes: {
            ux_accounts_name: 'unique (name)',
            ix_accounts_level_created_at: '(level, created_at) where balance > 0',
          },
        },
        entries: { foreignKeys: ['account_id -> accounts.id CASCADE'] },
      });
    });

    it.each([
      ['a column', 'ALTER TABLE accounts ADD COLUMN extra text'],
      ['a column that may be null', 'ALTER TABLE accounts ALTER COLUMN name DROP NOT NULL'],
      ['a type', 'ALTER TABLE accounts ALTER COLUMN level TYPE bigint'],
      ['a default', 'ALTER TABLE accounts ALTER COLUMN level SET DEFAULT 2'],
      ['an index', 'CREATE INDEX ix_extra ON accounts (level)'],
      ['a lost foreign key', 'ALTER TABLE entries DROP CONSTRAINT fk_entries_account_id'],
      ['a table', 'CREATE TABLE extra (id text)'],
    ])('are seen to differ by %s', async (_, change) => {
      const { db } = await changing;
      let changed: unknown;
      const undone = db.transaction(async () => {
        await db.execute(change);
        changed = await describeSchema(db);
        throw new Error('undo');
      });
      await expect(undone).rejects.toThrow('undo');
      expect(changed).not.toEqual(await describeSchema(db));
    });
  });
}

describeEachEngine('Migrations against entities', (engine) => {
  let test: TestDatabase;
  let db: EngineDatabase;

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    ({ db } = test);
  });
  afterAll(() => test.close());

  it('leave nothing to change', async () => {
    expect(await statementsToFitEntities(db)).toEqual([]);
  });

  it('make a table for every entity, and no other', async () => {
    const tables = db.manager.dataSource.entityMetadatas.map(({ tableName }) => tableName);
    expect(Object.keys(await describeSchema(db)).sort()).toEqual(tables.sort());
    expect(tables).toHaveLength(registeredEntities().length);
  });
});

@Entity('entries')
class UnindexedEntryEntity extends BaseEntity {
  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('integer')
  amount!: number;
}

@Entity('accounts')
class RicherAccountEntity extends AccountEntity {
  @Column('text')
  nickname!: string;
}

describeEachEngine('The check of migrations against entities', (engine) => {
  const drift = async (entities: readonly EntityClass[], migration: Migration = accountsMigration) => {
    const { db, close } = await openTestDatabase(engine, { migrations: [migration], entities });
    try {
      return await statementsToFitEntities(db);
    } finally {
      await close();
    }
  };

  it('is content with entities that fit', async () => {
    expect(await drift(accountEntities)).toEqual([]);
  });

  it('finds a column that no migration makes, and an index that no entity names', async () => {
    expect((await drift([RicherAccountEntity])).join('\n')).toContain('nickname');
    expect((await drift([UnindexedEntryEntity])).join('\n')).toContain('ix_entries_account_id');
  });

  it('finds a column that no entity has', async () => {
    const migration = {
      ...accountsMigration,
      up: async (runner: Parameters<Migration['up']>[0]) => {
        await accountsMigration.up(runner);
        await runner.query('ALTER TABLE accounts ADD COLUMN forgotten text');
      },
    };
    expect((await drift(accountEntities, migration)).join('\n')).toMatch(
      /DROP COLUMN "forgotten"|temporary_accounts/,
    );
  });
});
