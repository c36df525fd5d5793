import { z } from 'zod';
import { type ConfigValue, defineConfig } from '#lib/config';

const hourMs = 3_600_000;

/** How long jobs are kept once over, and how long a stopping process waits for those that run. */
export const jobsConfig = defineConfig({
  name: 'jobs',
  schema: z.object({
    JOBS_KEEP_DONE_HOURS: z.coerce
      .number()
      .int()
      .min(0)
      .max(8760)
      .default(24)
      .describe('how long finished and canceled jobs stay in the database'),
    JOBS_KEEP_DEAD_DAYS: z.coerce
      .number()
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .describe('how long jobs that failed for good stay in the database'),
    JOBS_SHUTDOWN_MS: z.coerce
      .number()
      .int()
      .min(0)
      .max(20_000)
      .default(10_000)
      .describe('how long a stopping process lets running jobs finish before it gives them back'),
  }),
  derive: (values) => ({
    keepDoneMs: values.JOBS_KEEP_DONE_HOURS * hourMs,
    keepDeadMs: values.JOBS_KEEP_DEAD_DAYS * 24 * hourMs,
    shutdownMs: values.JOBS_SHUTDOWN_MS,
  }),
});
export type JobsConfig = ConfigValue<typeof jobsConfig>;
