/** What a handler knows about the run it is in. */
export interface JobContext {
  readonly jobId: string;
  /** 1 for the first run. Runs that ended with the death or the stop of their process do not count. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Aborted, with a `JobAbortedError` as reason, on timeout, cancel, loss of the lease and shutdown: pass it on and end soon. */
  readonly signal: AbortSignal;
  /** Notes how far the job is, 0..1. Best effort and cheap: at most one write a second. */
  progress(fraction: number): void;
}

/**
 * A class decorated with `@JobHandler` or `@ScheduledJob`. Jobs are delivered at least once, so `handle` must be idempotent. It runs in
 * no transaction; a resolved promise means done, a rejected one is tried again with backoff.
 */
export interface JobHandlerInstance<Payload = unknown> {
  handle(payload: Payload, context: JobContext): Promise<unknown>;
  /**
   * Called once when the job is given up, inside the transaction that marks it dead: effects must be database writes. When it throws,
   * nothing of it is kept and it is called again half a minute later.
   */
  onDead?(payload: Payload, error: Error): Promise<void>;
}

/** How one kind of job is run. */
export interface JobHandlerOptions {
  /** `<lib>.<verb>`, for example `generation.run`; unique in the whole build. */
  name: string;
  /** Runs at the same time in one process. Default 4. */
  concurrency?: number;
  /** A run that takes longer is aborted and tried again. Milliseconds; default five minutes. */
  timeoutMs?: number;
  /** Runs before the job is dead. Default 5. */
  maxAttempts?: number;
  /** Wait before the second run; doubles with each, up to five minutes, give or take a quarter. Milliseconds; default 1,000. */
  backoffMs?: number;
}

/** A job that comes by itself. Slots missed while no process ran, and slots that come while a run goes on, count as one. */
export interface ScheduledJobOptions extends JobHandlerOptions {
  /** Cron expression in UTC, of five fields or six (with seconds first). */
  cron: string;
}

/** The payload of a scheduled job: the moment it was due. */
export interface ScheduledJobPayload {
  /** Milliseconds since the epoch. */
  slot: number;
}
