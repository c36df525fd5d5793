import { type QueryRunner, Table } from 'typeorm';
import { columnsFor, index, type Migration } from '#lib/database';

/** Accounts. `avatar_file_id` has no foreign key: files come later and belong to users themselves. */
export const users: Migration = {
  name: '0002-users',

  async up(runner: QueryRunner): Promise<void> {
    const column = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'users',
        columns: [
          column.id(),
          column.text('email'),
          column.text('display_name'),
          column.text('bio', { nullable: true }),
          column.text('instagram', { nullable: true }),
          column.text('locale'),
          column.uuid('avatar_file_id', { nullable: true }),
          column.time('email_verified_at', { nullable: true }),
          column.time('locked_at', { nullable: true }),
          column.text('lock_reason', { nullable: true }),
          ...column.timestamps(),
        ],
        indices: [index('users', ['email'], { unique: true })],
      }),
    );
  },

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('users');
  },
};
