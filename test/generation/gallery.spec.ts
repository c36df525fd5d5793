import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#lib/access';
import { uuidv7 } from '#lib/database';
import { FilesService } from '#lib/files';
import {
  type GalleryItemView,
  type GalleryPageView,
  type GalleryQuery,
  galleryQuerySchema,
  GalleryService,
  type ImageKind,
  imageKinds,
} from '#lib/generation';
import { GalleryIntake } from '../../libs/generation/src/gallery/gallery-intake.service.js';
import { GalleryStateService } from '../../libs/generation/src/gallery/gallery-state.service.js';
import { GenerationRepository } from '../../libs/generation/src/generation.repository.js';
import { describeEachEngine } from '../support/databases.js';
import { type GenerationHouse, openHouse } from './generation-house.fixture.js';
import { aPicture, ScriptedProvider } from './scripted-provider.fixture.js';

describeEachEngine('gallery [I-2 I-3 I-4 I-5 I-6]', (engine) => {
  let house: GenerationHouse;
  let gallery: GalleryService;
  let actor: Actor;

  beforeAll(async () => {
    house = await openHouse(engine, { jobs: false, provider: new ScriptedProvider() });
    gallery = house.get(GalleryService);
  });
  beforeEach(async () => {
    actor = await house.anActor(0);
  });
  afterAll(() => house.close());

  /** A picture in the gallery, with its file, as a settlement would leave it. */
  async function aPictureOf(
    owner: Actor,
    overrides: { kind?: ImageKind; prompt?: string | null; model?: string } = {},
  ): Promise<GalleryItemView> {
    const { kind = 'image', prompt = 'a street', model = 'offline-image' } = overrides;
    const stored = await house.get(FilesService).storeImage({
      ownerId: owner.userId,
      purpose: 'generated',
      source: picture,
    });
    const items = await house.db.transaction(async () => {
      const generation = await house.get(GenerationRepository).insert({
        id: uuidv7(),
        user_id: owner.userId,
        kind,
        model,
        provider: 'offline',
        prompt,
        style: null,
        image_count: 1,
        seed: 5,
        params: '{}',
        source_file_id: null,
        credits_reserved: 0,
        retry_of: null,
        job_id: uuidv7(),
        deadline_at: house.clock.now() + 1e9,
        created_at: house.clock.now(),
      });
      return house.get(GalleryIntake).add(generation, [{ stored, seed: 5, algorithm: 'test/square' }]);
    });
    return items[0]!;
  }
  let picture: Buffer;
  beforeAll(async () => {
    picture = await aPicture();
  });

  const list = async (query: Partial<Record<keyof GalleryQuery, string>> = {}): Promise<GalleryPageView> =>
    JSON.parse(await gallery.list(actor, galleryQuerySchema.parse(query)));
  const get = async (id: string): Promise<GalleryItemView> => JSON.parse(await gallery.get(actor, id));
  const ids = ({ items }: { items: GalleryItemView[] }) => items.map(({ id }) => id);

  it('is empty without complaint', async () => {
    expect(await list()).toEqual({
      items: [],
      nextCursor: null,
      prevCursor: null,
      total: 0,
      filters: { sort: 'newest' },
    });
    expect(await gallery.stats(actor)).toEqual({
      total: 0,
      favourites: 0,
      byType: { avatar: 0, image: 0, interior: 0, style_transfer: 0 },
    });
  });

  it('shows an item as the contract says', async () => {
    const made = await aPictureOf(actor, { prompt: 'Невский проспект' });
    const item = await get(made.id);
    expect(item).toEqual(made);
    expect(item).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      fileId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      type: 'image',
      title: null,
      tags: [],
      favourite: false,
      prompt: 'Невский проспект',
      model: 'offline-image',
      width: 8,
      height: 8,
      url: expect.stringContaining(`/api/v1/files/${made.fileId}/content?`),
      thumbUrl: expect.stringMatching(/variant=thumb/),
      thumbhash: expect.any(String),
      generationId: expect.any(String),
      parentId: undefined,
      provenance: {
        provider: 'offline',
        model: 'offline-image',
        algorithm: 'test/square',
        seed: 5,
        style: null,
        promptHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        sourceFileId: null,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
      },
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
    });
  });

  describe('filters', () => {
    it('narrow the list and its total, and are repeated in the answer', async () => {
      const cat = await aPictureOf(actor, { kind: 'avatar', prompt: 'Рыжий КОТ', model: 'offline-avatar' });
      house.clock.advance(1000);
      const noon = new Date(house.clock.now()).toISOString();
      const street = await aPictureOf(actor, { prompt: '100%_real street' });
      house.clock.advance(1000);
      const room = await aPictureOf(actor, { kind: 'interior', prompt: null, model: 'offline-interior' });
      await gallery.setFavourite(actor, street.id, true);
      await gallery.update(actor, room.id, { title: 'Кухня у окна' });

      const scenarios: [Parameters<typeof list>[0], string[]][] = [
        [{}, [room.id, street.id, cat.id]],
        [{ sort: 'oldest' }, [cat.id, street.id, room.id]],
        [{ type: 'avatar' }, [cat.id]],
        [{ favourite: 'true' } as never, [street.id]],
        [{ favourite: 'false' } as never, [room.id, cat.id]],
        [{ model: 'offline-interior' }, [room.id]],
        [{ model: 'offline' }, []],
        [{ query: 'рыжий кот' }, [cat.id]],
        [{ query: 'КУХНЯ' }, [room.id]],
        [{ query: '0%_r' }, [street.id]],
        [{ query: '%' }, [street.id]],
        [{ query: '_' }, [street.id]],
        [{ from: noon }, [room.id, street.id]],
        [{ to: noon }, [cat.id]],
        [{ from: noon, to: noon }, []],
        [{ type: 'image', favourite: 'true', query: 'STREET', from: noon } as never, [street.id]],
      ];
      for (const [query, expected] of scenarios) {
        const page = await list(query);
        expect({ query, ids: ids(page), total: page.total }).toEqual({
          query,
          ids: expected,
          total: expected.length,
        });
      }
      expect((await list({ type: 'image', query: ' street ' })).filters).toEqual({
        type: 'image',
        query: 'street',
        sort: 'newest',
      });
    });

    it('take hostile text as text', async () => {
      await aPictureOf(actor, { prompt: "it's" });
      for (const query of ["' OR 1=1 --", "'; DROP TABLE gallery_items; --", '\\', '$1', "'"]) {
        const { total } = await list({ query });
        expect([query, total]).toEqual([query, query === "'" ? 1 : 0]);
      }
    });
  });

  describe('cursors', () => {
    it('lead through everything and back, in both orders', async () => {
      const made: string[] = [];
      for (let index = 0; index < 11; index += 1) {
        // Some share a millisecond: the id decides.
        if (index % 3 === 0) house.clock.advance(1);
        made.push((await aPictureOf(actor)).id);
      }
      for (const sort of ['oldest', 'newest']) {
        const expected = sort === 'oldest' ? made : made.toReversed();
        const pages: string[][] = [];
        let page = await list({ sort, limit: '4' });
        expect(page.prevCursor).toBeNull();
        for (;;) {
          expect(page.total).toBe(11);
          pages.push(ids(page));
          if (page.nextCursor === null) break;
          page = await list({ sort, limit: '4', cursor: page.nextCursor });
        }
        expect(pages.flat()).toEqual(expected);
        const back: string[][] = [ids(page)];
        while (page.prevCursor !== null) {
          page = await list({ sort, limit: '4', cursor: page.prevCursor });
          expect(page.nextCursor).not.toBeNull();
          back.unshift(ids(page));
        }
        expect(back).toEqual(pages);
      }
    });

    it('neither repeat nor lose a picture while others are added and removed', async () => {
      const made: string[] = [];
      for (let index = 0; index < 9; index += 1) {
        house.clock.advance(1);
        made.push((await aPictureOf(actor)).id);
      }
      const seen: string[] = [];
      const added: string[] = [];
      let page = await list({ limit: '2' });
      for (;;) {
        seen.push(...ids(page));
        house.clock.advance(1);
        added.push((await aPictureOf(actor)).id);
        if (page.nextCursor === null) break;
        if (seen.length === 4) await gallery.remove(actor, seen[3]!);
        page = await list({ limit: '2', cursor: page.nextCursor });
      }
      expect(seen).toEqual(made.toReversed());
      const back: string[] = [];
      for (;;) {
        back.unshift(...ids(page));
        if (page.prevCursor === null) break;
        page = await list({ limit: '2', cursor: page.prevCursor });
      }
      const left = [...added.toReversed(), ...made.toReversed()].filter((id) => id !== seen[3]);
      expect(back).toEqual(left);
    });

    it('lead back from a page whose pictures are gone', async () => {
      const made: string[] = [];
      for (let index = 0; index < 4; index += 1) {
        house.clock.advance(1);
        made.push((await aPictureOf(actor)).id);
      }
      const first = await list({ limit: '2' });
      for (const id of made.slice(0, 2)) await gallery.remove(actor, id);
      const gone = await list({ limit: '2', cursor: first.nextCursor! });
      expect([gone.items, gone.nextCursor]).toEqual([[], null]);
      expect(ids(await list({ limit: '2', cursor: gone.prevCursor! }))).toEqual(ids(first));
    });

    it('are refused for another order', async () => {
      await Promise.all([aPictureOf(actor), aPictureOf(actor)]);
      const { nextCursor } = await list({ limit: '1' });
      await expect(list({ limit: '1', sort: 'oldest', cursor: nextCursor! })).rejects.toMatchObject({
        code: 'validation.failed',
      });
    });
  });

  it('costs one statement for an item, one for a list that fits a page, two for a longer one', async () => {
    for (let index = 0; index < 50; index += 1) await aPictureOf(actor);
    const { items } = await list({ limit: '50' });
    const costs = async (act: () => Promise<unknown>) => {
      const before = house.db.statementCount;
      await act();
      return house.db.statementCount - before;
    };
    expect(await costs(() => gallery.get(actor, items[0]!.id))).toBe(1);
    expect(await costs(() => list({ limit: '50', type: 'image' }))).toBe(1);
    expect(await costs(() => list({ limit: '20', type: 'image' }))).toBe(2);
    expect(await costs(() => gallery.stats(actor))).toBe(1);
  });

  it('counts exactly what is there after 300 random operations', async () => {
    const random = lcg(77);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const expected = new Map<string, { type: ImageKind; favourite: boolean }>();
    for (let operation = 0; operation < 300; operation += 1) {
      const chance = random();
      if (chance < 0.35 || expected.size === 0) {
        const kind = pick(imageKinds);
        const { id } = await aPictureOf(actor, { kind });
        expected.set(id, { type: kind, favourite: false });
        continue;
      }
      const id = pick([...expected.keys()]);
      if (chance < 0.6) {
        const favourite = random() < 0.6;
        await gallery.setFavourite(actor, id, favourite);
        expected.get(id)!.favourite = favourite;
      } else if (chance < 0.8) {
        await gallery.remove(actor, id);
        expected.delete(id);
      } else {
        await gallery.update(actor, id, { title: `title ${operation}`, tags: ['a', 'b', 'a'] });
      }
    }
    const rows = [...expected.values()];
    const countOf = (type: ImageKind) => rows.filter((row) => row.type === type).length;
    expect(await gallery.stats(actor)).toEqual({
      total: rows.length,
      favourites: rows.filter(({ favourite }) => favourite).length,
      byType: Object.fromEntries(imageKinds.map((kind) => [kind, countOf(kind)])),
    });
    expect((await list()).total).toBe(rows.length);
    expect((await list({ type: 'avatar', limit: '1' })).total).toBe(countOf('avatar'));
  });

  describe('changing', () => {
    it('sets and clears title and tags, each by itself', async () => {
      const { id } = await aPictureOf(actor);
      await gallery.update(actor, id, { title: 'Город', tags: ['ночь', 'дождь', 'ночь'] });
      expect(await get(id)).toMatchObject({ title: 'Город', tags: ['ночь', 'дождь'] });
      expect(await gallery.update(actor, id, { title: null })).toMatchObject({
        title: null,
        tags: ['ночь', 'дождь'],
      });
      expect(await gallery.update(actor, id, { tags: [] })).toMatchObject({ title: null, tags: [] });
      expect(await gallery.update(actor, id, {})).toMatchObject({ title: null, tags: [] });
    });

    it('is a favourite once, however often it is made one', async () => {
      const { id } = await aPictureOf(actor);
      for (const favourite of [true, true, false, false]) {
        await gallery.setFavourite(actor, id, favourite);
        expect((await get(id)).favourite).toBe(favourite);
      }
    });

    it('removes the picture and its file together', async () => {
      const { id, fileId } = await aPictureOf(actor);
      await gallery.remove(actor, id);
      await expect(gallery.get(actor, id)).rejects.toMatchObject({ code: 'gallery.not_found' });
      await expect(gallery.remove(actor, id)).rejects.toMatchObject({ code: 'gallery.not_found' });
      expect(await house.get(FilesService).findMany([fileId])).toEqual([]);
    });

    it('goes when its file is deleted', async () => {
      const { id, fileId } = await aPictureOf(actor);
      await house.get(FilesService).remove(actor, fileId);
      await expect(gallery.get(actor, id)).rejects.toMatchObject({ code: 'gallery.not_found' });
      expect((await gallery.stats(actor)).total).toBe(0);
    });
  });

  it('is nobody else’s business: a foreign item is as missing as one that never was', async () => {
    const { id } = await aPictureOf(actor);
    const stranger = await house.anActor(0);
    const missing = { code: 'gallery.not_found', status: 404 };
    for (const target of [id, uuidv7()]) {
      await expect(gallery.get(stranger, target)).rejects.toMatchObject(missing);
      await expect(gallery.update(stranger, target, { title: 'mine' })).rejects.toMatchObject(missing);
      await expect(gallery.remove(stranger, target)).rejects.toMatchObject(missing);
      await expect(gallery.setFavourite(stranger, target, true)).rejects.toMatchObject(missing);
    }
    expect(await gallery.list(stranger, galleryQuerySchema.parse({}))).toContain('"total":0');
    expect(await get(id)).toMatchObject({ title: null, favourite: false });
  });

  describe('saved state', () => {
    it('is kept per user, replaced as a whole, and forgotten', async () => {
      const states = house.get(GalleryStateService);
      const nothing = { filters: {}, position: null, updatedAt: null };
      expect(await states.get(actor)).toEqual(nothing);
      await states.save(actor, {
        filters: { type: 'avatar', favourite: true },
        position: { itemId: 'x', top: 120 },
      });
      await states.save(actor, { filters: { query: 'кот' }, position: 'cursor' });
      expect(await states.get(actor)).toEqual({
        filters: { query: 'кот' },
        position: 'cursor',
        updatedAt: new Date(house.clock.now()).toISOString(),
      });
      expect(await states.get(await house.anActor(0))).toEqual(nothing);
      await states.reset(actor);
      await states.reset(actor);
      expect(await states.get(actor)).toEqual(nothing);
    });
  });
});

/** A small seeded generator, so that a sequence that failed can be run again. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
