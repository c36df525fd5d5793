import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { InjectConfig } from '#lib/config';
import { Database } from '#lib/database';
import { JobLeases } from './job-leases.js';
import { isDeadOwner } from './job-owner.js';
import { JobQueueRepository } from './job-queue.repository.js';
import { JobRunner } from './job-runner.js';
import { JobScheduler } from './job-scheduler.js';
import { JobTransport } from './job-transport.port.js';
import { JobRegistry } from './job.registry.js';
import { JobRepository } from './job.repository.js';
import { type JobsConfig, jobsConfig } from './jobs.config.js';

/** Token: does this process run jobs, or only ask for them? */
export const RUNS_JOBS = Symbol('runs jobs');

const RETRY_MS = 1000;

/** Starts the transport once the database is there, and stops it so that nothing is lost or waits for a lease to run out. */
@Injectable()
export class JobsLifecycle implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private isStopped = false;

  constructor(
    private readonly db: Database,
    private readonly registry: JobRegistry,
    private readonly queues: JobQueueRepository,
    private readonly scheduler: JobScheduler,
    private readonly jobs: JobRepository,
    private readonly transport: JobTransport,
    private readonly runner: JobRunner,
    private readonly leases: JobLeases,
    @InjectConfig(jobsConfig) private readonly config: JobsConfig,
    @Inject(RUNS_JOBS) private readonly runsJobs: boolean,
  ) {}

  /** @throws Error when a job has two handlers or a handler is not sound */
  onModuleInit(): void {
    this.registry.all();
  }

  onApplicationBootstrap(): void {
    if (this.runsJobs) void this.startWhenReady();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    await this.transport.stop();
    await this.runner.drain(this.config.shutdownMs);
    this.leases.close();
  }

  private async startWhenReady(): Promise<void> {
    while (!this.isStopped) {
      try {
        await this.db.whenReady();
        await this.prepare();
        break;
      } catch (error) {
        if (this.isStopped) return;
        this.logger.warn({ event: 'jobs cannot start yet' }, error);
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    if (this.isStopped) return;
    this.transport.start();
    this.logger.log(
      `Running ${this.registry.all().size} kinds of jobs by the ${this.transport.name} transport`,
    );
  }

  private async prepare(): Promise<void> {
    await this.queues.ensure([...this.registry.all().keys()]);
    await this.scheduler.ensure();
    // Host names say who is dead only where all processes share a machine, as they do with a database that is a file.
    if (this.db.engine === 'sqlite') await this.takeFromTheDead();
  }

  private async takeFromTheDead(): Promise<void> {
    for (const owner of await this.jobs.listOwners()) {
      if (!isDeadOwner(owner)) continue;
      const count = await this.jobs.reclaimFrom(owner);
      this.logger.warn({ event: 'jobs of a process that died taken back', count });
    }
  }
}
