import { Column, Entity, Index, Table } from 'typeorm';
import {
  BaseEntity,
  columnsFor,
  type Database,
  foreignKey,
  index,
  type Migration,
  uuidv7,
} from '#lib/database';

/** Two small tables of the database specs: every column type, an index of each kind, and a foreign key. */
export const accountsMigration: Migration = {
  name: '9001-accounts',

  async up(runner) {
    const column = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'accounts',
        columns: [
          column.id(),
          column.text('name'),
          column.bigint('balance', { default: 0 }),
          column.integer('level', { default: 1 }),
          column.boolean('locked', { default: false }),
          column.double('score', { nullable: true }),
          column.json('settings', { nullable: true }),
          ...column.timestamps(),
        ],
        indices: [
          index('accounts', ['name'], { unique: true }),
          index('accounts', ['level', 'created_at'], { where: 'balance > 0' }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'entries',
        columns: [column.id(), column.uuid('account_id'), column.integer('amount'), ...column.timestamps()],
        foreignKeys: [foreignKey('entries', 'account_id', 'accounts', { onDelete: 'CASCADE' })],
        indices: [index('entries', ['account_id'])],
      }),
    );
  },

  async down(runner) {
    await runner.dropTable('entries');
    await runner.dropTable('accounts');
  },
};

@Entity('accounts')
@Index('ux_accounts_name', ['name'], { unique: true })
@Index('ix_accounts_level_created_at', ['level', 'createdAt'], { where: 'balance > 0' })
export class AccountEntity extends BaseEntity {
  @Column('text')
  name!: string;

  @Column('bigint', { default: 0 })
  balance!: number;

  @Column('integer', { default: 1 })
  level!: number;

  @Column('boolean', { default: false })
  locked!: boolean;

  @Column('double precision', { nullable: true })
  score!: number | null;

  @Column('simple-json', { nullable: true })
  settings!: object | null;
}

@Entity('entries')
@Index('ix_entries_account_id', ['accountId'])
export class EntryEntity extends BaseEntity {
  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Column('integer')
  amount!: number;
}

export const accountEntities = [AccountEntity, EntryEntity];

/** Writes an account with a name of its own unless one is given; its id. */
export async function createAccount(db: Database, balance: number, name: string = uuidv7()): Promise<string> {
  const id = uuidv7();
  await db.execute(
    'INSERT INTO accounts (id, name, balance, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)',
    [id, name, balance, Date.now()],
  );
  return id;
}

export async function balanceOf(db: Database, id: string): Promise<number | null> {
  const row = await db.queryOne<{ balance: number }>('SELECT balance FROM accounts WHERE id = $1', [id]);
  return row?.balance ?? null;
}
