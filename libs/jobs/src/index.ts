export { JobHandler, ScheduledJob } from './job.decorator.js';
export type { JobState } from './job.entity.js';
export type {
  JobContext,
  JobHandlerInstance,
  JobHandlerOptions,
  ScheduledJobOptions,
  ScheduledJobPayload,
} from './job-handler.js';
export type { JobView } from './job.repository.js';
export type { JobTimings } from './job-timings.js';
export type { JobRequest } from './job-writer.js';
export { type JobsConfig, jobsConfig } from './jobs.config.js';
export { type JobAbortCause, JobAbortedError, PermanentJobError, UnknownJobError } from './jobs.errors.js';
export { JobsModule } from './jobs.module.js';
export { Jobs, type JobStats } from './jobs.service.js';
