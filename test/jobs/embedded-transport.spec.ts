import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '#lib/clock';
import { ScheduledJob } from '#lib/jobs';
import {
  createTestDatabase,
  describeEachEngine,
  type TestDatabaseEnvironment,
} from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import { aHandler, type JobProcess, type JobProcessOptions, startJobProcess } from './job-process.js';
import { jobTransportContract } from './job-transport.contract.js';

describeEachEngine('embedded job transport', (engine) => {
  jobTransportContract(engine);

  describe('on its own terms', () => {
    const clock = new ManualClock(Date.parse('2026-11-20T10:00:30.000Z'));
    let database: TestDatabaseEnvironment;
    let processes: JobProcess[];

    beforeEach(async () => {
      processes = [];
      database = await createTestDatabase(engine);
    });

    afterEach(async () => {
      await Promise.all(processes.map((process) => process.stop()));
      await database.remove();
    });

    async function start(options: JobProcessOptions): Promise<JobProcess> {
      const process = await startJobProcess(database.env, { clock, ...options });
      processes.push(process);
      return process;
    }

    /** On SQLite one process runs jobs; on Postgres as many as one likes. */
    const startAll = (options: JobProcessOptions) =>
      Promise.all(Array.from({ length: engine === 'sqlite' ? 1 : 3 }, () => start(options)));

    it('gives each of 200 jobs to one process, once', async () => {
      const seen: number[] = [];
      const handle = async ({ n }: { n: number }) => void seen.push(n);
      const workers = await startAll({
        handlers: [aHandler({ name: 'test.job', concurrency: 5 }, { handle })],
      });
      const numbers = Array.from({ length: 200 }, (_, n) => n);
      await Promise.all(
        numbers.map((n) => workers[n % workers.length]!.jobs.enqueue({ name: 'test.job', payload: { n } })),
      );
      await waitUntil('all are done', async () => {
        const { waiting, running } = await workers[0]!.jobs.stats();
        return waiting + running === 0;
      });
      expect(seen.sort((a, b) => a - b)).toEqual(numbers);
    });

    it('runs a scheduled job once per slot among all processes, and missed slots as one', async () => {
      const slots: string[] = [];

      @ScheduledJob({ name: 'test.every-minute', cron: '* * * * *' })
      class EveryMinute {
        async handle({ slot }: { slot: number }): Promise<void> {
          slots.push(new Date(slot).toISOString().slice(11, 19));
        }
      }
      const options = { handlers: [EveryMinute] };
      const [worker] = await startAll(options);
      const untilNext = (time: string) =>
        waitUntil(`all slots before ${time} are done`, async () => {
          const row = await worker!.db.queryOne<{ at: number }>(
            `SELECT next_run_at AS at FROM job_schedules WHERE name = 'test.every-minute'`,
          );
          const { waiting, running } = await worker!.jobs.stats();
          return (
            row !== null && new Date(row.at).toISOString().slice(11, 19) === time && waiting + running === 0
          );
        });
      await untilNext('10:01:00');
      expect(slots).toEqual([]);
      for (const next of ['10:02:00', '10:03:00', '10:04:00']) {
        clock.advance(60_000);
        await untilNext(next);
      }
      clock.advance(30 * 60_000);
      await untilNext('10:34:00');
      expect(slots).toEqual(['10:01:00', '10:02:00', '10:03:00', '10:04:00']);
    });

    it('needs three statements for a job, and then is silent', async () => {
      const handle = async () => undefined;
      const { db, jobs } = await start({
        handlers: [aHandler({ name: 'test.job' }, { handle })],
        timings: { pollMs: 600_000 },
      });
      const isDone = async (id: string) => (await jobs.find(id))?.state === 'succeeded';
      const first = await jobs.enqueue({ name: 'test.job' });
      await waitUntil('it has begun to work', () => isDone(first));
      const before = db.statementCount;
      const id = await jobs.enqueue({ name: 'test.job' });
      let looks = 0;
      await waitUntil('it is done', () => {
        looks += 1;
        return isDone(id);
      });
      expect(db.statementCount - before - looks).toBe(3);
    });

    it('knows at its start which processes of this machine are dead, where the database is a file', async () => {
      const runs: string[] = [];
      const handlers = [
        aHandler({ name: 'test.job' }, { handle: async (_p, { jobId }) => void runs.push(jobId) }),
      ];
      const api = await start({ handlers, role: 'api' });
      const left: Record<string, string> = {};
      for (const [who, owner] of [
        ['dead', `${hostname()}:${process.pid}:deadbeef0001`],
        ['alive', `${hostname()}:${process.ppid}:deadbeef0002`],
        ['elsewhere', 'another-host:1:deadbeef0003'],
      ] as const) {
        left[who] = await api.jobs.enqueue({ name: 'test.job' });
        await api.db.execute(
          `UPDATE jobs SET state = 'running', attempts = 1, lease_owner = $2, lease_until = $3 WHERE id = $1`,
          [left[who], owner, clock.now() + 15_000],
        );
      }
      const worker = await start({ handlers, role: 'worker' });
      const witness = await worker.jobs.enqueue({ name: 'test.job', priority: -1 });
      await waitUntil('it works', () => runs.includes(witness));
      expect(runs).toEqual(engine === 'sqlite' ? [left.dead, witness] : [witness]);
      clock.advance(15_001);
      await waitUntil('the leases are over', () => runs.length === 4);
    });

    it('removes what has been over for long enough', async () => {
      const handlers = [aHandler({ name: 'test.job' }, { handle: async () => undefined })];
      const { jobs } = await start({ handlers });
      const old = await jobs.enqueue({ name: 'test.job' });
      await waitUntil('it is done', async () => (await jobs.find(old))?.state === 'succeeded');
      clock.advance(23 * 3_600_000);
      const young = await jobs.enqueue({ name: 'test.job' });
      clock.advance(3_600_001);
      await jobs.enqueue({ name: 'jobs.prune' });
      await waitUntil('the old one is gone', async () => (await jobs.find(old)) === null);
      expect(await jobs.find(young)).not.toBeNull();
    });

    it('removes dead jobs by their own time, be that shorter than that of finished ones', async () => {
      const handlers = [
        aHandler({ name: 'test.job' }, { handle: async () => undefined }),
        aHandler(
          { name: 'test.doomed', maxAttempts: 1 },
          { handle: () => Promise.reject(new Error('no way')) },
        ),
      ];
      const variables = { JOBS_KEEP_DONE_HOURS: '72', JOBS_KEEP_DEAD_DAYS: '1' };
      const { jobs } = await start({ handlers, variables });
      const done = await jobs.enqueue({ name: 'test.job' });
      const dead = await jobs.enqueue({ name: 'test.doomed' });
      await waitUntil('both are over', async () => {
        const { waiting, running } = await jobs.stats();
        return waiting + running === 0;
      });
      clock.advance(25 * 3_600_000);
      await jobs.enqueue({ name: 'jobs.prune' });
      await waitUntil('the dead one is gone', async () => (await jobs.find(dead)) === null);
      expect(await jobs.find(done)).not.toBeNull();
    });
  });
});
