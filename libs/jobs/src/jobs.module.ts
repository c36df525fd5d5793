import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { type AppConfig, appConfig } from '#lib/config';
import { DatabaseModule } from '#lib/database';
import { EmbeddedJobTransport } from './embedded-transport.adapter.js';
import { JobLeases } from './job-leases.js';
import { JobPruneJob } from './job-prune.job.js';
import { JobQueueEntity } from './job-queue.entity.js';
import { JobQueueRepository } from './job-queue.repository.js';
import { JobRunner } from './job-runner.js';
import { JobScheduleEntity } from './job-schedule.entity.js';
import { JobScheduleRepository } from './job-schedule.repository.js';
import { JobScheduler } from './job-scheduler.js';
import { defaultJobTimings, JOB_TIMINGS, type JobTimings } from './job-timings.js';
import { JobTransport } from './job-transport.port.js';
import { JobWriter } from './job-writer.js';
import { JobEntity } from './job.entity.js';
import { JobRegistry } from './job.registry.js';
import { JobRepository } from './job.repository.js';
import { JobsLifecycle, RUNS_JOBS } from './jobs-lifecycle.js';
import { Jobs } from './jobs.service.js';

/** `Jobs` for the whole app, and the machinery that runs the handlers found in it, unless `APP_ROLE=api`. */
@Global()
@Module({
  imports: [DiscoveryModule, DatabaseModule.forFeature([JobEntity, JobQueueEntity, JobScheduleEntity])],
  providers: [
    JobRepository,
    JobQueueRepository,
    JobScheduleRepository,
    JobRegistry,
    JobWriter,
    JobScheduler,
    JobLeases,
    JobRunner,
    JobsLifecycle,
    JobPruneJob,
    Jobs,
    { provide: JobTransport, useClass: EmbeddedJobTransport },
    { provide: JOB_TIMINGS, useValue: defaultJobTimings },
    { provide: RUNS_JOBS, inject: [appConfig.token], useFactory: ({ role }: AppConfig) => role !== 'api' },
  ],
  exports: [Jobs],
})
export class JobsModule {
  /** The module with another clockwork, for tests. */
  static withTimings(timings: Partial<JobTimings>): DynamicModule {
    return {
      module: JobsModule,
      providers: [{ provide: JOB_TIMINGS, useValue: { ...defaultJobTimings, ...timings } }],
    };
  }
}
