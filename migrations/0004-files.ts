import { columnsFor, foreignKey, index, type Migration } from '#lib/database';
import { type QueryRunner, Table } from 'typeorm';

/** Files and what each user's take. */
export const files: Migration = {
  name: '0004-files',

  async up(runner: QueryRunner): Promise<void> {
    const columns = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'files',
        columns: [
          columns.id(),
          columns.uuid('owner_id'),
          columns.text('purpose'),
          columns.text('state'),
          columns.text('content_type'),
          columns.bigint('size'),
          columns.integer('width', { nullable: true }),
          columns.integer('height', { nullable: true }),
          columns.text('sha256'),
          columns.text('thumbhash', { nullable: true }),
          columns.text('storage_key'),
          columns.json('variants'),
          columns.text('original_name', { nullable: true }),
          columns.time('created_at'),
        ],
        indices: [
          index('files', ['owner_id']),
          index('files', ['created_at'], { where: "state = 'pending'", name: 'ix_files_pending' }),
        ],
        foreignKeys: [foreignKey('files', 'owner_id', 'users', { onDelete: 'CASCADE' })],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'file_usage',
        columns: [columns.id('owner_id'), columns.bigint('bytes')],
        foreignKeys: [foreignKey('file_usage', 'owner_id', 'users', { onDelete: 'CASCADE' })],
      }),
    );
  },

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('file_usage');
    await runner.dropTable('files');
  },
};
