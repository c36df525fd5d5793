import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { describeEachEngine } from '../support/databases.js';
import { FilesApp, type UploadOf } from './files-app.js';
import {
  aBomb,
  aFlood,
  anAnimation,
  aPdf,
  aPicture,
  noise,
  SECRET,
  withSecrets,
  withTextChunk,
} from './pictures.js';

const html = Buffer.from('<!DOCTYPE html><html><body><script>alert(1)</script></body></html>');
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const script = '*/=1;alert(document.domain)//';

describeEachEngine('a hostile upload', (engine) => {
  let app: FilesApp;
  let owner: string;
  let jpeg: Buffer;
  let png: Buffer;
  let bomb: Buffer;

  beforeAll(async () => {
    app = await FilesApp.start(engine);
    owner = await app.aUser();
    jpeg = await noise({ width: 320, height: 240 }).jpeg().toBuffer();
    png = await noise({ width: 320, height: 240 }).png().toBuffer();
    bomb = aBomb(20_000);
  });
  afterAll(() => app.close());

  const cut = (bytes: Buffer, part: number) => bytes.subarray(0, Math.floor(bytes.length * part));

  it.each<[string, () => UploadOf | Promise<UploadOf>, number, string]>([
    ['HTML named .png', () => ({ bytes: html, name: 'a.png' }), 422, 'file.type_mismatch'],
    [
      'HTML named .html',
      () => ({ bytes: html, name: 'a.html', type: 'text/html' }),
      415,
      'file.unsupported_type',
    ],
    [
      'HTML without a name for itself',
      () => ({ bytes: html, name: 'a', type: '' }),
      415,
      'file.unsupported_type',
    ],
    [
      'SVG with a script',
      () => ({ bytes: svg, name: 'a.svg', type: 'image/svg+xml' }),
      415,
      'file.unsupported_type',
    ],
    ['SVG named .png', () => ({ bytes: svg, name: 'a.png' }), 422, 'file.type_mismatch'],
    [
      'SVG that says it is XML',
      () => ({ bytes: Buffer.concat([Buffer.from('<?xml version="1.0"?>'), svg]), name: 'a', type: '' }),
      415,
      'file.unsupported_type',
    ],
    ['a PNG named .jpg', () => ({ bytes: png, name: 'a.jpg' }), 422, 'file.type_mismatch'],
    [
      'a PNG declared as JPEG',
      () => ({ bytes: png, name: 'a.png', type: 'image/jpeg' }),
      422,
      'file.type_mismatch',
    ],
    [
      'a PNG named .exe',
      () => ({ bytes: png, name: 'a.exe', type: 'image/png' }),
      415,
      'file.unsupported_type',
    ],
    [
      'a PNG named .png.html',
      () => ({ bytes: png, name: 'a.png.html', type: 'image/png' }),
      415,
      'file.unsupported_type',
    ],
    [
      'a BMP',
      () => ({ bytes: Buffer.from('BM'.padEnd(100, '\0')), name: 'a.bmp' }),
      415,
      'file.unsupported_type',
    ],
    [
      'a program named .png',
      () => ({ bytes: Buffer.from('MZ'.padEnd(4096, '\0')), name: 'a.png' }),
      422,
      'file.type_mismatch',
    ],
    [
      'an archive named .png',
      () => ({ bytes: Buffer.from('PK\x03\x04'.padEnd(4096, '\0')), name: 'a.png' }),
      422,
      'file.type_mismatch',
    ],
    ['nothing', () => ({ bytes: Buffer.alloc(0), name: 'a.png' }), 422, 'file.type_mismatch'],
    ['a PDF where there are none', () => ({ bytes: aPdf(), name: 'a.pdf' }), 415, 'file.unsupported_type'],
    [
      'a PDF named .png',
      () => ({ bytes: aPdf(), name: 'a.png', purpose: 'chat' }),
      422,
      'file.type_mismatch',
    ],
    [
      'half a PDF',
      () => ({ bytes: cut(aPdf('x'.repeat(2000)), 0.9), name: 'a.pdf', purpose: 'chat' }),
      422,
      'file.type_mismatch',
    ],
    ['a PNG of 20,000 x 20,000', () => ({ bytes: bomb }), 413, 'file.too_many_pixels'],
    ['a GIF of 10,000 frames', () => ({ bytes: aFlood(10_000), name: 'a.gif' }), 413, 'file.too_many_pixels'],
    ['a truncated JPEG', () => ({ bytes: cut(jpeg, 0.6), name: 'a.jpg' }), 422, 'file.invalid_image'],
    [
      'a JPEG without its end',
      () => ({ bytes: jpeg.subarray(0, -20), name: 'a.jpg' }),
      422,
      'file.invalid_image',
    ],
    ['a truncated PNG', () => ({ bytes: cut(png, 0.6) }), 422, 'file.invalid_image'],
    ['a PNG header and nothing else', () => ({ bytes: png.subarray(0, 33) }), 422, 'file.invalid_image'],
    [
      'a truncated WebP',
      async () => ({
        bytes: cut(await noise({ width: 200, height: 150 }).webp().toBuffer(), 0.6),
        name: 'a.webp',
      }),
      422,
      'file.invalid_image',
    ],
    [
      'a truncated AVIF',
      async () => ({
        bytes: cut(await aPicture({ width: 160, height: 120 }).avif({ effort: 0 }).toBuffer(), 0.6),
        name: 'a.avif',
      }),
      422,
      'file.invalid_image',
    ],
    [
      'a truncated GIF',
      async () => ({
        bytes: cut(await noise({ width: 120, height: 90 }).gif({ effort: 1 }).toBuffer(), 0.6),
        name: 'a.gif',
      }),
      422,
      'file.invalid_image',
    ],
    [
      'a PNG whose bytes were changed',
      () => ({ bytes: Buffer.concat([png.subarray(0, 2000), Buffer.alloc(50, 7), png.subarray(2050)]) }),
      422,
      'file.invalid_image',
    ],
  ])('%s is refused', async (_what, upload, status, code) => {
    const rows = await app.rows();
    const before = await app.onDisk();
    const response = await app.post(owner, await upload());
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    expect(await app.rows()).toBe(rows);
    expect(await app.onDisk()).toEqual(before);
  });

  describe('is made harmless:', () => {
    it.each<[string, () => Promise<Buffer>]>([
      ['a.gif', async () => Buffer.concat([await anAnimation('gif', 3), Buffer.from(script)])],
      ['a.jpg', async () => Buffer.concat([jpeg, Buffer.from('<?php system($_GET[1]); ?>')])],
      ['a.png', async () => Buffer.concat([png, html])],
      ['a.webp', async () => Buffer.concat([await aPicture().webp().toBuffer(), html])],
    ])('%s with something behind it', async (name, make) => {
      const bytes = await make();
      const file = await app.upload(owner, { bytes, name });
      const served = await app.bytesOf(file.url);
      for (const poison of [script, '<?php', '<script>', 'alert']) {
        expect(served.includes(poison)).toBe(false);
      }
      await expect(sharp(served).stats()).resolves.toBeDefined();
    });

    it('a GIF whose size is a comment of JavaScript', async () => {
      const gif = await aPicture({ width: 0x2a2f, height: 1 }).gif().toBuffer();
      expect(gif.subarray(0, 8).toString('latin1')).toBe('GIF89a/*');
      const file = await app.upload(owner, {
        bytes: Buffer.concat([gif, Buffer.from(script)]),
        name: 'a.gif',
      });
      const response = await app.fetch(file.url);
      expect(response.headers.get('content-type')).toBe('image/gif');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(Buffer.from(await response.arrayBuffer()).includes('alert')).toBe(false);
    });

    it.each<[string, () => Promise<Buffer>]>([
      ['a.jpg', () => withSecrets(aPicture().jpeg()).toBuffer()],
      ['a.png', () => withSecrets(aPicture().png()).toBuffer()],
      ['a.webp', () => withSecrets(aPicture().webp()).toBuffer()],
      ['a.avif', () => withSecrets(aPicture({ width: 160, height: 120 }).avif({ effort: 0 })).toBuffer()],
    ])('%s with the place it was taken at', async (name, make) => {
      const bytes = await make();
      const before = await sharp(bytes).metadata();
      expect(before.exif).toBeDefined();
      expect(bytes.includes(SECRET)).toBe(true);
      const file = await app.upload(owner, { bytes, name });
      for (const url of [file.url, file.variants.thumb, file.variants.medium]) {
        const served = await app.bytesOf(url);
        const { exif, xmp, iptc, icc, orientation, comments } = await sharp(served).metadata();
        expect({ exif, xmp, iptc, icc, orientation, comments }).toEqual({});
        expect(served.includes(SECRET)).toBe(false);
        expect(served.includes('GPS')).toBe(false);
      }
    });

    it('a PNG with a text in it', async () => {
      const bytes = await withTextChunk(aPicture());
      expect(bytes.includes(SECRET)).toBe(true);
      const file = await app.upload(owner, { bytes });
      expect((await app.bytesOf(file.url)).includes(SECRET)).toBe(false);
    });

    it('a GIF with a comment in it', async () => {
      const gif = await aPicture({ width: 160, height: 120 }).gif().toBuffer();
      const comment = Buffer.concat([Buffer.from([0x21, 0xfe, SECRET.length]), Buffer.from(`${SECRET}\0`)]);
      const bytes = Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)]);
      const file = await app.upload(owner, { bytes, name: 'a.gif' });
      expect((await app.bytesOf(file.url)).includes(SECRET)).toBe(false);
    });

    it('a PDF with a page of HTML in it, by being a download and nothing else', async () => {
      const file = await app.upload(owner, { bytes: aPdf(html.toString()), name: 'a.pdf', purpose: 'chat' });
      const { headers } = await app.fetch(file.url);
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-type')).toBe('application/pdf');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain('sandbox');
    });
  });

  it('does not disturb the others', async () => {
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => app.post(owner, { bytes: bomb })),
      ...Array.from({ length: 5 }, () => app.post(owner, { bytes: cut(jpeg, 0.7), name: 'a.jpg' })),
      ...Array.from({ length: 5 }, () => app.post(owner, { bytes: png })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(
      [413, 422, 201].flatMap((status) => Array(5).fill(status)),
    );
  });
});
