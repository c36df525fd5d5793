import { describe, expect, it } from '@jest/globals';
import { encodeCursor } from '#lib/http';
import { decodeGalleryCursor, encodeGalleryCursor, type GalleryPosition } from './gallery-cursor.js';

const id = '0198a3c0-7000-7000-8000-000000000001';

describe('gallery cursor', () => {
  it.each<GalleryPosition>([
    { direction: 'after', key: { createdAt: 1_763_000_000_000, id } },
    { direction: 'before', key: { createdAt: 0, id } },
    { direction: 'before', key: null },
  ])('comes back as it went: %j', (position) => {
    expect(decodeGalleryCursor('newest', encodeGalleryCursor('newest', position))).toEqual(position);
  });

  it('begins at the beginning without one', () => {
    expect(decodeGalleryCursor('oldest', undefined)).toEqual({ direction: 'after', key: null });
  });

  it.each([
    ['noise', 'certainly-not'],
    ['another list', encodeCursor([id])],
    ['text instead of a time', encodeCursor(['newest', 'after', "1' OR 1", id])],
    ['text instead of an id', encodeCursor(['newest', 'after', 1, "x' OR 1"])],
    ['the other order', encodeGalleryCursor('oldest', { direction: 'after', key: { createdAt: 1, id } })],
  ])('refuses %s', (_, cursor) => {
    expect(() => decodeGalleryCursor('newest', cursor)).toThrow(
      expect.objectContaining({ code: 'validation.failed' }),
    );
  });
});
