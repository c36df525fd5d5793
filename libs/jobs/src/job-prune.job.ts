import { Clock } from '#lib/clock';
import { InjectConfig } from '#lib/config';
import type { JobContext, JobHandlerInstance } from './job-handler.js';
import { ScheduledJob } from './job.decorator.js';
import { JobRepository } from './job.repository.js';
import { type JobsConfig, jobsConfig } from './jobs.config.js';

const BATCH = 500;

/** Removes jobs that have been over for long enough, in small batches. */
@ScheduledJob({ name: 'jobs.prune', cron: '17 * * * *', concurrency: 1 })
export class JobPruneJob implements JobHandlerInstance {
  constructor(
    private readonly jobs: JobRepository,
    private readonly clock: Clock,
    @InjectConfig(jobsConfig) private readonly config: JobsConfig,
  ) {}

  async handle(_payload: unknown, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    const now = this.clock.now();
    const limits = {
      doneBefore: now - this.config.keepDoneMs,
      deadBefore: now - this.config.keepDeadMs,
      limit: BATCH,
    };
    while (!signal.aborted && (await this.jobs.prune(limits)) === BATCH);
  }
}
