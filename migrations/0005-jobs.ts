import { type QueryRunner, Table } from 'typeorm';
import { columnsFor, index, type Migration } from '#lib/database';

/** Jobs, the pauses of their kinds, and their schedules. */
export const jobs: Migration = {
  name: '0005-jobs',

  async up(runner: QueryRunner): Promise<void> {
    const columns = columnsFor(runner);
    await runner.createTable(
      new Table({
        name: 'jobs',
        columns: [
          columns.id(),
          columns.text('name'),
          columns.text('payload'),
          columns.text('dedupe_key', { nullable: true }),
          columns.integer('rank'),
          columns.text('state'),
          columns.time('run_at'),
          columns.integer('attempts'),
          columns.integer('lost'),
          columns.integer('max_attempts'),
          columns.text('lease_owner', { nullable: true }),
          columns.time('lease_until', { nullable: true }),
          columns.double('progress'),
          columns.text('last_error', { nullable: true }),
          columns.text('request_id', { nullable: true }),
          columns.time('created_at'),
          columns.time('finished_at', { nullable: true }),
        ],
        indices: [
          index('jobs', ['dedupe_key'], { unique: true }),
          index('jobs', ['state', 'name', 'rank', 'run_at']),
          index('jobs', ['finished_at'], { where: 'finished_at IS NOT NULL' }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'job_queues',
        columns: [columns.text('name', { primary: true }), columns.time('paused_at', { nullable: true })],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'job_schedules',
        columns: [
          columns.text('name', { primary: true }),
          columns.text('cron'),
          columns.time('next_run_at'),
          columns.time('last_run_at', { nullable: true }),
        ],
      }),
    );
  },

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('job_schedules');
    await runner.dropTable('job_queues');
    await runner.dropTable('jobs');
  },
};
