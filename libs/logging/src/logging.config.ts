import { z } from 'zod';
import { type ConfigValue, defineConfig } from '#lib/config';

/** How the process writes its log. */
export const loggingConfig = defineConfig({
  name: 'logging',
  schema: z.object({
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('least level that is written'),
    LOG_FORMAT: z
      .enum(['auto', 'json', 'pretty'])
      .default('auto')
      .describe('json: one object per line; pretty: for people; auto: pretty on a terminal'),
  }),
  derive: (values) => ({
    level: values.LOG_LEVEL,
    isPretty:
      values.LOG_FORMAT === 'pretty' || (values.LOG_FORMAT === 'auto' && process.stdout.isTTY === true),
  }),
});
export type LoggingConfig = ConfigValue<typeof loggingConfig>;
