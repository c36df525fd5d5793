import { describe, expect, it } from '@jest/globals';
import { filtersOf, galleryPatchSchema, galleryQuerySchema, toGalleryFilter } from './gallery.dto.js';

describe('gallery query', () => {
  it('narrows nothing by itself', () => {
    const filters = filtersOf(galleryQuerySchema.parse({}));
    expect(filters).toEqual({ sort: 'newest' });
    expect(Object.values(toGalleryFilter(filters)).filter((value) => value !== undefined)).toEqual([]);
  });

  it('repeats what is in force and turns it into a filter', () => {
    const query = galleryQuerySchema.parse({
      type: 'avatar',
      favourite: 'false',
      query: '  закат ',
      from: '2026-11-20T12:00:00.000Z',
      to: '2026-11-20T15:00:00+03:00',
      sort: 'oldest',
      limit: '5',
    });
    const filters = filtersOf(query);
    expect(filters).toMatchObject({ type: 'avatar', favourite: false, query: 'закат', sort: 'oldest' });
    expect(toGalleryFilter(filters)).toMatchObject({
      favourite: false,
      from: Date.UTC(2026, 10, 20, 12),
      to: Date.UTC(2026, 10, 20, 12),
    });
  });

  it('takes an empty search as none', () => {
    expect(filtersOf(galleryQuerySchema.parse({ query: '  ' })).query).toBeUndefined();
  });

  it.each([
    { type: 'video' },
    { favourite: 'yes' },
    { from: 'yesterday' },
    { limit: '0' },
    { limit: '101' },
    { sort: 'price' },
    { page: '2' },
    { query: 'x'.repeat(201) },
  ])('refuses %j', (query) => {
    expect(galleryQuerySchema.safeParse(query).success).toBe(false);
  });
});

describe('gallery patch', () => {
  it.each([
    { title: 'x'.repeat(201) },
    { title: '' },
    { tags: Array.from({ length: 21 }, (_, index) => `tag ${index}`) },
    { tags: [''] },
    { prompt: 'rewritten' },
    { favourite: true },
  ])('refuses %j', (patch) => {
    expect(galleryPatchSchema.safeParse(patch).success).toBe(false);
  });

  it('takes a title, no title, and tags', () => {
    expect(galleryPatchSchema.parse({ title: ' Город ', tags: ['a'] })).toEqual({
      title: 'Город',
      tags: ['a'],
    });
    expect(galleryPatchSchema.parse({ title: null })).toEqual({ title: null });
    expect(galleryPatchSchema.parse({})).toEqual({});
  });
});
