import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { JOB_TIMINGS, type JobTimings } from './job-timings.js';
import { JobRepository, type LeasedJob } from './job.repository.js';
import { newJobOwner, retireJobOwner } from './job-owner.js';
import { type JobAbortCause, JobAbortedError } from './jobs.errors.js';

/** A job that runs here. */
export interface RunningJob {
  readonly job: LeasedJob;
  readonly signal: AbortSignal;
  abort(cause: JobAbortCause): void;
}

/** The leases this process holds: renews them while jobs run, and aborts a job whose lease is gone. */
@Injectable()
export class JobLeases {
  /** This process, as the rows name it. */
  readonly owner = newJobOwner();
  private readonly running = new Map<string, RunningJob>();
  private readonly logger = new Logger('Jobs');
  private heartbeat: NodeJS.Timeout | null = null;
  /** The heartbeat belongs to no job, although the first one starts it. */
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(
    private readonly jobs: JobRepository,
    private readonly clock: Clock,
    @Inject(JOB_TIMINGS) private readonly timings: JobTimings,
  ) {}

  hold(job: LeasedJob): RunningJob {
    const controller = new AbortController();
    const running: RunningJob = {
      job,
      signal: controller.signal,
      abort: (cause) => controller.abort(new JobAbortedError(cause)),
    };
    this.running.set(job.id, running);
    this.heartbeat ??= this.outside(() => setInterval(() => void this.beat(), this.timings.heartbeatMs));
    return running;
  }

  release(running: RunningJob): void {
    // A job that was lost and taken again has a newer entry under its id.
    if (this.running.get(running.job.id) === running) this.running.delete(running.job.id);
    if (this.running.size === 0) this.stopBeating();
  }

  abort(jobId: string, cause: JobAbortCause): void {
    this.running.get(jobId)?.abort(cause);
  }

  abortAll(cause: JobAbortCause): void {
    for (const running of this.running.values()) running.abort(cause);
  }

  /** Renews every lease; the jobs whose lease somebody else took, or that were canceled elsewhere, are aborted. */
  async renew(): Promise<void> {
    const mine = [...this.running.values()];
    if (mine.length === 0) return;
    const until = this.clock.now() + this.timings.leaseMs;
    const held = await this.jobs.renew({ ids: mine.map(({ job }) => job.id), owner: this.owner, until });
    for (const running of mine) {
      if (!held.has(running.job.id) && this.running.get(running.job.id) === running)
        running.abort('lease_lost');
    }
  }

  close(): void {
    this.stopBeating();
    retireJobOwner(this.owner);
  }

  private async beat(): Promise<void> {
    try {
      await this.renew();
    } catch (error) {
      this.logger.warn({ event: 'job leases not renewed', running: this.running.size }, error);
    }
  }

  private stopBeating(): void {
    if (this.heartbeat) clearInterval(this.heartbeat);
    this.heartbeat = null;
  }
}
