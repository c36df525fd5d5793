import {
  BrokenCircuitError,
  CircuitState,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhen,
  type IPolicy,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import { ServiceUnavailableError } from '#lib/errors';

/** How calls to one dependency are protected. Times in milliseconds. */
export interface DependencyPolicyOptions {
  /** Shown in errors and metrics. */
  name: string;
  /** One attempt is aborted after this. */
  timeoutMs: number;
  /** Attempts in all, 1 = never again. */
  maxAttempts?: number;
  /** Failures in a row after which calls are refused at once. */
  breakAfter?: number;
  /** How long they are refused before one call may try. */
  halfOpenAfterMs?: number;
  /** Is this failure worth another attempt, and a sign that the dependency is ill? Everything is, unless told. */
  isTransient?: (error: unknown) => boolean;
}

/** `closed`: calls go through; `open`: they are refused; `half_open`: one is trying. */
export type BreakerState = 'closed' | 'open' | 'half_open';

/**
 * Timeout, retry with backoff and circuit breaker around the calls to one dependency (Q8), built on cockatiel.
 */
export class DependencyPolicy {
  private readonly breaker;
  private readonly policy: IPolicy<{ signal: AbortSignal }>;
  private readonly halfOpenAfterMs: number;

  constructor(private readonly options: DependencyPolicyOptions) {
    const { timeoutMs, maxAttempts = 1, breakAfter = 5, isTransient } = options;
    this.halfOpenAfterMs = options.halfOpenAfterMs ?? 10_000;
    const failures = isTransient ? handleWhen(isTransient) : handleAll;
    this.breaker = circuitBreaker(failures, {
      halfOpenAfter: this.halfOpenAfterMs,
      breaker: new ConsecutiveBreaker(breakAfter),
    });
    const attempts = retry(failures, { maxAttempts: maxAttempts - 1, backoff: new ExponentialBackoff() });
    this.policy = wrap(attempts, this.breaker, timeout(timeoutMs, TimeoutStrategy.Aggressive));
  }

  get state(): BreakerState {
    if (this.breaker.state === CircuitState.Closed) return 'closed';
    return this.breaker.state === CircuitState.HalfOpen ? 'half_open' : 'open';
  }

  /**
   * Runs `call` under the policy. The signal it gets is aborted by the timeout and by `signal`.
   * @throws ServiceUnavailableError when the breaker is open or the time is up; otherwise what `call` threw
   */
  async execute<T>(call: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    let attempt: AbortSignal | undefined;
    try {
      return await this.policy.execute(({ signal: inner }) => {
        attempt = inner;
        return call(inner);
      }, signal);
    } catch (error) {
      // A call that heeds its signal may throw before the timeout does: both mean that the time was up.
      const isTimeUp =
        error instanceof TaskCancelledError || (attempt?.aborted === true && signal?.aborted !== true);
      if (error instanceof BrokenCircuitError || isTimeUp) {
        throw new ServiceUnavailableError({
          params: { dependency: this.options.name },
          retryAfterMs: this.halfOpenAfterMs,
          cause: error,
        });
      }
      throw error;
    }
  }
}
