import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { thumbHashToRGBA } from 'thumbhash';
import { describeEachEngine } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import { type FileAnswer, FilesApp } from './files-app.js';
import { anAnimation, aPdf, aPicture, noise } from './pictures.js';

const MB = 1024 * 1024;

describeEachEngine('uploads', (engine) => {
  let app: FilesApp;
  let owner: string;
  let png: Buffer;

  beforeAll(async () => {
    app = await FilesApp.start(engine, { FILES_MAX_MB: '2', FILES_AVATAR_MAX_MB: '0.25' });
    owner = await app.aUser();
    png = await aPicture().png().toBuffer();
  });
  afterAll(() => app.close());

  const formWith = (...fields: [name: string, value: string | Blob, fileName?: string][]): FormData => {
    const form = new FormData();
    for (const [name, value, fileName] of fields) {
      if (typeof value === 'string') form.append(name, value);
      else form.append(name, value, fileName);
    }
    return form;
  };
  const pngBlob = () => new Blob([new Uint8Array(png)], { type: 'image/png' });
  const codeOf = async (answer: Promise<Response>) => {
    const response = await answer;
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const { code, errors } = (await response.json()) as { code: string; errors?: { path: string }[] };
    return [response.status, code, ...(errors?.map(({ path }) => path) ?? [])];
  };
  const expectTidy = async () => {
    await waitUntil('nothing is spooled or half-written', async () => {
      const { drafts, spooled } = await app.onDisk();
      return drafts + spooled === 0;
    });
  };

  describe('what is stored', () => {
    it.each([
      ['jpg', 'image/jpeg', () => aPicture({ width: 1200, height: 900 }).jpeg()],
      ['png', 'image/png', () => aPicture({ width: 1200, height: 900 }).png()],
      ['webp', 'image/webp', () => aPicture({ width: 1200, height: 900 }).webp()],
      ['gif', 'image/gif', () => aPicture({ width: 1200, height: 900 }).gif({ effort: 1, dither: 0 })],
      ['avif', 'image/avif', () => aPicture({ width: 1200, height: 900 }).avif({ effort: 0 })],
    ])('a %s stays what it is, with variants', async (extension, contentType, picture) => {
      const file = await app.upload(owner, { bytes: await picture().toBuffer(), name: `a.${extension}` });
      expect(file).toMatchObject({ purpose: 'photo', contentType, width: 1200, height: 900 });
      expect(Date.parse(file.createdAt)).toBe(app.clock.now());

      const served = await app.bytesOf(file.url);
      expect(served.length).toBe(file.size);
      expect(createHash('sha256').update(served).digest('hex')).toBe(file.sha256);
      const row = await app.db.queryOne<{ storage_key: string }>(
        'SELECT storage_key FROM files WHERE id = $1',
        [file.id],
      );
      expect(served.equals(await buffer((await app.storage.get(row!.storage_key)).stream))).toBe(true);
      expect(await sharp(served).metadata()).toMatchObject({
        format: contentType === 'image/avif' ? 'heif' : contentType.slice(6),
        width: 1200,
        height: 900,
      });

      const thumb = await sharp(await app.bytesOf(file.variants.thumb)).metadata();
      expect(thumb).toMatchObject({ format: 'webp', width: 256, height: 192 });
      const medium = await sharp(await app.bytesOf(file.variants.medium)).metadata();
      expect(medium).toMatchObject({ format: 'webp', width: 1024, height: 768 });
      const { w, h, rgba } = thumbHashToRGBA(Buffer.from(file.thumbhash, 'base64'));
      expect(w / h).toBeCloseTo(4 / 3, 0);
      // The mark in the corner is red.
      expect(rgba[0]).toBeGreaterThan(150);
    });

    it('the camera says how to turn it, and it is turned', async () => {
      const bytes = await aPicture({ width: 400, height: 200 })
        .jpeg()
        .withMetadata({ orientation: 6 })
        .toBuffer();
      const file = await app.upload(owner, { bytes, name: 'a.jpg' });
      expect(file).toMatchObject({ width: 200, height: 400 });
      const { data, info } = await sharp(await app.bytesOf(file.url))
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([200, 400]);
      // Turned clockwise, the mark of the upper left corner is in the upper right one.
      const redAt = (x: number, y: number) => data[(y * info.width + x) * info.channels]!;
      expect(redAt(190, 10)).toBeGreaterThan(240);
      expect(redAt(10, 10)).toBeLessThan(200);
      const thumb = await sharp(await app.bytesOf(file.variants.thumb)).metadata();
      expect([thumb.width, thumb.height]).toEqual([128, 256]);
    });

    it('small pictures are not enlarged', async () => {
      const file = await app.upload(owner, {
        bytes: await aPicture({ width: 40, height: 7 }).png().toBuffer(),
      });
      for (const url of [file.url, file.variants.thumb, file.variants.medium]) {
        expect(await sharp(await app.bytesOf(url)).metadata()).toMatchObject({ width: 40, height: 7 });
      }
    });

    it.each(['gif', 'webp'] as const)(
      'a moving %s goes on moving; its variants stand still',
      async (format) => {
        const file = await app.upload(owner, { bytes: await anAnimation(format, 7), name: `a.${format}` });
        expect(file).toMatchObject({ width: 60, height: 40 });
        const metadata = await sharp(await app.bytesOf(file.url), { animated: true }).metadata();
        expect(metadata).toMatchObject({ pages: 7, pageHeight: 40, delay: Array(7).fill(50) });
        expect((await sharp(await app.bytesOf(file.variants.medium)).metadata()).pages ?? 1).toBe(1);
      },
    );

    it.each([
      ['grey', () => aPicture().greyscale().png()],
      ['16 bits', () => aPicture().toColourspace('rgb16').png()],
      ['transparent', () => aPicture().ensureAlpha(0.5).png()],
      ['a palette', () => aPicture().png({ palette: true })],
      ['one pixel', () => aPicture({ width: 1, height: 1 }).png()],
      ['very wide', () => aPicture({ width: 3000, height: 2 }).png()],
    ])('a picture that is %s', async (_what, picture) => {
      const file = await app.upload(owner, { bytes: await picture().toBuffer() });
      const thumb = await sharp(await app.bytesOf(file.variants.thumb)).metadata();
      expect(Math.max(thumb.width, thumb.height)).toBeLessThanOrEqual(256);
      expect(thumbHashToRGBA(Buffer.from(file.thumbhash, 'base64')).w).toBeGreaterThan(0);
    });

    it('a CMYK picture', async () => {
      const bytes = await aPicture().toColourspace('cmyk').jpeg().toBuffer();
      expect((await sharp(bytes).metadata()).space).toBe('cmyk');
      const file = await app.upload(owner, { bytes, name: 'print.jpg' });
      expect((await sharp(await app.bytesOf(file.url)).metadata()).space).toBe('srgb');
    });

    it('a PDF for a chat, as it is', async () => {
      const file = await app.upload(owner, { bytes: aPdf(), name: 'ticket.pdf', purpose: 'chat' });
      expect(file).toMatchObject({
        contentType: 'application/pdf',
        width: null,
        height: null,
        thumbhash: null,
      });
      expect(file.variants).toEqual({ thumb: null, medium: null });
      expect((await app.bytesOf(file.url)).equals(aPdf())).toBe(true);
    });

    it.each([
      ['without a type of its own', { name: 'a.png', type: 'application/octet-stream' }],
      ['without an extension', { name: 'picture', type: 'image/png' }],
      ['without either', { name: 'picture', type: 'application/octet-stream' }],
      ['shouting', { name: 'A.PNG', type: 'IMAGE/PNG' }],
      ['by another name of its type', { name: 'a.png', type: 'image/x-png' }],
    ])('a picture %s', async (_what, said) => {
      expect(await app.upload(owner, { bytes: png, ...said })).toMatchObject({ contentType: 'image/png' });
    });

    it.each([
      ['../../../etc/passwd.png', 'passwd.png'],
      ['..\\..\\windows\\system.png', 'system.png'],
      ['.hidden.png', 'hidden.png'],
      [`${'n'.repeat(300)}.png`, `${'n'.repeat(196)}.png`],
      ['Снимок экрана.png', 'Снимок экрана.png'],
      ['a\u202Egnp.png', 'agnp.png'],
    ])('the name %j is kept as %j, and in no path', async (name, kept) => {
      const file = await app.upload(owner, { bytes: png, name });
      const row = await app.db.queryOne<{ original_name: string; storage_key: string }>(
        'SELECT original_name, storage_key FROM files WHERE id = $1',
        [file.id],
      );
      expect(row!.original_name).toBe(kept);
      expect(row!.storage_key).toBe(`files/${file.id.slice(-2)}/${file.id}.png`);
    });
  });

  describe('the form', () => {
    it('takes the purpose from the query, or from a field before the file', async () => {
      const inQuery = await app.postForm(owner, formWith(['file', pngBlob(), 'a.png']), '?purpose=avatar');
      expect(((await inQuery.json()) as FileAnswer).purpose).toBe('avatar');
      const both = formWith(['purpose', 'quest'], ['file', pngBlob(), 'a.png']);
      expect((await app.postForm(owner, both, '?purpose=quest')).status).toBe(201);
    });

    it.each<[string, () => FormData, string, (string | number)[]]>([
      ['no purpose', () => formWith(['file', pngBlob(), 'a.png']), '', [400, 'file.purpose_required']],
      [
        'the purpose too late',
        () => formWith(['file', pngBlob(), 'a.png'], ['purpose', 'photo']),
        '',
        [400, 'file.purpose_required'],
      ],
      ['nothing at all', () => formWith(['purpose', 'photo']), '', [400, 'validation.failed', 'file']],
      ['an unknown purpose', () => formWith(['purpose', 'fun']), '', [400, 'validation.failed', 'purpose']],
      [
        'our own purpose',
        () => formWith(['purpose', 'generated']),
        '',
        [400, 'validation.failed', 'purpose'],
      ],
      [
        'an unknown purpose in the query',
        () => formWith(),
        '?purpose=fun',
        [400, 'validation.failed', 'purpose'],
      ],
      ['an unknown parameter', () => formWith(), '?purpose=photo&x=1', [400, 'validation.failed', 'x']],
      [
        'two purposes',
        () => formWith(['purpose', 'avatar'], ['file', pngBlob(), 'a.png']),
        '?purpose=photo',
        [400, 'validation.failed', 'purpose'],
      ],
      [
        'an unknown field',
        () => formWith(['purpose', 'photo'], ['owner', 'me'], ['file', pngBlob(), 'a.png']),
        '',
        [400, 'validation.failed', 'owner'],
      ],
      [
        'a file by another name',
        () => formWith(['purpose', 'photo'], ['picture', pngBlob(), 'a.png']),
        '',
        [400, 'validation.failed', 'picture'],
      ],
      [
        'two files',
        () => formWith(['purpose', 'photo'], ['file', pngBlob(), 'a.png'], ['file', pngBlob(), 'b.png']),
        '',
        [400, 'validation.failed', 'file'],
      ],
      [
        'a crowd of fields',
        () => formWith(...Array.from({ length: 9 }, (): [string, string] => ['purpose', 'photo'])),
        '',
        [400, 'validation.failed', ''],
      ],
    ])('is refused with %s', async (_what, form, query, expected) => {
      const before = await app.rows();
      expect(await codeOf(app.postForm(owner, form(), query))).toEqual(expected);
      expect(await app.rows()).toBe(before);
      await expectTidy();
    });

    it('must be multipart', async () => {
      const headers = { authorization: `Bearer ${owner}`, 'content-type': 'application/json' };
      const json = fetch(`${app.baseUrl}/api/v1/files`, {
        method: 'POST',
        headers,
        body: '{"purpose":"photo"}',
      });
      expect(await codeOf(json)).toEqual([415, 'request.unsupported_media_type']);
    });

    it.each([
      ['has no boundary', 'multipart/form-data', 'x'],
      [
        'ends in the middle',
        'multipart/form-data; boundary=b',
        '--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nxx',
      ],
    ])('that %s is malformed', async (_what, type, body) => {
      const headers = { authorization: `Bearer ${owner}`, 'content-type': type };
      const broken = fetch(`${app.baseUrl}/api/v1/files?purpose=photo`, { method: 'POST', headers, body });
      expect(await codeOf(broken)).toEqual([400, 'request.malformed']);
      await expectTidy();
    });

    it('needs a token', async () => {
      const response = await fetch(`${app.baseUrl}/api/v1/files`, { method: 'POST', body: formWith() });
      expect(response.status).toBe(401);
    });
  });

  describe('limits', () => {
    it('refuses what is too large for its purpose', async () => {
      const bytes = await noise({ width: 400, height: 300 }).png().toBuffer();
      expect(bytes.length).toBeGreaterThan(MB / 4);
      expect(await codeOf(app.post(owner, { bytes, purpose: 'avatar' }))).toEqual([413, 'file.too_large']);
      expect((await app.post(owner, { bytes })).status).toBe(201);
      expect(await codeOf(app.post(owner, { bytes: Buffer.alloc(2 * MB + 1) }))).toEqual([
        413,
        'file.too_large',
      ]);
      await expectTidy();
    });

    it('keeps the connection usable after a refusal, with and without a length', async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const boundary = 'kvartal';
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nphoto\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`;
      const body = Buffer.concat([
        Buffer.from(head),
        Buffer.alloc(6 * MB),
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      const ports: (number | undefined)[] = [];
      const send = async (
        method: string,
        path: string,
        headers: Record<string, string | number>,
        pieces: Buffer[],
      ) => {
        const sent = httpRequest(app.baseUrl + path, {
          method,
          agent,
          headers: { authorization: `Bearer ${owner}`, ...headers },
        });
        for (const piece of pieces) sent.write(piece);
        sent.end();
        const [response] = (await once(sent, 'response')) as [IncomingMessage];
        ports.push(response.socket.localPort);
        return { status: response.statusCode, text: (await buffer(response)).toString() };
      };
      const type = { 'content-type': `multipart/form-data; boundary=${boundary}` };
      const told = await send('POST', '/api/v1/files', { ...type, 'content-length': body.length }, [body]);
      expect(told.status).toBe(413);
      const pieces = Array.from({ length: 12 }, (_, at) =>
        body.subarray((at * body.length) / 12, ((at + 1) * body.length) / 12),
      );
      const chunked = await send('POST', '/api/v1/files', type, pieces);
      expect([chunked.status, JSON.parse(chunked.text).code]).toEqual([413, 'file.too_large']);
      const after = await send('GET', '/api/v1/files/018f0000-0000-7000-8000-000000000000', {}, []);
      expect(after.status).toBe(404);
      expect(new Set(ports).size).toBe(1);
      agent.destroy();
    });

    it('lets twenty upload at the same time', async () => {
      const { objects } = await app.onDisk();
      const uploads = Array.from({ length: 20 }, async (_, seed) => {
        const bytes = await aPicture({ width: 300, height: 200, seed }).jpeg().toBuffer();
        return app.upload(owner, { bytes, name: `${seed}.jpg` });
      });
      const files = await Promise.all(uploads);
      expect(new Set(files.map(({ id }) => id)).size).toBe(20);
      expect((await app.onDisk()).objects).toBe(objects + 60);
      for (const file of files) expect((await app.bytesOf(file.url)).length).toBe(file.size);
      await expectTidy();
    });
  });

  describe('a repeated upload', () => {
    const withKey = (key: string, bytes = png, token = owner) =>
      app.post(token, { bytes }, { 'idempotency-key': key });

    it('gives the first answer again, and makes no second file', async () => {
      const rows = await app.rows();
      const first = await withKey('k-1');
      const file = await first.json();
      expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
      const again = await withKey('k-1');
      expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
      expect(await again.json()).toEqual(file);
      const withSlash = await app.post(owner, { bytes: png }, { 'idempotency-key': 'k-1' }, '/');
      expect(await withSlash.json()).toEqual(file);
      expect(await app.rows()).toBe(rows + 1);

      const other = await aPicture({ seed: 9 }).png().toBuffer();
      expect(await codeOf(withKey('k-1', other))).toEqual([422, 'idempotency.mismatch']);
      expect((await withKey('k-1', other, await app.aUser())).status).toBe(201);
      expect(await codeOf(withKey('two words'))).toEqual([400, 'validation.failed', 'Idempotency-Key']);
      await expectTidy();
    });

    it('at the same time makes one file', async () => {
      const rows = await app.rows();
      const answers = await Promise.all(Array.from({ length: 5 }, () => withKey('k-2')));
      for (const { status } of answers) expect([201, 409]).toContain(status);
      expect(answers.map(({ status }) => status)).toContain(201);
      expect(await app.rows()).toBe(rows + 1);
    });

    it('may be another one after a refusal', async () => {
      expect(await codeOf(withKey('k-3', png.subarray(0, 900)))).toEqual([422, 'file.invalid_image']);
      expect((await withKey('k-3')).status).toBe(201);
    });
  });

  describe('uploads that are given up', () => {
    it.each([0.1, 0.5, 0.9])('after %d leave nothing behind', async (part) => {
      const rows = await app.rows();
      const { objects } = await app.onDisk();
      const file = await noise({ width: 700, height: 500 }).png().toBuffer();
      const head = `POST /api/v1/files?purpose=photo HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${owner}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: ${file.length + 500}\r\n\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`;
      const sent = Math.floor(file.length * part);
      const sockets = await Promise.all(
        Array.from({ length: 5 }, async () => {
          const socket = connect(Number(new URL(app.baseUrl).port), '127.0.0.1');
          await once(socket, 'connect');
          socket.write(head);
          socket.write(file.subarray(0, sent));
          return socket;
        }),
      );
      await waitUntil('the uploads have begun', async () => (await app.onDisk()).spooled === 5);
      for (const socket of sockets) socket.destroy();
      await waitUntil('the spool is empty', async () => (await app.onDisk()).spooled === 0);
      expect(await app.rows()).toBe(rows);
      expect((await app.onDisk()).objects).toBe(objects);
    });
  });

  describe('one file', () => {
    it('is shown to its owner and to nobody else', async () => {
      const file = await app.upload(owner, { bytes: png });
      const path = `/api/v1/files/${file.id}`;
      const shown = await app.fetch(path, { token: owner });
      expect(shown.headers.get('cache-control')).toBe('private, no-store');
      expect(await shown.json()).toEqual(file);
      expect((await app.fetch(path)).status).toBe(401);

      const stranger = await app.aUser();
      const missing = '/api/v1/files/018f0000-0000-7000-8000-000000000000';
      const answers = await Promise.all(
        [path, missing].flatMap((where) =>
          ['GET', 'DELETE'].map(async (method) => {
            const response = await app.fetch(where, { token: stranger, method });
            const {
              instance: _,
              requestId: __,
              ...problem
            } = (await response.json()) as Record<string, unknown>;
            return problem;
          }),
        ),
      );
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 404, code: 'file.not_found' });
        expect(answer).toEqual(answers[0]);
      }
      expect((await app.fetch(path, { token: owner })).status).toBe(200);
    });

    it('goes with its objects and its links', async () => {
      const file = await app.upload(owner, { bytes: png });
      const { objects } = await app.onDisk();
      const removed = await app.fetch(`/api/v1/files/${file.id}`, { token: owner, method: 'DELETE' });
      expect([removed.status, await removed.text()]).toEqual([204, '']);
      for (const url of [file.url, file.variants.thumb]) {
        expect(await codeOf(app.fetch(url))).toEqual([404, 'file.not_found']);
      }
      expect(await codeOf(app.fetch(`/api/v1/files/${file.id}`, { token: owner, method: 'DELETE' }))).toEqual(
        [404, 'file.not_found'],
      );
      await waitUntil('its objects are gone', async () => (await app.onDisk()).objects === objects - 3);
    });

    it.each(['not-an-id', '..%2f..%2fetc%2fpasswd', '018f0000-0000-7000-8000-00000000000g'])(
      'has no id like %s',
      async (id) => {
        expect((await app.fetch(`/api/v1/files/${id}`, { token: owner })).status).toBe(400);
        expect((await app.fetch(`/api/v1/files/${id}/content`, { token: owner })).status).toBe(400);
      },
    );
  });

  it('answers 503 while the storage is away, keeps no row, and goes on when it is back', async () => {
    const rows = await app.rows();
    const storage = join(app.dataDir, 'storage');
    await rename(storage, `${storage}-away`);
    expect(await codeOf(app.post(owner, { bytes: png }))).toEqual([503, 'service.unavailable']);
    await rename(`${storage}-away`, storage);
    expect(await app.rows()).toBe(rows);
    expect((await app.post(owner, { bytes: png })).status).toBe(201);
  });
});
