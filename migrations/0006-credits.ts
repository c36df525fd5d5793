import { type QueryRunner, Table } from 'typeorm';
import { columnsFor, foreignKey, index, type Migration } from '#lib/database';

/** The ledger of credits. Accounts and entries outlive their user, without a name, so that the books go on to balance. */
export const credits: Migration = {
  name: '0006-credits',

  async up(runner: QueryRunner): Promise<void> {
    const columns = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'credit_accounts',
        columns: [
          columns.id(),
          columns.uuid('user_id', { nullable: true }),
          columns.bigint('spendable'),
          columns.bigint('reserved'),
          columns.bigint('entries'),
          ...columns.timestamps(),
        ],
        indices: [index('credit_accounts', ['user_id'], { unique: true })],
        foreignKeys: [foreignKey('credit_accounts', 'user_id', 'users', { onDelete: 'SET NULL' })],
        checks: [
          { name: 'ck_credit_accounts_spendable', expression: 'spendable >= 0' },
          { name: 'ck_credit_accounts_reserved', expression: 'reserved >= 0' },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'credit_entries',
        columns: [
          columns.id(),
          columns.uuid('account_id'),
          columns.bigint('seq'),
          columns.text('type'),
          columns.text('from_book'),
          columns.text('to_book'),
          columns.bigint('amount'),
          columns.bigint('balance_after'),
          columns.uuid('generation_id', { nullable: true }),
          columns.text('reason', { nullable: true }),
          columns.uuid('actor_id', { nullable: true }),
          columns.text('once_key', { nullable: true }),
          columns.time('created_at'),
        ],
        indices: [
          index('credit_entries', ['account_id', 'seq'], { unique: true }),
          index('credit_entries', ['once_key'], { unique: true }),
        ],
        foreignKeys: [
          foreignKey('credit_entries', 'account_id', 'credit_accounts', { onDelete: 'RESTRICT' }),
        ],
        checks: [{ name: 'ck_credit_entries_amount', expression: 'amount > 0' }],
      }),
    );
  },

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('credit_entries');
    await runner.dropTable('credit_accounts');
  },
};
