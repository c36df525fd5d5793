import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { UnknownJobError } from '#lib/jobs';
import {
  createTestDatabase,
  describeEachEngine,
  type TestDatabaseEnvironment,
} from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import { aHandler, type JobProcess, startJobProcess } from './job-process.js';

describeEachEngine('Jobs', (engine) => {
  let database: TestDatabaseEnvironment;
  let running: JobProcess | null;

  beforeEach(async () => {
    running = null;
    database = await createTestDatabase(engine);
  });

  afterEach(async () => {
    await running?.stop();
    await database.remove();
  });

  const start = async (handlers: Type[], role: 'all' | 'api' = 'api') =>
    (running = await startJobProcess(database.env, { handlers, role }));
  const nothing = { handle: async () => undefined };

  it('does not start when a job has two handlers', async () => {
    const twice = [aHandler({ name: 'test.job' }, nothing), aHandler({ name: 'test.job' }, nothing)];
    await expect(start(twice)).rejects.toThrow(`The job 'test.job' has two handlers`);
  });

  it('refuses names that nobody handles', async () => {
    const { jobs } = await start([]);
    await expect(jobs.enqueue({ name: 'test.job' })).rejects.toThrow(UnknownJobError);
    await expect(jobs.pause('test.job')).rejects.toThrow(UnknownJobError);
    await expect(jobs.resume('test.job')).rejects.toThrow(UnknownJobError);
  });

  it.each([
    ['a function', () => 1, 'nothing that JSON can hold'],
    ['more than 256 KB', 'x'.repeat(262_143), 'too large'],
  ])('refuses a payload that is %s', async (_what, payload, message) => {
    const { jobs } = await start([aHandler({ name: 'test.job' }, nothing)]);
    await expect(jobs.enqueue({ name: 'test.job', payload })).rejects.toThrow(message);
    expect((await jobs.stats()).waiting).toBe(0);
  });

  it('knows nothing of an unknown job, and cannot cancel it', async () => {
    const { jobs } = await start([]);
    const unknown = '01a1f8c7-9704-72dd-a2dd-000000000000';
    expect(await jobs.find(unknown)).toBeNull();
    expect(await jobs.cancel(unknown)).toBe(false);
  });

  it('cancels in the transaction around it: a rollback lets the job run', async () => {
    const { db, jobs } = await start([aHandler({ name: 'test.job' }, nothing)]);
    const id = await jobs.enqueue({ name: 'test.job' });
    await expect(
      db.transaction(async () => {
        expect(await jobs.cancel(id)).toBe(true);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect((await jobs.find(id))?.state).toBe('waiting');
  });

  it('works on after the database failed it for a while', async () => {
    const done: number[] = [];
    const handle = async ({ n }: { n: number }) => void done.push(n);
    const { db, jobs } = await start([aHandler({ name: 'test.job' }, { handle })], 'all');
    const untilDone = (count: number) => waitUntil(`${count} jobs are done`, () => done.length === count);
    await jobs.enqueue({ name: 'test.job', payload: { n: 1 } });
    await untilDone(1);
    await db.execute('ALTER TABLE job_queues RENAME TO job_queues_away');
    await db.execute('ALTER TABLE jobs RENAME TO jobs_away');
    const before = db.statementCount;
    await waitUntil('it has tried twice in vain', () => db.statementCount >= before + 2);
    await db.execute('ALTER TABLE jobs_away RENAME TO jobs');
    await db.execute('ALTER TABLE job_queues_away RENAME TO job_queues');
    await jobs.enqueue({ name: 'test.job', payload: { n: 2 } });
    await untilDone(2);
    expect(done).toEqual([1, 2]);
  });
});
