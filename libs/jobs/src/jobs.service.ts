import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import { JobLeases } from './job-leases.js';
import { JobQueueRepository } from './job-queue.repository.js';
import { type AnnouncedJob, JobTransport } from './job-transport.port.js';
import { type JobRequest, JobWriter } from './job-writer.js';
import { JobRegistry } from './job.registry.js';
import { JobRepository, type JobView } from './job.repository.js';

/** The state of all jobs at one moment. */
export interface JobStats {
  /** Due, delayed and to be tried again. */
  waiting: number;
  running: number;
  dead: number;
  /** How long the oldest due job has been waiting; 0 when none is due. */
  oldestWaitingMs: number;
}

/** Work that must happen: a row in the caller's transaction, run at least once by a process that runs jobs (see `@JobHandler`). */
@Injectable()
export class Jobs {
  constructor(
    private readonly db: Database,
    private readonly writer: JobWriter,
    private readonly rows: JobRepository,
    private readonly queues: JobQueueRepository,
    private readonly registry: JobRegistry,
    private readonly leases: JobLeases,
    private readonly transport: JobTransport,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes the job in the ambient transaction, or in its own; a rollback takes it back. Its log lines carry the request id of now.
   * Resolves with the id of the job, or of the unfinished one with the same `dedupeKey`.
   * @throws UnknownJobError, TypeError when the payload is no JSON or too large
   */
  async enqueue(request: JobRequest): Promise<string> {
    const { id, announced } = await this.writer.write(request);
    if (announced) this.announce(announced);
    return id;
  }

  /**
   * Ends a job that has not ended, in the ambient transaction; a running one is aborted, at once when it runs in this process, else
   * within seconds. `onDead` is not called. False when there was nothing to end.
   */
  async cancel(jobId: string): Promise<boolean> {
    const isCanceled = await this.rows.cancel(jobId, this.clock.now());
    if (isCanceled) this.db.afterCommit(() => this.leases.abort(jobId, 'canceled'));
    return isCanceled;
  }

  /** Null for an unknown id, and some time after the end of the job. */
  find(jobId: string): Promise<JobView | null> {
    return this.rows.find(jobId);
  }

  /** No job of this name is begun, on any process, until `resume`; those that run go on. @throws UnknownJobError */
  async pause(name: string): Promise<void> {
    this.registry.get(name);
    await this.queues.pause(name, this.clock.now());
  }

  /** @throws UnknownJobError */
  async resume(name: string): Promise<void> {
    this.registry.get(name);
    await this.queues.resume(name);
    this.announce({ name, runAt: this.clock.now() });
  }

  /** Names that are paused now. */
  listPaused(): Promise<string[]> {
    return this.queues.listPaused();
  }

  /** For metrics and operators; one statement. */
  async stats(): Promise<JobStats> {
    const now = this.clock.now();
    const stats: JobStats = { waiting: 0, running: 0, dead: 0, oldestWaitingMs: 0 };
    for (const { state, jobs, oldestDue } of await this.rows.countByState(now)) {
      if (state === 'waiting') {
        stats.waiting = jobs;
        stats.oldestWaitingMs = oldestDue === null ? 0 : now - oldestDue;
      } else if (state === 'running' || state === 'dead') {
        stats[state] = jobs;
      }
    }
    return stats;
  }

  private announce({ name, runAt }: AnnouncedJob): void {
    this.db.afterCommit(() => this.transport.announce({ name, runAt }));
  }
}
