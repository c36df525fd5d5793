import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#lib/database';
import { HealthRegistry } from '#lib/health';
import { Jobs } from '#lib/jobs';
import { MetricsService } from '#lib/monitoring';
import { Realtime } from '#lib/realtime';
import { Storage } from '#lib/storage';

/** Joins what the infrastructure libs can tell about themselves with the probes and metrics, which lie a floor above them. */
@Injectable()
export class Vitals implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly storage: Storage,
    private readonly jobs: Jobs,
    private readonly realtime: Realtime,
    private readonly health: HealthRegistry,
    private readonly metrics: MetricsService,
  ) {}

  onModuleInit(): void {
    this.health.register({ name: 'storage', isCritical: false, check: () => this.storage.health() });
    this.health.register({ name: 'queue', isCritical: false, check: () => this.checkQueue() });
    this.metrics.gauge({
      name: 'database_up',
      help: 'Whether the database answers',
      read: async () => ((await this.database.health()).state === 'up' ? 1 : 0),
    });
    this.metrics.gauge({
      name: 'jobs',
      help: 'Jobs by state',
      label: 'state',
      read: async () => {
        const { waiting, running, dead } = await this.jobs.stats();
        return { waiting, running, dead };
      },
    });
    this.metrics.gauge({
      name: 'sockets',
      help: 'Open sockets of this process',
      read: () => this.realtime.stats().connections,
    });
  }

  private async checkQueue() {
    const startedAt = performance.now();
    const { waiting, running, oldestWaitingMs } = await this.jobs.stats();
    const latencyMs = Math.round(performance.now() - startedAt);
    return { isUp: true, latencyMs, reason: null, details: { waiting, running, oldestWaitingMs } };
  }
}
