import { AsyncLocalStorage } from 'node:async_hooks';
import type { JobContext } from './job-handler.js';
import type { RunningJob } from './job-leases.js';
import type { RegisteredJob } from './job.registry.js';

const PROGRESS_INTERVAL_MS = 1000;

/** How one call of a handler ended. `failed` carries what it threw, or why it was aborted. */
export type JobOutcome = { kind: 'succeeded' } | { kind: 'failed'; error: unknown };

/**
 * Calls the handler, bounded by its timeout. When the signal is aborted the handler has `graceMs` to end; then it is left alone, and
 * whatever it still does is fenced off by its lease.
 */
export async function callHandler(
  definition: RegisteredJob,
  running: RunningJob,
  options: { graceMs: number; saveProgress: (fraction: number) => void },
): Promise<JobOutcome> {
  const timeout = setTimeout(() => running.abort('timeout'), definition.timeoutMs);
  const graceOver = Promise.withResolvers<JobOutcome>();
  let grace: NodeJS.Timeout | undefined;
  const onAbort = () => {
    grace = setTimeout(
      () => graceOver.resolve({ kind: 'failed', error: running.signal.reason }),
      options.graceMs,
    );
  };
  running.signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([handled(definition, running, options.saveProgress), graceOver.promise]);
  } finally {
    clearTimeout(timeout);
    clearTimeout(grace);
    running.signal.removeEventListener('abort', onAbort);
  }
}

async function handled(
  definition: RegisteredJob,
  running: RunningJob,
  saveProgress: (fraction: number) => void,
): Promise<JobOutcome> {
  const { job, signal } = running;
  const context: JobContext = {
    jobId: job.id,
    attempt: job.attempts - job.lost,
    maxAttempts: job.maxAttempts,
    signal,
    progress: throttled(saveProgress),
  };
  try {
    await definition.handler.handle(JSON.parse(job.payload), context);
    return { kind: 'succeeded' };
  } catch (error) {
    return { kind: 'failed', error: signal.aborted ? signal.reason : error };
  }
}

/** At most one call a second, outside of whatever transaction the handler reports from. The end of a job is written by itself. */
function throttled(save: (fraction: number) => void): (fraction: number) => void {
  const outside = AsyncLocalStorage.snapshot();
  let savedAt = -Infinity;
  return (fraction) => {
    const now = performance.now();
    if (!Number.isFinite(fraction) || now - savedAt < PROGRESS_INTERVAL_MS) return;
    savedAt = now;
    outside(save, Math.min(1, Math.max(0, fraction)));
  };
}
