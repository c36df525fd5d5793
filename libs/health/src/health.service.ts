import { Injectable, Logger } from '@nestjs/common';
import {
  type HealthCheckResult,
  HealthCheckService,
  type HealthIndicatorResult,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { type HealthCheck, HealthRegistry, type HealthReport } from './health-registry.js';
import { Lifecycle } from './lifecycle.js';

/** `ok`: all is up; `degraded`: something that the product can do without is away; `error`: it cannot serve. */
export type HealthStatus = 'ok' | 'degraded' | 'error';

/** The answer of the probes: overall status and every dependency by name. */
export interface HealthAnswer {
  status: HealthStatus;
  details: HealthIndicatorResult;
}

const CHECK_DEADLINE_MS = 3000;

/** Runs the registered checks through terminus. Why something is down goes into the log: probes are public, and drivers name hosts and users. */
@Injectable()
export class HealthService {
  private readonly logger = new Logger('Health');
  private readonly knownReasons = new Map<string, string>();
  private pending: Promise<HealthAnswer> | null = null;

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthRegistry,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Can this process serve requests now? Probes that come while a check runs share its answer. */
  async readiness(): Promise<HealthAnswer> {
    if (this.lifecycle.isDraining) {
      return { status: 'error', details: { process: { status: 'down', state: 'draining' } } };
    }
    this.pending ??= this.runChecks().finally(() => {
      this.pending = null;
    });
    return this.pending;
  }

  private async runChecks(): Promise<HealthAnswer> {
    const checks = this.registry.all();
    // Together: probes have little patience, and each check may take its whole deadline.
    const [result, others] = await Promise.all([
      this.run(checks.filter(({ isCritical }) => isCritical)),
      this.run(checks.filter(({ isCritical }) => !isCritical)),
    ]);
    const details = { ...result.details, ...others.details };
    if (result.status !== 'ok') return { status: 'error', details };
    return { status: others.status === 'ok' ? 'ok' : 'degraded', details };
  }

  /** terminus throws its result when something is down; here both ways are an answer. */
  private async run(checks: HealthCheck[]): Promise<HealthCheckResult> {
    return this.terminus
      .check(checks.map((check) => () => this.indicate(check)))
      .catch((error: { getResponse(): HealthCheckResult }) => error.getResponse());
  }

  private async indicate({ name, check }: HealthCheck): Promise<HealthIndicatorResult> {
    const { isUp, latencyMs, reason, details } = await withDeadline(check);
    this.tellChange(name, isUp ? null : (reason ?? 'no reason given'));
    const shown = { latencyMs, ...details };
    return isUp ? this.indicators.check(name).up(shown) : this.indicators.check(name).down(shown);
  }

  /** One line when something goes down, for another reason, or comes back; none for every probe. */
  private tellChange(name: string, reason: string | null): void {
    if ((this.knownReasons.get(name) ?? null) === reason) return;
    if (reason === null) {
      this.knownReasons.delete(name);
      this.logger.log(`${name} is up again`);
    } else {
      this.knownReasons.set(name, reason);
      this.logger.warn(`${name} is down: ${reason}`);
    }
  }
}

async function withDeadline(check: () => Promise<HealthReport>): Promise<HealthReport> {
  const down = (reason: string): HealthReport => ({ isUp: false, latencyMs: null, reason });
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<HealthReport>((resolve) => {
    timer = setTimeout(() => resolve(down(`no answer within ${CHECK_DEADLINE_MS} ms`)), CHECK_DEADLINE_MS);
  });
  const answer = check().catch((error: unknown) => down(error instanceof Error ? error.message : 'failed'));
  return Promise.race([answer, deadline]).finally(() => clearTimeout(timer));
}
