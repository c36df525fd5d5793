import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { JobLeases } from './job-leases.js';
import { JobQueueRepository } from './job-queue.repository.js';
import { JobRunner } from './job-runner.js';
import { JobScheduler } from './job-scheduler.js';
import { JOB_TIMINGS, type JobTimings } from './job-timings.js';
import { type AnnouncedJob, JobTransport } from './job-transport.port.js';
import { JobRegistry } from './job.registry.js';
import { JobRepository } from './job.repository.js';

const LONGEST_PAUSE_MS = 5000;

/**
 * Jobs straight from the database, without a broker: one loop that sleeps until work is announced here or the next thing known is due,
 * and asks once a second for what others left (one cheap statement). Any number of processes may do so.
 */
@Injectable()
export class EmbeddedJobTransport extends JobTransport {
  override readonly name = 'embedded';
  private readonly logger = new Logger('Jobs');
  /** Kinds that may have due jobs. */
  private readonly wanted = new Set<string>();
  private loop: Promise<void> | null = null;
  private isStopped = false;
  private isNudged = false;
  private endSleep: (() => void) | null = null;

  constructor(
    private readonly jobs: JobRepository,
    private readonly queues: JobQueueRepository,
    private readonly registry: JobRegistry,
    private readonly runner: JobRunner,
    private readonly leases: JobLeases,
    private readonly scheduler: JobScheduler,
    private readonly clock: Clock,
    @Inject(JOB_TIMINGS) private readonly timings: JobTimings,
  ) {
    super();
  }

  override announce({ name, runAt }: AnnouncedJob): void {
    if (!this.loop || runAt > this.clock.now()) return;
    this.wanted.add(name);
    this.nudge();
  }

  override start(): void {
    this.loop ??= this.takeJobs();
  }

  override async stop(): Promise<void> {
    this.isStopped = true;
    this.nudge();
    await this.loop;
  }

  // Callers of announce only nudge: the loop goes on in its own context, never inside a request's transaction.
  private async takeJobs(): Promise<void> {
    let lookAt = 0;
    let failures = 0;
    while (!this.isStopped) {
      this.isNudged = false;
      try {
        if (performance.now() >= lookAt) {
          const idleMs = await this.look();
          lookAt = performance.now() + Math.min(idleMs, this.timings.pollMs);
        }
        await this.claimWanted();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1) this.logger.warn({ event: 'jobs cannot be read, trying on' }, error);
        lookAt = performance.now() + Math.min(LONGEST_PAUSE_MS, this.timings.pollMs * failures);
      }
      await this.sleep(lookAt - performance.now());
    }
  }

  /** Finds out what is due; milliseconds until the next thing will be. */
  private async look(): Promise<number> {
    const now = this.clock.now();
    let idleMs = Infinity;
    let isLeaseOver = false;
    let isSlotDue = false;
    for (const { kind, name, due } of await this.queues.nextMoments()) {
      if (due === null || (kind !== 'lease' && !this.isOurs(kind, name))) continue;
      if (due > now) idleMs = Math.min(idleMs, due - now);
      else if (kind === 'job') this.wanted.add(name);
      else if (kind === 'schedule') isSlotDue = true;
      else isLeaseOver = due < now;
    }
    if (isSlotDue) for (const name of await this.scheduler.fire()) this.wanted.add(name);
    if (isLeaseOver && (await this.reclaim(now)) > 0) return 0;
    return idleMs;
  }

  private isOurs(kind: 'job' | 'schedule', name: string): boolean {
    const definition = this.registry.find(name);
    return definition !== null && (kind === 'job' || definition.cron !== null);
  }

  private async reclaim(now: number): Promise<number> {
    // Ours first: after a stall of this process they may be over although their jobs go on.
    await this.leases.renew();
    const count = await this.jobs.reclaimExpired(now);
    if (count > 0) this.logger.warn({ event: 'jobs of a lost process taken back', count });
    return count;
  }

  private async claimWanted(): Promise<void> {
    for (const name of [...this.wanted]) {
      const definition = this.registry.find(name);
      const free = (definition?.concurrency ?? 0) - this.runner.runningOf(name);
      // Stays wanted when all its places are taken: the end of a run nudges.
      if (free <= 0 || this.isStopped) continue;
      this.wanted.delete(name);
      const claimed = await this.claim(name, free);
      if (claimed === free) this.wanted.add(name);
    }
  }

  private async claim(name: string, limit: number): Promise<number> {
    const { owner } = this.leases;
    const { leaseMs } = this.timings;
    const jobs = await this.jobs.claim({ name, limit, owner, now: this.clock.now(), leaseMs });
    for (const job of jobs) {
      void this.runner.run(job).then(() => {
        if (this.wanted.has(name)) this.nudge();
      });
    }
    return jobs.length;
  }

  private nudge(): void {
    this.isNudged = true;
    this.endSleep?.();
  }

  private async sleep(ms: number): Promise<void> {
    if (this.isNudged || this.isStopped || ms <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.endSleep = null;
  }
}
