/** The clockwork of the jobs, milliseconds. Fixed in the product; tests make it faster. */
export interface JobTimings {
  /** A job whose process does not renew its lease for this long is taken over. */
  leaseMs: number;
  heartbeatMs: number;
  /** How often the database is asked for work that nobody announced: other processes' jobs, due retries, schedules. */
  pollMs: number;
  /** How long a handler may take to end after its signal was aborted. */
  graceMs: number;
  /** Wait before `onDead` is called again after it threw. */
  burialRetryMs: number;
}

export const defaultJobTimings: JobTimings = {
  leaseMs: 15_000,
  heartbeatMs: 5000,
  pollMs: 1000,
  graceMs: 3000,
  burialRetryMs: 30_000,
};

/** Token of the `JobTimings`. */
export const JOB_TIMINGS = Symbol('job timings');
