import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../support/databases.js';
import { type FileAnswer, FilesApp } from './files-app.js';
import { aPdf, aPicture } from './pictures.js';

describeEachEngine('content of files', (engine) => {
  let app: FilesApp;
  let owner: string;
  let stranger: string;
  let file: FileAnswer;
  let bytes: Buffer;
  let path: string;

  beforeAll(async () => {
    app = await FilesApp.start(engine, { FILES_URL_TTL: '600', APP_ALLOW_ORIGINS: 'https://city.example' });
    owner = await app.aUser();
    stranger = await app.aUser();
    file = await app.upload(owner, { bytes: await aPicture().png().toBuffer(), name: 'мой дом.png' });
    bytes = await app.bytesOf(file.url);
    path = `/api/v1/files/${file.id}/content`;
  });
  afterAll(() => app.close());

  const codeOf = async (answer: Promise<Response>) => {
    const response = await answer;
    return [response.status, ((await response.json()) as { code: string }).code];
  };
  const get = (url: string, headers: Record<string, string> = {}) => app.fetch(url, { headers });

  describe('headers', () => {
    it('of a picture let it be shown and kept, and nothing else', async () => {
      const { status, headers } = await get(file.url);
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'image/png',
        'content-length': String(file.size),
        'content-disposition': `inline; filename="___ ___.png"; filename*=UTF-8''%D0%BC%D0%BE%D0%B9%20%D0%B4%D0%BE%D0%BC.png`,
        'accept-ranges': 'bytes',
        'cache-control': 'private, max-age=600, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
      });
      expect(headers.get('etag')).toBe(`"${file.sha256.slice(0, 32)}"`);
      expect(headers.has('set-cookie')).toBe(false);
      expect(headers.get('vary')?.split(', ')).toEqual(expect.arrayContaining(['Origin', 'Authorization']));
    });

    it('of a variant are those of WebP', async () => {
      const { headers } = await get(file.variants.thumb);
      expect(headers.get('content-type')).toBe('image/webp');
      expect(headers.get('etag')).toBe(`"${file.sha256.slice(0, 32)}-thumb"`);
    });

    it('of anything but a picture make it a download', async () => {
      const pdf = await app.upload(owner, { bytes: aPdf(), name: 'ticket.pdf', purpose: 'chat' });
      const { headers } = await get(pdf.url);
      expect(headers.get('content-type')).toBe('application/pdf');
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="ticket.pdf"/);
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      const thumb = app.fetch(`/api/v1/files/${pdf.id}/content?variant=thumb`, { token: owner });
      expect(await codeOf(thumb)).toEqual([404, 'file.not_found']);
    });

    it('are all that HEAD gets', async () => {
      const response = await app.fetch(file.url, { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBe(0);
      expect(response.headers.get('etag')).toBe(`"${file.sha256.slice(0, 32)}"`);
      expect(response.headers.get('content-length')).toBe(String(file.size));
    });
  });

  describe('conditions', () => {
    it('answer 304 to who has it', async () => {
      const etag = `"${file.sha256.slice(0, 32)}"`;
      for (const ifNoneMatch of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const response = await get(file.url, { 'if-none-match': ifNoneMatch });
        expect(response.status).toBe(304);
        expect((await response.arrayBuffer()).byteLength).toBe(0);
        expect(response.headers.get('etag')).toBe(etag);
        expect(response.headers.get('cache-control')).toContain('immutable');
      }
      expect((await get(file.url, { 'if-none-match': '"other"' })).status).toBe(200);
      expect((await get(file.variants.thumb, { 'if-none-match': etag })).status).toBe(200);
    });

    it('give no 304 to who may not have it', async () => {
      const headers = { 'if-none-match': '*' };
      expect((await app.fetch(path, { token: stranger, headers })).status).toBe(404);
      expect((await app.fetch(path, { headers })).status).toBe(401);
    });
  });

  describe('ranges', () => {
    it.each<[string, (size: number) => [start: number, end: number]]>([
      ['bytes=0-0', () => [0, 0]],
      ['bytes=10-19', () => [10, 19]],
      ['bytes=100-', (size) => [100, size - 1]],
      ['bytes=-7', (size) => [size - 7, size - 1]],
      ['bytes=5-99999999', (size) => [5, size - 1]],
      ['bytes=-99999999', (size) => [0, size - 1]],
    ])('%s gives that part', async (range, partOf) => {
      const [start, end] = partOf(file.size);
      const response = await get(file.url, { range });
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/${file.size}`);
      expect(response.headers.get('content-length')).toBe(String(end - start + 1));
      const part = Buffer.from(await response.arrayBuffer());
      expect(part.equals(bytes.subarray(start, end + 1))).toBe(true);
    });

    it.each(['bytes=99999999-', 'bytes=-0'])('%s is behind the end', async (range) => {
      const response = await get(file.url, { range });
      expect(response.status).toBe(416);
      expect(response.headers.get('content-range')).toBe(`bytes */${file.size}`);
      expect(await response.json()).toMatchObject({ code: 'file.range_not_satisfiable', size: file.size });
    });

    it.each(['bytes=0-1,5-6', 'bytes=5-2', 'bytes=-', 'bytes=a-b', 'lines=1-2'])(
      '%s is ignored',
      async (range) => {
        const response = await get(file.url, { range });
        expect(response.status).toBe(200);
        expect((await response.arrayBuffer()).byteLength).toBe(file.size);
      },
    );

    it('of another version gives all of this one', async () => {
      const range = 'bytes=0-3';
      const etag = `"${file.sha256.slice(0, 32)}"`;
      expect((await get(file.url, { range, 'if-range': etag })).status).toBe(206);
      expect((await get(file.url, { range, 'if-range': '"other"' })).status).toBe(200);
    });
  });

  describe('who may have it', () => {
    it('the owner with a token, nobody else with theirs, and nobody without', async () => {
      expect((await app.bytesOf(path, owner)).equals(bytes)).toBe(true);
      expect((await app.fetch(`${path}?variant=thumb`, { token: owner })).status).toBe(200);
      expect(await codeOf(app.fetch(path, { token: stranger }))).toEqual([404, 'file.not_found']);
      expect(await codeOf(app.fetch(path))).toEqual([401, 'auth.unauthorized']);
      expect(await codeOf(app.fetch(path, { token: 'wrong' }))).toEqual([401, 'auth.unauthorized']);
    });

    it('everybody with the link, also with a token of their own', async () => {
      expect((await get(file.url)).status).toBe(200);
      expect((await app.fetch(file.url, { token: stranger })).status).toBe(200);
    });

    it('nobody with a link that was tampered with', async () => {
      const link = new URL(file.url, 'http://x');
      const exp = link.searchParams.get('exp')!;
      const sig = link.searchParams.get('sig')!;
      const other = await app.upload(owner, { bytes: await aPicture({ seed: 3 }).png().toBuffer() });
      const wrong = [
        `${path}?exp=${Number(exp) + 1}&sig=${sig}`,
        `${path}?exp=${exp}&sig=${sig.startsWith('A') ? 'B' : 'A'}${sig.slice(1)}`,
        `${path}?exp=${exp}&sig=${sig.slice(0, -1)}`,
        `${path}?exp=${exp}&sig=${sig}==`,
        `${path}?exp=${exp}&sig=`,
        `${path}?variant=medium&exp=${exp}&sig=${sig}`,
        file.variants.thumb.replace('variant=thumb&', ''),
        `/api/v1/files/${other.id}/content?exp=${exp}&sig=${sig}`,
        `/api/v1/files/018f0000-0000-7000-8000-000000000000/content?exp=${exp}&sig=${sig}`,
      ];
      for (const url of wrong) {
        expect(await codeOf(get(url))).toEqual([403, 'file.link_invalid']);
        expect(await codeOf(app.fetch(url, { token: owner }))).toEqual([403, 'file.link_invalid']);
      }
    });

    it.each(['exp=1', 'sig=abc', 'exp=x&sig=abc', 'exp=-1&sig=abc', 'variant=huge', 'size=1'])(
      'nobody with the query %s',
      async (query) => {
        expect(await codeOf(app.fetch(`${path}?${query}`, { token: owner }))).toEqual([
          400,
          'validation.failed',
        ]);
      },
    );

    it('nobody once the link is too old, while a new one works', async () => {
      const { url } = (await (
        await app.fetch(`/api/v1/files/${file.id}`, { token: owner })
      ).json()) as FileAnswer;
      app.clock.advance(599_000);
      expect((await get(url)).status).toBe(200);
      app.clock.advance(152_000);
      expect(await codeOf(get(url))).toEqual([403, 'file.link_invalid']);
      const fresh = (await (
        await app.fetch(`/api/v1/files/${file.id}`, { token: owner })
      ).json()) as FileAnswer;
      expect((await get(fresh.url)).status).toBe(200);
    });
  });

  it('answers 404 when the storage lost it', async () => {
    const lost = await app.upload(owner, { bytes: await aPicture({ seed: 5 }).png().toBuffer() });
    await app.storage.delete(`files/${lost.id.slice(-2)}/${lost.id}.png`);
    expect(await codeOf(get(lost.url))).toEqual([404, 'file.not_found']);
  });
});
