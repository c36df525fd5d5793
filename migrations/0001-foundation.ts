import { Table } from 'typeorm';
import { columnsFor, index, type Migration } from '#lib/database';

/** What the infrastructure needs: leases of the cluster, and the answers kept for idempotency keys. */
export const foundation: Migration = {
  name: '0001-foundation',

  async up(runner) {
    const column = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'leases',
        columns: [column.text('name', { primary: true }), column.text('owner'), column.time('expires_at')],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'idempotency_keys',
        columns: [
          column.text('scope', { primary: true }),
          column.text('request_hash'),
          column.text('owner'),
          column.time('locked_until'),
          column.integer('status', { nullable: true }),
          column.text('headers', { nullable: true }),
          column.text('body', { nullable: true }),
          column.time('created_at'),
          column.time('expires_at'),
        ],
        indices: [index('idempotency_keys', ['expires_at'])],
      }),
    );
  },

  async down(runner) {
    await runner.dropTable('idempotency_keys');
    await runner.dropTable('leases');
  },
};
