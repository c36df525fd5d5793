import { z } from 'zod';
import { ValidationError } from '#lib/errors';

/** Fields of every paged query: spread them into the route's `z.strictObject`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Items per page'),
  cursor: z.string().min(1).max(512).optional().describe('From `nextCursor` of the page before'),
};

/** One page of a list. `nextCursor` is absent on the last page; `total` where the route counts. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
  total?: number;
}

/** The schema of a page, for answers in the OpenAPI document. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional(), total: z.int().optional() });
}

/** An opaque cursor that holds where the next page begins. It is not secret and not trusted. */
export function encodeCursor(position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor back.
 * @throws ValidationError when it is not one that a page of this shape gave
 */
export function decodeCursor<Position>(cursor: string, shape: z.ZodType<Position>): Position {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new ValidationError({
      cause,
      issues: [{ path: 'cursor', code: 'invalid_cursor', message: 'Not a cursor of this list' }],
    });
  }
}

/** The `:id` of a path. */
export const idParams = z.strictObject({ id: z.uuid() });
export type IdParams = z.output<typeof idParams>;
