import { z } from 'zod';

const scalar = z.union([z.string().max(512), z.number(), z.boolean(), z.null()]);
const scalars = z
  .record(z.string().min(1).max(64), scalar)
  .refine((value) => Object.keys(value).length <= 32, {
    message: 'At most 32 entries',
  });

/** `PUT /gallery/state`. Both parts are the client's own words: they are kept and given back, not interpreted. */
export const galleryStateSchema = z
  .strictObject({
    filters: scalars.default({}),
    position: z
      .union([z.string().max(512), z.number(), scalars])
      .nullable()
      .default(null),
  })
  .meta({ id: 'GalleryState' });
export type GalleryState = z.output<typeof galleryStateSchema>;

/** What was saved; `updatedAt` is null when nothing was. */
export const savedGalleryStateSchema = galleryStateSchema
  .extend({ updatedAt: z.iso.datetime().nullable() })
  .meta({ id: 'SavedGalleryState' });
export type SavedGalleryState = z.output<typeof savedGalleryStateSchema>;
