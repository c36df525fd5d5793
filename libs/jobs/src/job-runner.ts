import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import { runInContext } from '#lib/logging';
import { backoffMs } from './job-backoff.js';
import { JobLeases, type RunningJob } from './job-leases.js';
import { callHandler } from './job-run.js';
import { JOB_TIMINGS, type JobTimings } from './job-timings.js';
import { type RegisteredJob, JobRegistry } from './job.registry.js';
import { JobRepository, type LeasedJob } from './job.repository.js';
import { JobAbortedError, PermanentJobError } from './jobs.errors.js';

/** A job that took this many processes with it is not tried again. */
const MAX_LOST = 5;
const settleDelaysMs = [50, 200, 1000, 3000, 5000];
const SETTLE_TRIES = 12;

/** Runs leased jobs to their end: done, tried again, dead, or given back. Used by every transport. */
@Injectable()
export class JobRunner {
  private readonly tasks = new Map<Promise<void>, string>();
  private readonly logger = new Logger('Jobs');
  private stopping = false;

  constructor(
    private readonly db: Database,
    private readonly jobs: JobRepository,
    private readonly registry: JobRegistry,
    private readonly leases: JobLeases,
    private readonly clock: Clock,
    @Inject(JOB_TIMINGS) private readonly timings: JobTimings,
  ) {}

  /** Jobs of one kind that run here now. */
  runningOf(name: string): number {
    let count = 0;
    for (const running of this.tasks.values()) if (running === name) count += 1;
    return count;
  }

  /** Runs `job` and settles its row. Never rejects. */
  run(job: LeasedJob): Promise<void> {
    const task = runInContext({ requestId: job.requestId ?? job.id }, () => this.execute(job))
      .catch((error: unknown) =>
        this.logger.error({ event: 'job not settled', job: job.name, jobId: job.id }, error),
      )
      .finally(() => this.tasks.delete(task));
    this.tasks.set(task, job.name);
    return task;
  }

  /** Waits up to `patienceMs` for what runs, then aborts it and gives it back. */
  async drain(patienceMs: number): Promise<void> {
    this.stopping = true;
    const all = Promise.all(this.tasks.keys());
    const patience = new AbortController();
    const timer = delay(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([all, timer]);
    patience.abort();
    this.leases.abortAll('shutdown');
    await all;
  }

  private async execute(job: LeasedJob): Promise<void> {
    const running = this.leases.hold(job);
    try {
      const definition = this.registry.get(job.name);
      if (job.lost >= MAX_LOST) {
        await this.bury(
          definition,
          job,
          new Error(`The process died ${job.lost} times while running this job`),
        );
      } else if (job.attempts - job.lost > job.maxAttempts) {
        await this.bury(definition, job, new Error(job.lastError ?? 'The retries are used up'));
      } else {
        await this.attempt(definition, running);
      }
    } finally {
      this.leases.release(running);
    }
  }

  private async attempt(definition: RegisteredJob, running: RunningJob): Promise<void> {
    const { job } = running;
    const startedAt = performance.now();
    const outcome = await callHandler(definition, running, {
      graceMs: this.timings.graceMs,
      saveProgress: (fraction) => void this.saveProgress(job, fraction),
    });
    const line = {
      job: job.name,
      jobId: job.id,
      attempt: job.attempts - job.lost,
      ms: Math.round(performance.now() - startedAt),
    };
    if (outcome.kind === 'succeeded') {
      await this.settle(() => this.jobs.succeed(job, this.clock.now()));
      this.logger.debug({ event: 'job done', ...line });
      return;
    }
    const cause = outcome.error instanceof JobAbortedError ? outcome.error.cause : null;
    if (cause === 'canceled' || cause === 'lease_lost') {
      this.logger.warn({ event: 'job stopped', cause, ...line });
    } else if (cause === 'shutdown') {
      await this.settle(() => this.jobs.giveBack(job));
      this.logger.log({ event: 'job given back', ...line });
    } else {
      await this.fail(definition, job, outcome.error);
    }
  }

  private async fail(definition: RegisteredJob, job: LeasedJob, error: unknown): Promise<void> {
    const attempt = job.attempts - job.lost;
    if (error instanceof PermanentJobError || attempt >= job.maxAttempts) {
      await this.bury(definition, job, asError(error));
      return;
    }
    const waitMs = backoffMs({ attempt, baseMs: definition.backoffMs, error });
    await this.settle(() => this.jobs.retryAt(job, this.clock.now() + waitMs, textOf(error)));
    const line = { job: job.name, jobId: job.id, attempt, maxAttempts: job.maxAttempts, waitMs };
    this.logger.warn({ event: 'job failed, will be tried again', ...line }, error);
  }

  /** Marks the job dead and calls `onDead` in one transaction, so that both happen once or not yet. */
  private async bury(definition: RegisteredJob, job: LeasedJob, error: Error): Promise<void> {
    const line = {
      job: job.name,
      jobId: job.id,
      attempts: Math.min(job.attempts - job.lost, job.maxAttempts),
    };
    try {
      const isBuried = await this.db.transaction(async () => {
        if (!(await this.jobs.bury(job, this.clock.now(), textOf(error)))) return false;
        await definition.handler.onDead?.(JSON.parse(job.payload), error);
        return true;
      });
      if (isBuried) this.logger.error({ event: 'job is dead', ...line }, error);
    } catch (onDeadError) {
      this.logger.error({ event: 'onDead failed, will be called again', ...line }, onDeadError);
      const again = this.clock.now() + this.timings.burialRetryMs;
      await this.settle(() => this.jobs.postponeBurial(job, again, textOf(error)));
    }
  }

  /** Writes the end of a run; while the database is away tries again, for the lease still is ours until somebody takes it. */
  private async settle(write: () => Promise<boolean>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await write();
        return;
      } catch (error) {
        if (this.stopping || tries === SETTLE_TRIES) throw error;
        await delay(settleDelaysMs[Math.min(tries, settleDelaysMs.length) - 1]);
      }
    }
  }

  private async saveProgress(job: LeasedJob, fraction: number): Promise<void> {
    try {
      await this.jobs.saveProgress(job, fraction);
    } catch (error) {
      this.logger.debug({ event: 'job progress not saved', jobId: job.id }, error);
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function textOf(error: unknown): string {
  const { name, message } = asError(error);
  return name === 'Error' ? message : `${name}: ${message}`;
}
