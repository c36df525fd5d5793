/** Longest wait between two runs, milliseconds. */
export const LONGEST_BACKOFF_MS = 300_000;

/**
 * Milliseconds to wait after run number `attempt` failed: `baseMs` doubled with every run, at most five minutes, give or take a quarter so
 * that jobs which failed together do not come back together. An error that says when to come back (`retryAfterMs`) is obeyed.
 */
export function backoffMs(options: {
  attempt: number;
  baseMs: number;
  error: unknown;
  random?: number;
}): number {
  const { attempt, baseMs, error, random = Math.random() } = options;
  const middle = Math.min(LONGEST_BACKOFF_MS, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.max(Math.round(middle * (0.75 + random / 2)), askedForMs(error));
}

function askedForMs(error: unknown): number {
  const asked = (error as { retryAfterMs?: unknown } | null)?.retryAfterMs;
  return typeof asked === 'number' && Number.isFinite(asked) ? Math.min(Math.max(0, asked), 3_600_000) : 0;
}
