import { z } from 'zod';
import { pageQuery } from '#lib/http';
import type { FileLinks } from '#lib/files';
import { type ImageKind, imageKinds } from '../generation-kind.js';
import { storedText } from '../stored-text.js';
import { gallerySorts } from './gallery-cursor.js';
import type { GalleryFilter, GalleryItemRow } from './gallery.repository.js';
import type { Provenance } from './provenance.js';

const moment = z.iso.datetime({ offset: true });

const filterFields = {
  type: z.enum(imageKinds).optional(),
  favourite: z.enum(['true', 'false']).optional().describe('Only favourites, or only the others'),
  model: storedText().min(1).max(100).optional(),
  query: storedText().trim().max(200).optional().describe('Words in prompt or title; empty does not narrow'),
  from: moment.optional().describe('Made at this time or later'),
  to: moment.optional().describe('Made before this time'),
  sort: z.enum(gallerySorts).default('newest'),
};

/** `GET /gallery`. */
export const galleryQuerySchema = z.strictObject({ ...pageQuery, ...filterFields });
export type GalleryQuery = z.output<typeof galleryQuerySchema>;

/** `PATCH /gallery/:id`. A missing field stays as it is; null removes the title. */
export const galleryPatchSchema = z
  .strictObject({
    title: storedText().trim().min(1).max(200).nullable().optional(),
    tags: z.array(storedText().trim().min(1).max(50)).max(20).optional().describe('Repeated tags count once'),
  })
  .meta({ id: 'GalleryPatch' });
export type GalleryPatch = z.output<typeof galleryPatchSchema>;

const provenanceSchema = z
  .object({
    provider: z.string(),
    model: z.string(),
    algorithm: z.string().nullable(),
    seed: z.int().nullable(),
    style: z.string().nullable(),
    promptHash: z.string().nullable(),
    sourceFileId: z.uuid().nullable(),
    createdAt: moment,
  })
  .meta({ id: 'Provenance' });

/** One picture of the gallery. */
export const galleryItemSchema = z
  .object({
    id: z.uuid(),
    fileId: z.uuid(),
    type: z.enum(imageKinds),
    title: z.string().nullable(),
    tags: z.array(z.string()),
    favourite: z.boolean(),
    prompt: z.string().nullable(),
    model: z.string(),
    width: z.int(),
    height: z.int(),
    url: z.string().describe('Relative, signed, expiring'),
    thumbUrl: z.string().describe('Relative, signed, expiring'),
    thumbhash: z.string().nullable(),
    generationId: z.uuid(),
    parentId: z.uuid().optional().describe('The picture it was made from'),
    provenance: provenanceSchema,
    createdAt: moment,
  })
  .meta({ id: 'GalleryItem' });

/** Filters that are in force, as the query named them. */
export const galleryFiltersSchema = z
  .object({
    type: z.enum(imageKinds).optional(),
    favourite: z.boolean().optional(),
    model: z.string().optional(),
    query: z.string().optional(),
    from: moment.optional(),
    to: moment.optional(),
    sort: z.enum(gallerySorts),
  })
  .meta({ id: 'GalleryFilters' });
export type GalleryFilters = z.output<typeof galleryFiltersSchema>;

export const galleryPageSchema = z
  .object({
    items: z.array(galleryItemSchema),
    nextCursor: z.string().nullable(),
    prevCursor: z.string().nullable(),
    total: z.int().describe('Of the filtered list, exact'),
    filters: galleryFiltersSchema,
  })
  .meta({ id: 'GalleryPage' });

export const galleryStatsSchema = z
  .object({ total: z.int(), favourites: z.int(), byType: z.record(z.enum(imageKinds), z.int()) })
  .meta({ id: 'GalleryStats' });
export type GalleryStats = z.output<typeof galleryStatsSchema>;

/** A gallery item in answers and live updates. `parentId` is missing when it was made from nothing in the gallery. */
export interface GalleryItemView {
  id: string;
  fileId: string;
  type: ImageKind;
  title: string | null;
  tags: string[];
  favourite: boolean;
  prompt: string | null;
  model: string;
  width: number;
  height: number;
  url: string;
  thumbUrl: string;
  thumbhash: string | null;
  generationId: string;
  parentId?: string;
  provenance: Provenance;
  createdAt: string;
}

/** A page of the gallery. The cursors are null at the ends. */
export interface GalleryPageView {
  items: GalleryItemView[];
  nextCursor: string | null;
  prevCursor: string | null;
  total: number;
  filters: GalleryFilters;
}

/** Row to answer. */
export function galleryItemView(row: GalleryItemRow, links: FileLinks): GalleryItemView {
  return {
    id: row.id,
    fileId: row.file_id,
    type: row.type,
    title: row.title,
    tags: row.tags === '[]' ? [] : (JSON.parse(row.tags) as string[]),
    favourite: Boolean(row.favourite),
    prompt: row.prompt,
    model: row.model,
    width: row.width,
    height: row.height,
    url: links.contentUrl(row.file_id),
    thumbUrl: links.contentUrl(row.file_id, 'thumb'),
    thumbhash: row.thumbhash,
    generationId: row.generation_id,
    parentId: row.parent_id ?? undefined,
    provenance: JSON.parse(row.provenance) as Provenance,
    createdAt: new Date(row.created_at).toISOString(),
  };
}

/** The filters of a query, as the answer repeats them. */
export function filtersOf({ type, favourite, model, query, from, to, sort }: GalleryQuery): GalleryFilters {
  return {
    type,
    favourite: favourite === undefined ? undefined : favourite === 'true',
    model,
    query: query || undefined,
    from,
    to,
    sort,
  };
}

/** The filters as the repository takes them. */
export function toGalleryFilter({ from, to, sort: _sort, ...rest }: GalleryFilters): GalleryFilter {
  return {
    ...rest,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}
