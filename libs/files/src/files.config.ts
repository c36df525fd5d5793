import { z } from 'zod';
import { type ConfigValue, defineConfig } from '#lib/config';

const BYTES_PER_MB = 1024 * 1024;
const megabytes = z.coerce.number().positive().max(10_240);

/** Limits of uploads, and how long links to files live. */
export const filesConfig = defineConfig({
  name: 'files',
  schema: z.object({
    FILES_MAX_MB: megabytes.default(25).describe('largest upload, in MB'),
    FILES_AVATAR_MAX_MB: megabytes.default(10).describe('largest upload of an avatar, in MB'),
    FILES_QUOTA_MB: z.coerce
      .number()
      .positive()
      .max(10_485_760)
      .default(1024)
      .describe('what one user may keep, in MB; generated pictures do not count'),
    FILES_URL_TTL: z.coerce
      .number()
      .int()
      .min(1)
      .max(604_800)
      .default(3600)
      .describe('seconds that a link to a file lives at least'),
    FILES_MAX_MEGAPIXELS: z.coerce
      .number()
      .positive()
      .max(1000)
      .default(50)
      .describe('largest JPEG or PNG; WebP and all frames of a GIF together half of it, AVIF a quarter'),
    FILES_MAX_FRAMES: z.coerce
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(200)
      .describe('frames of an animation'),
    FILES_IMAGE_CONCURRENCY: z.coerce
      .number()
      .int()
      .min(1)
      .max(32)
      .default(2)
      .describe('pictures that one process works on at the same time'),
  }),
  derive: (values) => ({
    maxBytes: Math.floor(values.FILES_MAX_MB * BYTES_PER_MB),
    maxAvatarBytes: Math.floor(Math.min(values.FILES_AVATAR_MAX_MB, values.FILES_MAX_MB) * BYTES_PER_MB),
    quotaBytes: Math.floor(values.FILES_QUOTA_MB * BYTES_PER_MB),
    linkTtlMs: values.FILES_URL_TTL * 1000,
    maxPixels: Math.floor(values.FILES_MAX_MEGAPIXELS * 1_000_000),
    maxFrames: values.FILES_MAX_FRAMES,
    imageConcurrency: values.FILES_IMAGE_CONCURRENCY,
  }),
});
export type FilesConfig = ConfigValue<typeof filesConfig>;
