import { z } from 'zod';
import { ConfigProblem, type ConfigValue, defineConfig } from '#lib/config';

/** The variables of generation. Times in milliseconds. */
export const generationConfig = defineConfig({
  name: 'generation',
  schema: z.object({
    GENERATION_TTL_MS: z.coerce
      .number()
      .int()
      .min(1000)
      .max(86_400_000)
      .default(600_000)
      .describe(
        'a generation that is not finished this long after it was asked for has failed and is refunded',
      ),
    GENERATION_TIMEOUT_MS: z.coerce
      .number()
      .int()
      .min(100)
      .max(3_600_000)
      .default(120_000)
      .describe('how long one attempt at a provider may take'),
    GENERATION_OFFLINE_CONCURRENCY: z.coerce
      .number()
      .int()
      .min(1)
      .max(16)
      .default(2)
      .describe('pictures the offline provider draws at once in one process'),
    GENERATION_OFFLINE_DELAY_MS: z.coerce
      .number()
      .int()
      .min(0)
      .max(600_000)
      .default(0)
      .describe('slows the offline provider, for tests of clients'),
    GENERATION_OFFLINE_SIMULATE: z
      .stringbool()
      .default(false)
      .describe(
        'on: params.simulate "fail" makes the offline provider fail, for tests of clients; refused in production',
      ),
  }),
  derive: (values, { isProduction }) => {
    if (isProduction && values.GENERATION_OFFLINE_SIMULATE) {
      throw new ConfigProblem('GENERATION_OFFLINE_SIMULATE', 'is a test switch and is refused in production');
    }
    return {
      ttlMs: values.GENERATION_TTL_MS,
      timeoutMs: values.GENERATION_TIMEOUT_MS,
      offlineConcurrency: values.GENERATION_OFFLINE_CONCURRENCY,
      offlineDelayMs: values.GENERATION_OFFLINE_DELAY_MS,
      offlineSimulate: values.GENERATION_OFFLINE_SIMULATE,
    };
  },
});
export type GenerationConfig = ConfigValue<typeof generationConfig>;
