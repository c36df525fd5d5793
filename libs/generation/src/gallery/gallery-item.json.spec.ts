import { describe, expect, it } from '@jest/globals';
import type { FileLinks } from '#lib/files';
import { galleryItemJson, galleryPageJson } from './gallery-item.json.js';
import { galleryItemView } from './gallery.dto.js';
import type { GalleryItemRow } from './gallery.repository.js';

const links = {
  contentUrl: (id: string, variant?: string) => `/files/${id}?variant=${variant}`,
} as FileLinks;

function aRow(overrides: Partial<GalleryItemRow> = {}): GalleryItemRow {
  return {
    id: '0198a3c0-7000-7000-8000-000000000001',
    file_id: '0198a3c0-7000-7000-8000-000000000002',
    generation_id: '0198a3c0-7000-7000-8000-000000000003',
    parent_id: null,
    type: 'image',
    title: null,
    tags: '[]',
    favourite: 0,
    prompt: null,
    model: 'offline-image',
    width: 1024,
    height: 768,
    thumbhash: null,
    provenance: '{"provider":"offline","seed":7,"style":null}',
    created_at: 1_763_000_000_123,
    ...overrides,
  };
}

const hostile =
  'a "quote", a \\ backslash, a \n line, \u2028, \u0000, </script>, кот 🐈 and half of one \ud83d';

const rows: [string, GalleryItemRow][] = [
  ['a bare row', aRow()],
  [
    'a full row',
    aRow({ title: 'Город', tags: '["ночь","a \\"b\\""]', favourite: 1, prompt: 'fox', thumbhash: 'IQ+/=' }),
  ],
  ['a row of Postgres', aRow({ favourite: true, parent_id: '0198a3c0-7000-7000-8000-000000000004' })],
  [
    'hostile text',
    aRow({ title: hostile, prompt: hostile, model: hostile, tags: JSON.stringify([hostile]) }),
  ],
];

describe('gallery JSON', () => {
  it.each(rows)('is what would be made of the view of %s, to the byte', (_, row) => {
    expect(galleryItemJson(row, links)).toBe(JSON.stringify(galleryItemView(row, links)));
  });

  it.each([0, 1, 3])('puts %i items into a page', (count) => {
    const page = rows.slice(0, count).map(([, row]) => row);
    const rest = {
      nextCursor: 'x"y',
      prevCursor: null,
      total: 4,
      filters: { query: hostile, sort: 'newest' as const },
    };
    const items = page.map((row) => galleryItemView(row, links));
    expect(galleryPageJson(page, links, rest)).toBe(JSON.stringify({ items, ...rest }));
  });
});
