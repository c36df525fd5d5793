import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { Answer, GenerationView, TestUser } from '../support/api.js';
import { describeEachEngine } from '../support/databases.js';
import { type Product, startProduct } from '../support/product.js';
import { waitUntil } from '../support/wait-until.js';
import { aPicture } from './scripted-provider.fixture.js';

const api = '/api/v1';
const avatar = { kind: 'avatar', prompt: 'рыжий кот', params: { size: 128 } };

describeEachEngine('generation and gallery over HTTP [A7 I-2 I-3 I-4]', (engine) => {
  let product: Product;
  let vera: TestUser;
  let stranger: TestUser;

  beforeAll(async () => {
    product = await startProduct(engine, { CREDITS_SIGNUP_BONUS: '30', GENERATION_OFFLINE_SIMULATE: 'on' });
    vera = await product.api.aUser('Vera');
    stranger = await product.api.aUser('Stranger');
  }, 60_000);
  afterAll(() => product.close());

  const post = <T = GenerationView>(path: string, body: unknown, headers?: Record<string, string>) =>
    product.api.post<T>(`${api}${path}`, body, vera.token, headers);
  const get = <T = Record<string, unknown>>(path: string, token: string | undefined = vera.token) =>
    product.api.get<T>(`${api}${path}`, token);
  const call = (method: string, path: string, token: string, body?: unknown) =>
    product.api.call(method, `${api}${path}`, { token, body });
  const refused = ({ status, body }: Answer) => [status, body.code];

  /** A picture of Vera's. */
  async function aMadePicture(): Promise<GenerationView['images'][number]> {
    const { body } = await post('/generations', avatar);
    const { images } = await product.api.finishedGeneration(vera.token, body.id);
    return images[0]!;
  }

  it('shows models and styles to anybody', async () => {
    for (const path of ['/generation/models', '/generation/styles']) {
      const { status, body } = await product.api.get<{ items: { id: string; title: object }[] }>(
        `${api}${path}`,
      );
      expect(status).toBe(200);
      expect(body.items.length).toBeGreaterThan(3);
      for (const { id, title } of body.items) {
        expect(id).toBeTruthy();
        expect(Object.keys(title).toSorted()).toEqual(['en', 'ru']);
      }
    }
    const { body } = await product.api.get<{ items: Record<string, unknown>[] }>(`${api}/generation/models`);
    for (const model of body.items) {
      expect(model).toMatchObject({
        credits: 1,
        available: true,
        provider: 'offline',
        params: { type: 'object' },
      });
    }
  });

  it('makes a picture that can be seen by its link without a token', async () => {
    const accepted = await post('/generations', { ...avatar, count: 2 });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({ status: 'queued', creditsReserved: 2, prompt: 'рыжий кот' });
    const done = await product.api.finishedGeneration(vera.token, accepted.body.id);
    expect(done).toMatchObject({ status: 'succeeded', credits: { reserved: 2, captured: 2, refunded: 0 } });
    for (const { id, url, thumbUrl } of done.images) {
      const bytes = new Uint8Array(await (await fetch(product.baseUrl + url)).arrayBuffer());
      expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
      expect((await fetch(product.baseUrl + thumbUrl)).headers.get('content-type')).toBe('image/webp');
      const item = await get(`/gallery/${id}`);
      expect(item.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(item.headers.get('cache-control')).toBe('private, no-store');
      expect(item.body).toMatchObject({ id, type: 'avatar', provenance: { provider: 'offline' } });
    }
  });

  it.each<[string, unknown, number, string]>([
    ['an unknown field', { ...avatar, colour: 'red' }, 400, 'validation.failed'],
    ['no kind', { prompt: 'x' }, 400, 'validation.failed'],
    ['too many', { ...avatar, count: 5 }, 400, 'validation.failed'],
    ['a seed beyond 32 bits', { ...avatar, seed: 2 ** 32 }, 400, 'validation.failed'],
    ['a prompt without end', { ...avatar, prompt: 'x'.repeat(2001) }, 400, 'validation.failed'],
    ['unknown params', { ...avatar, params: { depth: 3 } }, 400, 'validation.failed'],
    ['an unknown model', { ...avatar, model: 'imagen-9' }, 400, 'generation.unknown_model'],
    ['an unknown style', { ...avatar, style: 'nope' }, 400, 'generation.unknown_style'],
    ['a kind of a later day', { kind: 'room_analysis' }, 400, 'generation.kind_unavailable'],
    ['a style transfer of nothing', { kind: 'style_transfer' }, 400, 'generation.source_required'],
    ['a source that is nowhere', { ...avatar, sourceFileId: randomUUID() }, 404, 'file.not_found'],
  ])('refuses %s', async (_, body, status, code) => {
    expect(refused(await post<Record<string, unknown>>('/generations', body))).toEqual([status, code]);
  });

  it('refuses who has not the credits, and takes none', async () => {
    const poor = await product.api.aUser('Poor');
    const spend = () => product.api.post(`${api}/generations`, { ...avatar, count: 4 }, poor.token);
    for (let index = 0; index < 7; index += 1) expect((await spend()).status).toBe(202);
    const seventh = await spend();
    expect(refused(seventh)).toEqual([402, 'credits.insufficient']);
    expect(seventh.headers.get('content-type')).toMatch('application/problem+json');
    expect((await get<{ balance: number }>('/credits', poor.token)).body.balance).toBe(2);
  });

  it('makes one generation of one idempotency key, however often it comes', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const before = (await get<{ balance: number }>('/credits')).body.balance;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('/generations', avatar, headers)),
    );
    const accepted = answers.filter(({ status }) => status === 202);
    expect(accepted.length).toBeGreaterThan(0);
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    expect(new Set(accepted.map(({ body }) => body.id)).size).toBe(1);
    const replayed = await post('/generations', avatar, headers);
    expect([replayed.status, replayed.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    expect(replayed.body.id).toBe(accepted[0]!.body.id);
    expect((await post('/generations', { ...avatar, seed: 1 }, headers)).status).toBe(422);
    expect((await get<{ balance: number }>('/credits')).body.balance).toBe(before - 1);
  });

  it('fails and is tried again', async () => {
    const asked = await post('/generations', { ...avatar, params: { size: 128, simulate: 'fail' } });
    const failed = await product.api.finishedGeneration(vera.token, asked.body.id);
    expect(failed).toMatchObject({ status: 'failed', credits: { captured: 0, refunded: 1 } });
    expect(failed.error?.code).toBe('generation.provider_failed');
    const again = await post<GenerationView & { retryOf: string }>(
      `/generations/${failed.id}/retry`,
      undefined,
    );
    expect([again.status, again.body.retryOf]).toEqual([202, failed.id]);
    const final = await call('POST', `/generations/${failed.id}/cancel`, vera.token);
    expect(refused(final)).toEqual([409, 'generation.already_final']);
  });

  it('lets a room photo be restyled, and nobody use the photo of somebody else', async () => {
    const bytes = await aPicture(150, 200, 100);
    const photo = await product.api.upload(vera.token, bytes, 'room.png', 'image/png', 'source');
    expect(photo.status).toBe(201);
    const body = { kind: 'style_transfer', sourceFileId: photo.body.id };
    const stolen = await product.api.post(`${api}/generations`, body, stranger.token);
    expect(refused(stolen)).toEqual([404, 'file.not_found']);
    const { body: asked } = await post('/generations', body);
    const { images } = await product.api.finishedGeneration(vera.token, asked.id);
    expect([images[0]!.width, images[0]!.height]).toEqual([200, 100]);
  });

  it('walks, filters and counts the gallery', async () => {
    const empty = await get('/gallery', stranger.token);
    expect([empty.status, empty.body]).toEqual([
      200,
      { items: [], nextCursor: null, prevCursor: null, total: 0, filters: { sort: 'newest' } },
    ]);
    await aMadePicture();
    await aMadePicture();
    interface PageBody {
      items: { id: string }[];
      total: number;
      nextCursor: string;
      filters: object;
    }
    const first = await get<PageBody>('/gallery?type=avatar&query=КОТ&limit=1');
    expect(first.body.items).toHaveLength(1);
    expect(first.body.filters).toEqual({ type: 'avatar', query: 'КОТ', sort: 'newest' });
    const second = await get<PageBody>(
      `/gallery?type=avatar&query=КОТ&limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`,
    );
    expect(second.body.total).toBe(first.body.total);
    expect(second.body.items[0]!.id).not.toBe(first.body.items[0]!.id);
    for (const query of ['?type=video', '?page=2', '?limit=0', '?cursor=!', '?favourite=1']) {
      expect(refused(await get(`/gallery${query}`))).toEqual([400, 'validation.failed']);
    }
    const stats = await get<{ total: number; byType: { avatar: number } }>('/gallery/stats');
    expect(stats.body.byType.avatar).toBe(first.body.total);
  });

  it('changes, marks and deletes a picture with its file', async () => {
    const { id, url } = await aMadePicture();
    const patched = await call('PATCH', `/gallery/${id}`, vera.token, { title: 'Кот', tags: ['a', 'b'] });
    expect([patched.status, patched.body.title, patched.body.tags]).toEqual([200, 'Кот', ['a', 'b']]);
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE', 'PUT']) {
      expect((await call(method, `/gallery/${id}/favourite`, vera.token)).status).toBe(204);
    }
    expect((await get(`/gallery/${id}`)).body.favourite).toBe(true);
    for (const body of [{ title: 'x'.repeat(201) }, { tags: Array(21).fill('x') }, { seed: 1 }]) {
      expect((await call('PATCH', `/gallery/${id}`, vera.token, body)).status).toBe(400);
    }
    expect((await call('DELETE', `/gallery/${id}`, vera.token)).status).toBe(204);
    expect(refused(await get(`/gallery/${id}`))).toEqual([404, 'gallery.not_found']);
    expect((await fetch(product.baseUrl + url)).status).toBe(404);
  });

  it('keeps filters and position for every device', async () => {
    const state = { filters: { type: 'avatar', favourite: true }, position: { itemId: 'x' } };
    expect((await call('PUT', '/gallery/state', vera.token, state)).status).toBe(200);
    const otherDevice = await product.api.signIn(vera.email, vera.password);
    expect((await get('/gallery/state', otherDevice)).body).toMatchObject(state);
    expect((await call('DELETE', '/gallery/state', vera.token)).status).toBe(204);
    expect((await get('/gallery/state', otherDevice)).body).toEqual({
      filters: {},
      position: null,
      updatedAt: null,
    });
  });

  describe('somebody else', () => {
    it('meets a missing picture and a missing generation everywhere', async () => {
      const { id } = await aMadePicture();
      const { body: generation } = await post('/generations', avatar);
      const routes: [string, string, unknown?][] = [
        ['GET', `/gallery/${id}`],
        ['PATCH', `/gallery/${id}`, { title: 'mine' }],
        ['DELETE', `/gallery/${id}`],
        ['PUT', `/gallery/${id}/favourite`],
        ['DELETE', `/gallery/${id}/favourite`],
        ['GET', `/generations/${generation.id}`],
        ['POST', `/generations/${generation.id}/cancel`],
        ['POST', `/generations/${generation.id}/retry`],
      ];
      for (const [method, path, body] of routes) {
        const code = path.startsWith('/gallery') ? 'gallery.not_found' : 'generation.not_found';
        expect([path, ...refused(await call(method, path, stranger.token, body))]).toEqual([path, 404, code]);
        const { status } = await product.api.call(method, `${api}${path}`, { body });
        expect([path, status]).toEqual([path, 401]);
      }
      expect((await get(`/gallery/${id}`)).body).toMatchObject({ id, title: null, favourite: false });
    });
  });

  it('tells the owner’s sockets on /events, and nobody else’s', async () => {
    const heard: { name: string; id: string; status: string }[] = [];
    const listen = async (user: TestUser, name: string): Promise<Socket> => {
      const socket = io(`${product.baseUrl}/events`, {
        auth: { token: user.token },
        transports: ['websocket'],
        forceNew: true,
      });
      socket.on('generation.updated', ({ id, status }: GenerationView) => heard.push({ name, id, status }));
      await waitUntil(`${name} is connected`, () => socket.connected);
      return socket;
    };
    const sockets = [await listen(vera, 'vera'), await listen(stranger, 'stranger')];
    try {
      const { body } = await post('/generations', avatar);
      const updates = () => heard.filter(({ id }) => id === body.id);
      await waitUntil('success was heard', () => updates().some(({ status }) => status === 'succeeded'));
      expect(updates().map(({ status }) => status)).toEqual(['queued', 'running', 'succeeded']);
      expect(heard.map(({ name }) => name)).not.toContain('stranger');
    } finally {
      for (const socket of sockets) socket.disconnect();
    }
  });
});
