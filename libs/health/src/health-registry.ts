import { Injectable } from '@nestjs/common';

/** What a check found. `latencyMs` null when nothing answered; `reason` for operators (it goes into the log, not into the answer), null when up; `details` are shown as they are. */
export interface HealthReport {
  isUp: boolean;
  latencyMs: number | null;
  reason: string | null;
  details?: Record<string, unknown>;
}

/** A dependency that is watched. Without a critical one no request can be served; without another one the product goes on, degraded. */
export interface HealthCheck {
  name: string;
  isCritical: boolean;
  check: () => Promise<HealthReport>;
}

/** The dependencies whose health readiness shows. Whoever owns a dependency registers its check. */
@Injectable()
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();

  /** @throws Error when the name is taken */
  register(check: HealthCheck): void {
    if (this.checks.has(check.name))
      throw new Error(`A health check named ${check.name} is registered already.`);
    this.checks.set(check.name, check);
  }

  all(): HealthCheck[] {
    return [...this.checks.values()];
  }
}
