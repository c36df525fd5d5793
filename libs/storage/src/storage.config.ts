import { z } from 'zod';
import { type ConfigValue, defineConfig } from '#lib/config';

/** How long storage may take. Where the disk adapter writes follows from `DATA_DIR`. */
export const storageConfig = defineConfig({
  name: 'storage',
  schema: z.object({
    STORAGE_DEADLINE_MS: z.coerce
      .number()
      .int()
      .min(100)
      .max(600_000)
      .default(30_000)
      .describe('milliseconds after which one call to the file store is given up'),
  }),
  derive: (values) => ({ deadlineMs: values.STORAGE_DEADLINE_MS }),
});
export type StorageConfig = ConfigValue<typeof storageConfig>;
