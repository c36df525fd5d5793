import { z } from 'zod';
import { ValidationError } from '#lib/errors';
import { decodeCursor, encodeCursor } from '#lib/http';

export const gallerySorts = ['newest', 'oldest'] as const;
export type GallerySort = (typeof gallerySorts)[number];

/** The place of an item in every order of the gallery. */
export interface GalleryKey {
  createdAt: number;
  id: string;
}

/** Where a page lies: after or before an item, or (`key` null) at the beginning or the end of the list. */
export interface GalleryPosition {
  direction: 'after' | 'before';
  key: GalleryKey | null;
}

const cursorShape = z.tuple([
  z.enum(gallerySorts),
  z.enum(['after', 'before']),
  z.int().nullable(),
  z.uuid().nullable(),
]);

/** A cursor holds for one order; filters may change under it. */
export function encodeGalleryCursor(sort: GallerySort, { direction, key }: GalleryPosition): string {
  return encodeCursor([sort, direction, key?.createdAt ?? null, key?.id ?? null]);
}

/**
 * The position behind `cursor`; the first page without one.
 * @throws ValidationError not a cursor of the gallery, or one of the other order
 */
export function decodeGalleryCursor(sort: GallerySort, cursor: string | undefined): GalleryPosition {
  if (cursor === undefined) return { direction: 'after', key: null };
  const [cursorSort, direction, createdAt, id] = decodeCursor(cursor, cursorShape);
  if (cursorSort !== sort) {
    const message = 'This cursor belongs to the other order';
    throw new ValidationError({ issues: [{ path: 'cursor', code: 'invalid_cursor', message }] });
  }
  return { direction, key: createdAt === null || id === null ? null : { createdAt, id } };
}
