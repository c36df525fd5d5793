import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#lib/database';
import { HealthRegistry } from '#lib/health';
import { Jobs } from '#lib/jobs';
import { MetricsService } from '#lib/monitoring';
import { Realtime } from '#lib/realtime';
import { Storage } from '#lib/storage';

const STATS_AGE_MS = 5000;

/** Joins what the infrastructure libs can tell about themselves with the probes and metrics, which lie a floor above them. */
@Injectable()
export class Vitals implements OnModuleInit {
  private counted: { at: number; stats: ReturnType<Jobs['stats']> } | null = null;

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
        const { waiting, running, dead } = await this.queueStats();
        return { waiting, running, dead };
      },
    });
    this.metrics.gauge({
      name: 'sockets',
      help: 'Open sockets of this process',
      read: () => this.realtime.stats().connections,
    });
  }

  /** Counted at most every few seconds: probes come often, from several sides, and anybody may send them. */
  private queueStats(): ReturnType<Jobs['stats']> {
    if (this.counted === null || Date.now() - this.counted.at > STATS_AGE_MS) {
      this.counted = { at: Date.now(), stats: this.jobs.stats() };
    }
    return this.counted.stats;
  }

  private async checkQueue() {
    const startedAt = performance.now();
    const { waiting, running, oldestWaitingMs } = await this.queueStats();
    const latencyMs = Math.round(performance.now() - startedAt);
    return { isUp: true, latencyMs, reason: null, details: { waiting, running, oldestWaitingMs } };
  }
}
