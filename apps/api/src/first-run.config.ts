import { z } from 'zod';
import { type ConfigValue, defineConfig } from '#lib/config';

/** The first administrator. */
export const firstRunConfig = defineConfig({
  name: 'first-run',
  schema: z.object({
    ADMIN_EMAIL: z.email().default('admin@kvartal.local').describe('e-mail of the first administrator'),
    ADMIN_PASSWORD: z
      .string()
      .optional()
      .describe('password of the first administrator; without it one is generated and printed once'),
  }),
  secrets: ['ADMIN_PASSWORD'],
  derive: (values) => ({ adminEmail: values.ADMIN_EMAIL, adminPassword: values.ADMIN_PASSWORD }),
});
export type FirstRunConfig = ConfigValue<typeof firstRunConfig>;
