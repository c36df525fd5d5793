import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestObserver } from '#lib/http';

/** Gauges of prom-client whose names end in `_total`, which only counters may (`promtool check metrics`). */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

const PREFIX = 'kvartal_';

/** A number read when the metrics are scraped: one value, or one for each value of `label`. */
export interface GaugeSource {
  /** Without the prefix, in base units: `jobs_waiting`, `database_up`. */
  name: string;
  help: string;
  label?: string;
  read: () => Promise<number | Record<string, number>> | number | Record<string, number>;
}

/** The process's Prometheus registry (F9). One of its own for each app, so that several can live in one process. */
@Injectable()
export class MetricsService implements OnModuleDestroy {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: PREFIX });
    for (const name of misnamed) this.registry.removeSingleMetric(PREFIX + name);
    this.requests = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5],
      registers: [this.registry],
    });
  }

  /** Counts a finished request; given to the HTTP edge. */
  readonly observeRequest: RequestObserver = ({ method, route, status, seconds }) => {
    this.requests.observe({ method, route, status }, seconds);
  };

  /** Adds a gauge that is read at each scrape. A reader that fails leaves the gauge out of that scrape. */
  gauge({ name, help, label, read }: GaugeSource): void {
    const gauge: Gauge = new Gauge({
      name: PREFIX + name,
      help,
      labelNames: label ? [label] : [],
      registers: [this.registry],
      collect: async () => {
        gauge.reset();
        const value = await Promise.resolve()
          .then(read)
          .catch(() => null);
        if (value === null) {
          // One with labels is left out already, and `remove` wants to know of which label.
          if (!label) gauge.remove();
          return;
        }
        if (typeof value === 'number') gauge.set(value);
        else for (const [key, number] of Object.entries(value)) gauge.set({ [label ?? 'name']: key }, number);
      },
    });
  }

  onModuleDestroy(): void {
    this.registry.clear();
  }
}
