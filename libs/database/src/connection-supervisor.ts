import type { Logger } from '@nestjs/common';
import { AppError, ServiceUnavailableError } from '#lib/errors';

const firstDelayMs = 100;
const longestDelayMs = 5000;

/** What an engine does to come up. Each step throws when it cannot, and is tried again. */
export interface ConnectionSteps {
  /** Opens the connection, or proves that the one there is alive. */
  connect(): Promise<void>;
  /** Brings the schema up to date. */
  migrate(): Promise<void>;
}

/**
 * Keeps a database connected for as long as the process lives (A4): tries with exponential backoff and jitter, says so in the log, and
 * begins again when the connection is lost. The app runs meanwhile and answers 503.
 */
export class ConnectionSupervisor {
  private current: 'down' | 'migrating' | 'up' = 'down';
  private whyNotUp: string | null = 'not connected yet';
  private ready = newGate();
  private readonly firstConnection = newGate();
  private running = false;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private wake: (() => void) | null = null;

  constructor(
    private readonly name: string,
    private readonly steps: ConnectionSteps,
    private readonly logger: Logger,
  ) {}

  get state(): 'down' | 'migrating' | 'up' {
    return this.current;
  }

  get reason(): string | null {
    return this.whyNotUp;
  }

  /** Begins to connect, in the background. */
  start(): void {
    if (this.running || this.stopped) return;
    this.running = true;
    this.loop = this.connectUntilUp();
  }

  /** Resolves once up. @throws Error when the process closes the database before that */
  whenReady(): Promise<void> {
    return this.ready.promise;
  }

  /** Resolves once the engine answered for the first time, whatever the schema is like. */
  whenConnected(): Promise<void> {
    return this.firstConnection.promise;
  }

  /** @throws ServiceUnavailableError unless the database is up */
  assertUp(): void {
    if (this.current !== 'up') throw this.unavailable();
  }

  unavailable(cause?: unknown): AppError {
    return new ServiceUnavailableError({
      retryAfterMs: 1000,
      cause: cause ?? new Error(this.whyNotUp ?? 'unknown'),
    });
  }

  /** Something showed that the engine is away. */
  lost(error: unknown): void {
    if (this.current !== 'up' || this.stopped) return;
    this.current = 'down';
    this.whyNotUp = reasonOf(error);
    this.ready = newGate();
    this.logger.error(`Lost the ${this.name} database (${this.whyNotUp}); connecting again`);
    this.start();
  }

  /** For good. Resolves when no attempt is under way any more. */
  stop(): Promise<void> {
    if (this.stopped) return this.loop;
    this.stopped = true;
    this.current = 'down';
    this.whyNotUp = 'closed';
    const closed = new Error('The database was closed before it was ready');
    this.firstConnection.reject(closed);
    this.ready.reject(closed);
    this.wake?.();
    return this.loop;
  }

  private async connectUntilUp(): Promise<void> {
    for (let attempt = 1; !this.stopped; attempt++) {
      try {
        await this.steps.connect();
        this.firstConnection.resolve();
        if (this.stopped) break;
        this.current = 'migrating';
        this.whyNotUp = 'the schema is being brought up to date';
        await this.steps.migrate();
        if (this.stopped) break;
        this.current = 'up';
        this.whyNotUp = null;
        this.logger.log(
          `Connected to the ${this.name} database${attempt > 1 ? ` at attempt ${attempt}` : ''}`,
        );
        this.ready.resolve();
        break;
      } catch (error) {
        this.current = 'down';
        this.whyNotUp = reasonOf(error);
        if (!this.stopped) await this.pause(attempt);
      }
    }
    this.running = false;
  }

  private async pause(attempt: number): Promise<void> {
    const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt - 1, 10));
    const delayMs = Math.round(ceiling * (0.5 + Math.random() / 2));
    this.logger.warn(
      `The ${this.name} database is not ready (attempt ${attempt}: ${this.whyNotUp}); trying again in ${delayMs} ms`,
    );
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }
}

/** A short reason for operators. Driver messages hold addresses, never passwords. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AppError && error.cause !== undefined) return reasonOf(error.cause);
  const code = (error as NodeJS.ErrnoException).code;
  const message = error.message || error.name;
  return code && !message.includes(code) ? `${code}: ${message}` : message;
}

function newGate(): PromiseWithResolvers<void> {
  const gate = Promise.withResolvers<void>();
  // Nobody may be waiting when the process closes the database early; that is no unhandled rejection.
  gate.promise.catch(() => undefined);
  return gate;
}
