import { z } from 'zod';
import type { FileLinks } from './file-links.js';
import { uploadPurposes } from './file-purpose.js';
import type { FileRecord } from './file-record.js';
import { type VariantName, variantNames } from './image-processor.js';

/** Query of `POST /files`. */
export const uploadQuery = z.strictObject({
  purpose: z.enum(uploadPurposes).optional().describe('Instead of the field `purpose`'),
});
export type UploadQuery = z.output<typeof uploadQuery>;

/** Query of `GET /files/:id/content`: `exp` and `sig` come with a link. */
export const contentQuery = z
  .strictObject({
    variant: z
      .enum(variantNames as [VariantName, ...VariantName[]])
      .optional()
      .describe('The original when left out'),
    exp: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    sig: z.string().max(64).optional(),
  })
  .refine(({ exp, sig }) => (exp === undefined) === (sig === undefined), {
    error: '`exp` and `sig` belong together',
    path: ['sig'],
  });
export type ContentQuery = z.output<typeof contentQuery>;

/** The parts of an upload, for the OpenAPI document: it is read as a stream. */
export const uploadBody = {
  type: 'object',
  required: ['file'],
  properties: {
    purpose: {
      type: 'string',
      enum: [...uploadPurposes],
      description: 'Before `file`, unless the query says it',
    },
    file: { type: 'string', format: 'binary' },
  },
};

const link = z.string().describe('Relative, signed and expiring');

/** A file as its owner sees it. Variants are null where the file is no picture. */
export const fileSchema = z
  .object({
    id: z.uuid(),
    purpose: z.enum([...uploadPurposes, 'generated']),
    contentType: z.string(),
    size: z.int(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    sha256: z.string(),
    thumbhash: z.string().nullable(),
    url: link,
    variants: z.object({ thumb: link.nullable(), medium: link.nullable() }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'File' });
export type FileView = z.output<typeof fileSchema>;

export function fileView(file: FileRecord, links: FileLinks): FileView {
  const { id, purpose, contentType, size, width, height, sha256, thumbhash } = file;
  const variant = (name: VariantName) => (file.variants[name] ? links.contentUrl(id, name) : null);
  return {
    id,
    purpose,
    contentType,
    size,
    width,
    height,
    sha256,
    thumbhash,
    url: links.contentUrl(id),
    variants: { thumb: variant('thumb'), medium: variant('medium') },
    createdAt: new Date(file.createdAt).toISOString(),
  };
}
