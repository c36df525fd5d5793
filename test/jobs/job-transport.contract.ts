import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '#lib/clock';
import type { DatabaseEngine } from '#lib/database';
import { type JobContext, type JobHandlerInstance, PermanentJobError } from '#lib/jobs';
import { requestContext, runInContext } from '#lib/logging';
import { createTestDatabase, type TestDatabaseEnvironment } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import { aHandler, type JobProcess, type JobProcessOptions, startJobProcess } from './job-process.js';

type Handle = JobHandlerInstance<{ n: number }>['handle'];

/** A handler's promise that the spec settles, and the contexts of the runs begun. */
function aBarrier() {
  const gate = Promise.withResolvers<void>();
  const runs: JobContext[] = [];
  const handle: Handle = (_payload, context) => {
    runs.push(context);
    return gate.promise;
  };
  return { handle, runs, open: gate.resolve };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('stopped working'))),
  );

/** What every transport of jobs promises, over whichever database (a job row, delivered at least once, settled once). */
export function jobTransportContract(engine: DatabaseEngine): void {
  let clock: ManualClock;
  let database: TestDatabaseEnvironment;
  let processes: JobProcess[];

  beforeEach(async () => {
    clock = new ManualClock();
    processes = [];
    database = await createTestDatabase(engine);
  });

  afterEach(async () => {
    await Promise.all(processes.map((process) => process.stop()));
    await database.remove();
  });

  async function start(
    options: Partial<JobProcessOptions> & Pick<JobProcessOptions, 'handlers'>,
  ): Promise<JobProcess> {
    const process = await startJobProcess(database.env, { clock, ...options });
    processes.push(process);
    return process;
  }

  const startWith = (handle: Handle, options: Partial<Parameters<typeof aHandler>[0]> = {}) =>
    start({ handlers: [aHandler({ name: 'test.job', ...options }, { handle })] });

  const untilState = ({ jobs }: JobProcess, id: string, state: string) =>
    waitUntil(`the job is ${state}`, async () => {
      const job = await jobs.find(id);
      return job?.state === state ? job : null;
    });

  it('runs a job once, with its payload, and remembers how it ended', async () => {
    const seen: unknown[] = [];
    const process = await startWith(async (payload, { jobId, attempt, maxAttempts }) => {
      seen.push({ payload, jobId, attempt, maxAttempts });
    });
    const id = await process.jobs.enqueue({ name: 'test.job', payload: { n: 7 } });
    const job = await untilState(process, id, 'succeeded');
    expect(seen).toEqual([{ payload: { n: 7 }, jobId: id, attempt: 1, maxAttempts: 5 }]);
    expect(job).toMatchObject({ name: 'test.job', progress: 1, lastError: null, finishedAt: clock.now() });
  });

  it('runs under the request id of whoever asked, outside of their transaction (O7)', async () => {
    const seen: unknown[] = [];
    const process: JobProcess = await startWith(async () => {
      seen.push(requestContext()?.requestId, process.db.isInTransaction);
    });
    const { db, jobs } = process;
    const id = await runInContext({ requestId: 'request-1' }, () =>
      db.transaction(() => jobs.enqueue({ name: 'test.job' })),
    );
    await untilState(process, id, 'succeeded');
    expect(seen).toEqual(['request-1', false]);
  });

  it('does not know a job whose transaction was rolled back', async () => {
    const seen: number[] = [];
    const process = await startWith(async ({ n }) => void seen.push(n));
    const { db, jobs } = process;
    let lostId = '';
    await expect(
      db.transaction(async () => {
        lostId = await jobs.enqueue({ name: 'test.job', payload: { n: 1 } });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const id = await jobs.enqueue({ name: 'test.job', payload: { n: 2 } });
    await untilState(process, id, 'succeeded');
    expect(await jobs.find(lostId)).toBeNull();
    expect(seen).toEqual([2]);
  });

  it('makes one job of 20 that ask with one dedupe key at the same time, and another one after its end', async () => {
    const barrier = aBarrier();
    const process = await startWith(barrier.handle);
    const ask = () => process.jobs.enqueue({ name: 'test.job', dedupeKey: 'picture-1' });
    const ids = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(ids).size).toBe(1);
    await waitUntil('it runs', () => barrier.runs.length === 1);
    expect(await ask()).toBe(ids[0]);
    expect(await process.jobs.enqueue({ name: 'test.job', dedupeKey: 'picture-2' })).not.toBe(ids[0]);
    barrier.open();
    await untilState(process, ids[0]!, 'succeeded');
    expect(await ask()).not.toBe(ids[0]);
  });

  it('tries again with growing waits until it works', async () => {
    const attempts: number[] = [];
    const process = await startWith(async (_payload, { attempt }) => {
      attempts.push(attempt);
      if (attempt < 3) throw new Error(`no luck ${attempt}`);
    });
    const id = await process.jobs.enqueue({ name: 'test.job' });
    for (const [attempt, least, most] of [
      [1, 750, 1250],
      [2, 1500, 2500],
    ] as const) {
      const job = await waitUntil('the run failed', async () => {
        const found = await process.jobs.find(id);
        return found?.state === 'waiting' && found.attempt === attempt ? found : null;
      });
      expect(job.lastError).toBe(`no luck ${attempt}`);
      expect(job.runAt - clock.now()).toBeGreaterThanOrEqual(least);
      expect(job.runAt - clock.now()).toBeLessThanOrEqual(most);
      clock.advance(job.runAt - clock.now());
    }
    await untilState(process, id, 'succeeded');
    expect(attempts).toEqual([1, 2, 3]);
  });

  describe('a job that cannot be done', () => {
    async function startDying(
      handle: Handle,
      onDead: NonNullable<JobHandlerInstance['onDead']>,
    ): Promise<JobProcess> {
      const handlers = [aHandler({ name: 'test.job', maxAttempts: 2, backoffMs: 10 }, { handle, onDead })];
      const process = await start({ handlers });
      await process.db.execute('CREATE TABLE effects (note text NOT NULL)');
      return process;
    }
    const effectsOf = async ({ db }: JobProcess) =>
      (await db.query<{ note: string }>('SELECT note FROM effects')).map(({ note }) => note);

    it('is dead after its last attempt, and told so once, with the last error', async () => {
      const process: JobProcess = await startDying(
        async (_payload, { attempt }) => {
          throw new TypeError(`no luck ${attempt}`);
        },
        async (payload, error) => {
          await process.db.execute('INSERT INTO effects VALUES ($1)', [
            `${JSON.stringify(payload)} ${error.message}`,
          ]);
        },
      );
      const id = await process.jobs.enqueue({ name: 'test.job', payload: { n: 1 }, dedupeKey: 'one' });
      await waitUntil('the first run failed', async () => (await process.jobs.find(id))?.lastError);
      clock.advance(1000);
      const job = await untilState(process, id, 'dead');
      expect(job).toMatchObject({ attempt: 2, lastError: 'TypeError: no luck 2', finishedAt: clock.now() });
      expect(await effectsOf(process)).toEqual(['{"n":1} no luck 2']);
      expect(await process.jobs.stats()).toMatchObject({ waiting: 0, running: 0, dead: 1 });
      expect(await process.jobs.enqueue({ name: 'test.job', dedupeKey: 'one' })).not.toBe(id);
    });

    it('is dead at once when its error says that trying again cannot help', async () => {
      let runs = 0;
      const process: JobProcess = await startDying(
        async () => {
          runs += 1;
          throw new PermanentJobError('the picture is no picture');
        },
        async () => void (await process.db.execute(`INSERT INTO effects VALUES ('dead')`)),
      );
      const id = await process.jobs.enqueue({ name: 'test.job' });
      await untilState(process, id, 'dead');
      expect([runs, await effectsOf(process)]).toEqual([1, ['dead']]);
    });

    it('is told again when that failed, without a trace of the first time and without another run', async () => {
      let runs = 0;
      let calls = 0;
      const process: JobProcess = await startDying(
        async () => {
          runs += 1;
          throw new PermanentJobError('gone');
        },
        async (_payload, error) => {
          calls += 1;
          await process.db.execute('INSERT INTO effects VALUES ($1)', [error.message]);
          if (calls === 1) throw new Error('not now');
        },
      );
      const id = await process.jobs.enqueue({ name: 'test.job' });
      await waitUntil('the end was put off', async () => {
        const job = await process.jobs.find(id);
        return job?.state === 'waiting' && job.runAt > clock.now();
      });
      expect(await effectsOf(process)).toEqual([]);
      clock.advance(30_000);
      await untilState(process, id, 'dead');
      expect([runs, calls]).toEqual([1, 2]);
      expect(await effectsOf(process)).toEqual(['PermanentJobError: gone']);
    });
  });

  it('waits until a job may run', async () => {
    const startedAt: number[] = [];
    const process = await startWith(async () => void startedAt.push(clock.now()));
    const runAt = clock.now() + 60_000;
    const late = await process.jobs.enqueue({ name: 'test.job', runAt });
    const now = await process.jobs.enqueue({ name: 'test.job' });
    await untilState(process, now, 'succeeded');
    expect((await process.jobs.find(late))?.state).toBe('waiting');
    clock.advance(60_000);
    await untilState(process, late, 'succeeded');
    expect(startedAt).toEqual([runAt - 60_000, runAt]);
  });

  it('takes the most urgent first, and equals in their order', async () => {
    const order: number[] = [];
    const process = await startWith(async ({ n }) => void order.push(n), { concurrency: 1 });
    await process.jobs.pause('test.job');
    let last = '';
    for (const [n, priority] of [
      [3, 0],
      [5, -10],
      [1, 10],
      [4, 0],
      [2, 10],
    ] as const) {
      last = await process.jobs.enqueue({ name: 'test.job', payload: { n }, priority });
    }
    await process.jobs.resume('test.job');
    await waitUntil('all ran', () => order.length === 5);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    await untilState(process, last, 'succeeded');
  });

  it('runs no more at once than the handler allows', async () => {
    let now = 0;
    let most = 0;
    let done = 0;
    const process = await startWith(
      async () => {
        most = Math.max(most, (now += 1));
        await process.db.health();
        now -= 1;
        done += 1;
      },
      { concurrency: 3 },
    );
    await Promise.all(Array.from({ length: 20 }, () => process.jobs.enqueue({ name: 'test.job' })));
    await waitUntil('all ran', () => done === 20);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('aborts a run that takes too long, and tries again', async () => {
    const causes: unknown[] = [];
    const process = await startWith(
      async (_payload, { attempt, signal }) => {
        if (attempt > 1) return;
        await untilAborted(signal).catch((error: unknown) => {
          causes.push((signal.reason as Error).cause);
          throw error;
        });
      },
      { timeoutMs: 20 },
    );
    const id = await process.jobs.enqueue({ name: 'test.job' });
    const job = await waitUntil('the run was aborted', async () => {
      const found = await process.jobs.find(id);
      return found?.lastError ? found : null;
    });
    expect(job.lastError).toContain('longer than its timeout');
    clock.advance(2000);
    await untilState(process, id, 'succeeded');
    expect(causes).toEqual(['timeout']);
  });

  it('goes on without a run that ignores its signal, whose late result changes nothing', async () => {
    const stubborn = Promise.withResolvers<void>();
    const second = aBarrier();
    const process = await startWith(
      (payload, context) => (context.attempt === 1 ? stubborn.promise : second.handle(payload, context)),
      { timeoutMs: 20, concurrency: 1 },
    );
    const id = await process.jobs.enqueue({ name: 'test.job' });
    await waitUntil('the run was given up', async () => (await process.jobs.find(id))?.lastError);
    clock.advance(2000);
    await waitUntil('the second run goes on', () => second.runs.length === 1);
    stubborn.resolve();
    expect((await process.jobs.find(id))?.state).toBe('running');
    second.open();
    await waitUntil('it ended', async () => (await process.jobs.find(id))?.state !== 'running');
  });

  it('cancels a waiting job, which never runs', async () => {
    const seen: number[] = [];
    const process = await startWith(async ({ n }) => void seen.push(n));
    const { jobs } = process;
    const id = await jobs.enqueue({ name: 'test.job', payload: { n: 1 }, runAt: clock.now() + 1000 });
    expect(await jobs.cancel(id)).toBe(true);
    expect(await jobs.cancel(id)).toBe(false);
    clock.advance(1000);
    await untilState(process, await jobs.enqueue({ name: 'test.job', payload: { n: 2 } }), 'succeeded');
    expect(await jobs.find(id)).toMatchObject({ state: 'canceled', finishedAt: clock.now() - 1000 });
    expect(seen).toEqual([2]);
  });

  it('cancels a running job by its signal, without an obituary', async () => {
    const causes: unknown[] = [];
    const obituaries: Error[] = [];
    const handle: Handle = (_payload, { signal }) =>
      untilAborted(signal).catch((error: unknown) => {
        causes.push((signal.reason as Error).cause);
        throw error;
      });
    const onDead = async (_payload: unknown, error: Error) => void obituaries.push(error);
    const process = await start({
      handlers: [aHandler({ name: 'test.job', maxAttempts: 1 }, { handle, onDead })],
    });
    const id = await process.jobs.enqueue({ name: 'test.job' });
    await untilState(process, id, 'running');
    expect(await process.jobs.cancel(id)).toBe(true);
    await waitUntil('it was aborted', () => causes.length === 1);
    await process.stop();
    expect([causes, obituaries]).toEqual([['canceled'], []]);
  });

  it('keeps a paused kind waiting, in a later process too, while others run', async () => {
    const seen: string[] = [];
    const handlers = ['test.job', 'test.other'].map((name) =>
      aHandler({ name }, { handle: async () => void seen.push(name) }),
    );
    const first = await start({ handlers });
    await first.jobs.pause('test.job');
    expect(await first.jobs.listPaused()).toEqual(['test.job']);
    const id = await first.jobs.enqueue({ name: 'test.job' });
    await first.stop();
    const second = await start({ handlers });
    await untilState(second, await second.jobs.enqueue({ name: 'test.other' }), 'succeeded');
    expect(await second.jobs.find(id)).toMatchObject({ state: 'waiting', attempt: 0 });
    await second.jobs.resume('test.job');
    await untilState(second, id, 'succeeded');
    expect(seen).toEqual(['test.other', 'test.job']);
  });

  it('tells how far a job is', async () => {
    const barrier = aBarrier();
    const process = await startWith((payload, context) => {
      context.progress(0.25);
      return barrier.handle(payload, context);
    });
    const id = await process.jobs.enqueue({ name: 'test.job' });
    await waitUntil('progress is seen', async () => (await process.jobs.find(id))?.progress === 0.25);
    barrier.open();
    expect((await untilState(process, id, 'succeeded')).progress).toBe(1);
  });

  it('counts what waits, runs and is dead, and how long the oldest has waited', async () => {
    const barrier = aBarrier();
    const process = await startWith(barrier.handle, { concurrency: 1 });
    expect(await process.jobs.stats()).toEqual({ waiting: 0, running: 0, dead: 0, oldestWaitingMs: 0 });
    const running = await process.jobs.enqueue({ name: 'test.job' });
    await untilState(process, running, 'running');
    const waiting = await process.jobs.enqueue({ name: 'test.job' });
    await process.jobs.enqueue({ name: 'test.job', runAt: clock.now() + 3_600_000 });
    clock.advance(5000);
    expect(await process.jobs.stats()).toEqual({ waiting: 2, running: 1, dead: 0, oldestWaitingMs: 5000 });
    barrier.open();
    await untilState(process, waiting, 'succeeded');
  });

  describe('when a process dies', () => {
    /** A job as a process that died while running it leaves it behind. */
    async function aJobLeftBy(owner: string, worker: JobProcess, lost = 0): Promise<string> {
      const runAt = clock.now() + 3_600_000;
      const id = await worker.jobs.enqueue({ name: 'test.job', payload: { n: 1 }, runAt });
      await worker.db.execute(
        `UPDATE jobs SET state = 'running', attempts = $2 + 1, lost = $2, lease_owner = $3, lease_until = $4, run_at = $5
         WHERE id = $1`,
        [id, lost, owner, clock.now() + 15_000, clock.now()],
      );
      return id;
    }

    it('its jobs run again when their lease is over, and that counts as no attempt', async () => {
      const attempts: number[] = [];
      const process = await startWith(async (_payload, { attempt }) => void attempts.push(attempt));
      const id = await aJobLeftBy('elsewhere:1:abc', process);
      clock.advance(15_000);
      await untilState(process, await process.jobs.enqueue({ name: 'test.job' }), 'succeeded');
      expect((await process.jobs.find(id))?.state).toBe('running');
      clock.advance(1);
      await untilState(process, id, 'succeeded');
      expect(attempts).toEqual([1, 1]);
    });

    it('a job that took five processes with it is dead', async () => {
      const obituaries: string[] = [];
      const runs: unknown[] = [];
      const handle: Handle = async (payload) => void runs.push(payload);
      const onDead = async (_payload: unknown, error: Error) => void obituaries.push(error.message);
      const process = await start({ handlers: [aHandler({ name: 'test.job' }, { handle, onDead })] });
      const id = await aJobLeftBy('elsewhere:1:abc', process, 4);
      clock.advance(15_001);
      await untilState(process, id, 'dead');
      expect(runs).toEqual([]);
      expect(obituaries).toEqual(['The process died 5 times while running this job']);
    });

    it('a run whose lease is gone is aborted, and its result changes nothing', async () => {
      const causes: unknown[] = [];
      const process = await startWith(async (_payload, { signal }) => {
        await untilAborted(signal).catch(() => causes.push((signal.reason as Error).cause));
      });
      const id = await process.jobs.enqueue({ name: 'test.job' });
      await untilState(process, id, 'running');
      await process.db.execute(`UPDATE jobs SET lease_owner = 'elsewhere:1:abc' WHERE id = $1`, [id]);
      await waitUntil('it was aborted', () => causes.length === 1);
      await process.stop();
      expect(causes).toEqual(['lease_lost']);
      const after = await start({
        handlers: [aHandler({ name: 'test.job' }, { handle: aBarrier().handle })],
        role: 'api',
      });
      expect(await after.jobs.find(id)).toMatchObject({ state: 'running', finishedAt: null });
    });

    it('a long run keeps its lease for as long as its process lives', async () => {
      const barrier = aBarrier();
      const process = await startWith(barrier.handle);
      const id = await process.jobs.enqueue({ name: 'test.job' });
      await untilState(process, id, 'running');
      for (let round = 0; round < 3; round += 1) {
        clock.advance(14_000);
        await waitUntil('the lease is renewed', async () => {
          const row = await process.db.queryOne<{ until: number }>(
            'SELECT lease_until AS until FROM jobs WHERE id = $1',
            [id],
          );
          return row!.until === clock.now() + 15_000;
        });
      }
      barrier.open();
      expect(await untilState(process, id, 'succeeded')).toMatchObject({ attempt: 1 });
      expect(barrier.runs).toHaveLength(1);
    });
  });

  describe('on shutdown', () => {
    it('lets a running job finish, and takes no other', async () => {
      const barrier = aBarrier();
      const handlers = [aHandler({ name: 'test.job', concurrency: 1 }, { handle: barrier.handle })];
      const process = await start({ handlers, variables: { JOBS_SHUTDOWN_MS: '10000' } });
      const first = await process.jobs.enqueue({ name: 'test.job' });
      const second = await process.jobs.enqueue({ name: 'test.job' });
      await untilState(process, first, 'running');
      const stopped = process.stop();
      barrier.open();
      await stopped;
      const after = await start({ handlers, role: 'api' });
      expect((await after.jobs.find(first))?.state).toBe('succeeded');
      expect(await after.jobs.find(second)).toMatchObject({ state: 'waiting', attempt: 0 });
    });

    it('gives back what does not finish, as if it had not been taken', async () => {
      const causes: unknown[] = [];
      const first = await startWith((_payload, { signal }) =>
        untilAborted(signal).catch((error: unknown) => {
          causes.push((signal.reason as Error).cause);
          throw error;
        }),
      );
      const id = await first.jobs.enqueue({ name: 'test.job' });
      await untilState(first, id, 'running');
      await first.stop();
      expect(causes).toEqual(['shutdown']);
      const attempts: number[] = [];
      const second = await startWith(async (_payload, { attempt }) => void attempts.push(attempt));
      await untilState(second, id, 'succeeded');
      expect(attempts).toEqual([1]);
    });
  });

  it('only asks for jobs in the role api', async () => {
    const seen: string[] = [];
    const handlersOf = (who: string) => [
      aHandler({ name: 'test.job' }, { handle: async () => void seen.push(who) }),
    ];
    const api = await start({ handlers: handlersOf('api'), role: 'api' });
    const id = await api.jobs.enqueue({ name: 'test.job' });
    const worker = await start({ handlers: handlersOf('worker'), role: 'worker' });
    await untilState(worker, id, 'succeeded');
    expect(seen).toEqual(['worker']);
  });
}
