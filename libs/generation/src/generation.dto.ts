import { z } from 'zod';
import type { ErrorLanguage } from '#lib/errors';
import { pageOf, pageQuery } from '#lib/http';
import { type GalleryItemView, galleryItemSchema } from './gallery/gallery.dto.js';
import { generationKinds, type ImageKind, imageKinds } from './generation-kind.js';
import { type GenerationStatus, generationStatuses } from './generation-state.js';
import { failureText } from './generation.errors.js';
import type { GenerationRow } from './generation.repository.js';
import { storedText } from './stored-text.js';

/** Largest seed: unsigned 32 bits. */
export const MAX_SEED = 2 ** 32 - 1;

/** `POST /generations`. */
export const newGenerationSchema = z
  .strictObject({
    kind: z.enum(generationKinds),
    prompt: storedText().trim().max(2000).optional(),
    model: z.string().min(1).max(100).optional().describe('Default: the first model of the kind'),
    style: z.string().min(1).max(100).optional().describe('Default: chosen by the provider'),
    count: z.int().min(1).max(4).default(1),
    seed: z
      .int()
      .min(0)
      .max(MAX_SEED)
      .optional()
      .describe('Default: random. The next images take the numbers that follow'),
    sourceFileId: z
      .uuid()
      .optional()
      .describe('A picture of mine: required for style_transfer, welcome for interior'),
    params: z.record(z.string(), z.unknown()).optional().describe('As the model says in its JSON Schema'),
  })
  .meta({ id: 'NewGeneration' });
export type NewGenerationInput = z.output<typeof newGenerationSchema>;

/** `GET /generations`. */
export const generationsQuerySchema = z.strictObject(pageQuery);
export type GenerationsQuery = z.output<typeof generationsQuerySchema>;

const moment = z.iso.datetime();

export const generationSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(imageKinds),
    status: z.enum(generationStatuses),
    progress: z.number().min(0).max(1),
    position: z.int().optional().describe('In the queue, 1 is next; only while queued'),
    model: z.string(),
    provider: z.string(),
    prompt: z.string().nullable(),
    style: z.string().nullable(),
    count: z.int(),
    seed: z.int(),
    sourceFileId: z.uuid().nullable(),
    params: z.record(z.string(), z.unknown()),
    images: z.array(galleryItemSchema).describe('Those of them that are still in the gallery'),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    credits: z
      .object({ reserved: z.int(), captured: z.int(), refunded: z.int() })
      .describe('Once final: reserved = captured + refunded'),
    creditsReserved: z.int(),
    retryOf: z.uuid().optional(),
    createdAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'Generation' });

export const generationPageSchema = pageOf(generationSchema).meta({ id: 'GenerationPage' });

/** A generation in answers and live updates. `position` is there only while it is queued, `error` only when it failed. */
export interface GenerationView {
  id: string;
  kind: ImageKind;
  status: GenerationStatus;
  progress: number;
  position?: number;
  model: string;
  provider: string;
  prompt: string | null;
  style: string | null;
  count: number;
  seed: number;
  sourceFileId: string | null;
  params: Record<string, unknown>;
  images: GalleryItemView[];
  error?: { code: string; message: string };
  credits: { reserved: number; captured: number; refunded: number };
  /** What was reserved when it was accepted; the same as `credits.reserved`. */
  creditsReserved: number;
  retryOf?: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** What an answer needs besides the row. */
export interface GenerationViewParts {
  images?: GalleryItemView[];
  position?: number | null;
  language?: ErrorLanguage;
}

/** Row to answer. */
export function generationView(row: GenerationRow, parts: GenerationViewParts = {}): GenerationView {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    progress: row.progress,
    position: parts.position ?? undefined,
    model: row.model,
    provider: row.provider,
    prompt: row.prompt,
    style: row.style,
    count: row.image_count,
    seed: row.seed,
    sourceFileId: row.source_file_id,
    params: JSON.parse(row.params) as Record<string, unknown>,
    images: parts.images ?? [],
    error: errorOf(row, parts.language ?? 'en'),
    credits: {
      reserved: row.credits_reserved,
      captured: row.credits_captured,
      refunded: row.credits_refunded,
    },
    creditsReserved: row.credits_reserved,
    retryOf: row.retry_of ?? undefined,
    createdAt: timeOf(row.created_at),
    startedAt: row.started_at === null ? null : timeOf(row.started_at),
    finishedAt: row.finished_at === null ? null : timeOf(row.finished_at),
  };
}

function errorOf(row: GenerationRow, language: ErrorLanguage): GenerationView['error'] {
  if (row.error_code === null) return undefined;
  return { code: row.error_code, message: failureText(row.error_code, row.error_message ?? '', language) };
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
