import { z } from 'zod';
import { type ConfigValue, defineConfig } from '#lib/config';

/** Who may read the metrics. */
export const monitoringConfig = defineConfig({
  name: 'monitoring',
  schema: z.object({
    METRICS_TOKEN: z
      .string()
      .min(16)
      .optional()
      .describe('bearer token that /metrics wants; without it only loopback addresses get an answer'),
  }),
  secrets: ['METRICS_TOKEN'],
  derive: (values) => ({ metricsToken: values.METRICS_TOKEN }),
});
export type MonitoringConfig = ConfigValue<typeof monitoringConfig>;
