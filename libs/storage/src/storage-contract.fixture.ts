import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceUnavailableError } from '#lib/errors';
import {
  StorageContentTypeError,
  StorageKeyError,
  StorageObjectNotFoundError,
  StorageRangeError,
  StorageSizeError,
} from './storage.errors.js';
import type { Storage } from './storage.port.js';

/** One store to test, empty. `leftovers` counts what unfinished uploads keep there. */
export interface StorageUnderTest {
  storage: Storage;
  leftovers(): Promise<number>;
  close(): Promise<void>;
}

const png = { contentType: 'image/png' };

/** What every adapter promises. `make` gives a fresh store whose calls may take `deadlineMs`. */
export function describeStorageContract(
  name: string,
  make: (options: { deadlineMs: number }) => Promise<StorageUnderTest>,
): void {
  describe(`storage contract: ${name}`, () => {
    let under: StorageUnderTest;
    let storage: Storage;

    beforeEach(async () => {
      under = await make({ deadlineMs: 10_000 });
      storage = under.storage;
    });

    afterEach(() => under.close());

    const read = async (key: string, range?: { start: number; end?: number }) =>
      buffer((await storage.get(key, { range })).stream);
    const keys = async (prefix: string) => (await collect(storage.list(prefix))).map(({ key }) => key);

    it('gives back the bytes of a buffer and of a stream', async () => {
      const bytes = randomBytes(700_001);
      await storage.put('a/buffer.png', bytes, png);
      await storage.put('a/stream.png', Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]), png);
      expect(bytes.equals(await read('a/buffer.png'))).toBe(true);
      expect(bytes.equals(await read('a/stream.png'))).toBe(true);
    });

    it('takes an empty object and one of a megabyte and more', async () => {
      const bytes = randomBytes(6 * 1024 * 1024);
      await storage.put('empty.png', Buffer.alloc(0), png);
      await storage.put('large.png', Readable.from(inPieces(bytes, 64 * 1024)), {
        ...png,
        size: bytes.length,
      });
      expect((await read('empty.png')).length).toBe(0);
      expect(bytes.equals(await read('large.png'))).toBe(true);
    });

    it('says size, type and time of an object, and null for none', async () => {
      const before = Date.now();
      const put = await storage.put('a/b.webp', Buffer.from('12345'), { contentType: 'image/webp' });
      const seen = await storage.stat('a/b.webp');
      expect(seen).toMatchObject({ key: 'a/b.webp', size: 5, contentType: 'image/webp' });
      expect(put).toMatchObject({ key: 'a/b.webp', size: 5, contentType: 'image/webp' });
      expect(Math.abs(seen!.modifiedAt - before)).toBeLessThan(60_000);
      expect(await storage.stat('a/c.webp')).toBeNull();
    });

    it('replaces an object wholly', async () => {
      await storage.put('a.png', Buffer.from('a longer first version'), png);
      await storage.put('a.png', Buffer.from('second'), png);
      expect((await read('a.png')).toString()).toBe('second');
      expect((await storage.stat('a.png'))!.size).toBe(6);
    });

    it('goes on giving the old bytes to who opened them before', async () => {
      await storage.put('a.png', randomBytes(900_000), png);
      const { stream, size } = await storage.get('a.png');
      await storage.put('a.png', Buffer.from('second'), png);
      expect((await buffer(stream)).length).toBe(size);
    });

    it.each([
      [{ start: 0, end: 0 }, 'a', { start: 0, end: 0 }],
      [{ start: 2, end: 4 }, 'cde', { start: 2, end: 4 }],
      [{ start: 7 }, 'hij', { start: 7, end: 9 }],
      [{ start: 7, end: 4000 }, 'hij', { start: 7, end: 9 }],
    ])('gives the range %j', async (range, text, given) => {
      await storage.put('range.png', Buffer.from('abcdefghij'), png);
      const opened = await storage.get('range.png', { range });
      expect((await buffer(opened.stream)).toString()).toBe(text);
      expect(opened.range).toEqual(given);
      expect(opened.size).toBe(10);
    });

    it('refuses a range behind the end', async () => {
      await storage.put('range.png', Buffer.from('abcdefghij'), png);
      await expect(storage.get('range.png', { range: { start: 10 } })).rejects.toBeInstanceOf(
        StorageRangeError,
      );
    });

    it('throws not found for a missing object', async () => {
      await expect(storage.get('missing.png')).rejects.toBeInstanceOf(StorageObjectNotFoundError);
      await expect(storage.copy('missing.png', 'b.png')).rejects.toBeInstanceOf(StorageObjectNotFoundError);
    });

    it('deletes once, twice and many', async () => {
      for (const key of ['a/1.png', 'a/2.png', 'a/3.png']) await storage.put(key, Buffer.from(key), png);
      await storage.delete('a/1.png');
      await storage.delete('a/1.png');
      await storage.deleteMany(['a/2.png', 'a/4.png', 'nowhere/5.png']);
      await storage.deleteMany([]);
      expect(await keys('')).toEqual(['a/3.png']);
    });

    it('copies', async () => {
      await storage.put('a/1.png', Buffer.from('bytes'), png);
      expect(await storage.copy('a/1.png', 'b/c/2.png')).toMatchObject({ key: 'b/c/2.png', size: 5 });
      await storage.delete('a/1.png');
      expect((await read('b/c/2.png')).toString()).toBe('bytes');
    });

    it('lists by prefix, ascending by key', async () => {
      const all = ['a-b.png', 'a.png', 'a/b.png', 'a/b/c.png', 'a0.png', 'ab/c.png', 'b.png'];
      for (const key of all.toReversed()) await storage.put(key, Buffer.from('x'), png);
      expect(await keys('')).toEqual(all);
      expect(await keys('a')).toEqual(all.slice(0, 6));
      expect(await keys('a/')).toEqual(['a/b.png', 'a/b/c.png']);
      expect(await keys('a/b')).toEqual(['a/b.png', 'a/b/c.png']);
      expect(await keys('nothing/')).toEqual([]);
    });

    it('lists more than one page of a store', async () => {
      const names = Array.from({ length: 120 }, (_, index) => `many/${String(index).padStart(4, '0')}.png`);
      await Promise.all(names.map((key) => storage.put(key, Buffer.from(key), png)));
      const listed = await collect(storage.list('many/'));
      expect(listed.map(({ key }) => key)).toEqual(names);
      expect(listed[0]).toMatchObject({ size: 13, contentType: 'image/png' });
    });

    it.each([
      '',
      'a',
      '/a.png',
      'a/',
      'a//b.png',
      '../a.png',
      'a/../b.png',
      'a/./b.png',
      '.drafts/a.png',
      'A.png',
      'a\\b.png',
      'a b.png',
      'a%2e.png',
      'é.png',
      'a.png\0',
      'a.d/b.png',
      `${'a'.repeat(600)}.png`,
    ])('refuses the key %j', async (key) => {
      await expect(storage.put(key, Buffer.from('x'), png)).rejects.toBeInstanceOf(StorageKeyError);
      await expect(storage.get(key)).rejects.toBeInstanceOf(StorageKeyError);
      await expect(storage.stat(key)).rejects.toBeInstanceOf(StorageKeyError);
      await expect(storage.delete(key)).rejects.toBeInstanceOf(StorageKeyError);
      await expect(storage.copy('a.png', key)).rejects.toBeInstanceOf(StorageKeyError);
    });

    it('refuses a prefix that climbs', () => {
      expect(() => storage.list('../')).toThrow(StorageKeyError);
    });

    it('refuses content that its key does not promise', async () => {
      const put = storage.put('a.png', Buffer.from('x'), { contentType: 'text/html' });
      await expect(put).rejects.toBeInstanceOf(StorageContentTypeError);
    });

    it.each([4, 6])('refuses a source that has not the %d bytes it said', async (size) => {
      const put = storage.put('a.png', Readable.from([Buffer.from('12345')]), { ...png, size });
      await expect(put).rejects.toBeInstanceOf(StorageSizeError);
      await expectNothing();
    });

    it('shows nothing of a source that fails half-way', async () => {
      const source = new PassThrough();
      const put = storage.put('a.png', source, png);
      source.write(randomBytes(200_000));
      await nextTurn();
      source.destroy(new Error('the line went dead'));
      await expect(put).rejects.toThrow('the line went dead');
      await expectNothing();
    });

    it('shows nothing of a source that closes without an end, or is dead already', async () => {
      const source = new PassThrough();
      const put = storage.put('a.png', source, png);
      source.write(randomBytes(200_000));
      await nextTurn();
      source.destroy();
      await expect(put).rejects.toThrow(/premature/i);
      const dead = new PassThrough();
      dead.destroy(new Error('dead from the start'));
      await expect(storage.put('a.png', dead, png)).rejects.toThrow('dead from the start');
      await expectNothing();
    });

    it('keeps what was there when a replacement fails', async () => {
      await storage.put('a.png', Buffer.from('first'), png);
      const source = new PassThrough();
      const put = storage.put('a.png', source, png);
      source.write('second');
      source.destroy(new Error('the line went dead'));
      await expect(put).rejects.toThrow('the line went dead');
      expect((await read('a.png')).toString()).toBe('first');
    });

    it('ends a put whose caller aborts, and destroys its source', async () => {
      const source = new PassThrough();
      const controller = new AbortController();
      const put = storage.put('a.png', source, { ...png, signal: controller.signal });
      source.write(randomBytes(100_000));
      await nextTurn();
      controller.abort(new Error('nobody waits'));
      await expect(put).rejects.toThrow('nobody waits');
      expect(source.destroyed).toBe(true);
      await expectNothing();
      await expect(storage.stat('a.png', { signal: controller.signal })).rejects.toThrow('nobody waits');
    });

    it('ends a read whose caller aborts', async () => {
      await storage.put('a.png', randomBytes(3_000_000), png);
      const controller = new AbortController();
      const { stream } = await storage.get('a.png', { signal: controller.signal });
      const reading = buffer(stream);
      controller.abort();
      await expect(reading).rejects.toThrow(/abort/i);
      expect(stream.destroyed).toBe(true);
    });

    it('gives up a source that dries up, by its deadline', async () => {
      const source = new PassThrough();
      source.write('a beginning');
      const put = storage.put('a.png', source, { ...png, deadlineMs: 150 });
      await expect(put).rejects.toBeInstanceOf(ServiceUnavailableError);
      expect(source.destroyed).toBe(true);
      await expectNothing();
    });

    it('ends with one whole version when many write the same key at once', async () => {
      const versions = Array.from({ length: 12 }, (_, index) => Buffer.alloc(150_000, index));
      await Promise.all(versions.map((bytes) => storage.put('a.png', Readable.from([bytes]), png)));
      const last = await read('a.png');
      expect(versions.some((bytes) => bytes.equals(last))).toBe(true);
      expect(await under.leftovers()).toBe(0);
    });

    it('sweeps only what is old enough', async () => {
      const source = new PassThrough();
      const put = storage.put('a.png', source, png);
      source.write(randomBytes(100_000));
      expect(await storage.sweepIncomplete(3_600_000)).toBe(0);
      source.end();
      await put;
      expect((await storage.stat('a.png'))!.size).toBe(100_000);
    });

    it('is in good health', async () => {
      const health = await storage.health();
      expect(health).toMatchObject({ isUp: true, reason: null, details: { adapter: storage.adapter } });
      expect(health.latencyMs).not.toBeNull();
    });

    async function expectNothing(): Promise<void> {
      expect(await storage.stat('a.png')).toBeNull();
      expect(await keys('')).toEqual([]);
      // A caller is answered before the store has cleaned up behind it.
      while ((await under.leftovers()) > 0) await nextTurn();
    }
  });
}

function* inPieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** Everything an iterable gives, in an array. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
