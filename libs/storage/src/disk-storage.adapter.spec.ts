import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '#lib/clock';
import { DiskStorage } from './disk-storage.adapter.js';
import { StorageCannotPresign } from './storage.errors.js';
import { collect, describeStorageContract } from './storage-contract.fixture.js';

const png = { contentType: 'image/png' };

describeStorageContract('disk', async ({ deadlineMs }) => {
  const folder = await mkdtemp(join(tmpdir(), 'kvartal-storage-'));
  return {
    storage: await DiskStorage.at(join(folder, 'storage'), { deadlineMs, clock: new ManualClock() }),
    leftovers: async () => (await readdir(join(folder, 'storage', '.drafts'))).length,
    close: () => rm(folder, { recursive: true }),
  };
});

describe('DiskStorage', () => {
  let folder: string;
  let root: string;
  let clock: ManualClock;
  const start = () => DiskStorage.at(root, { deadlineMs: 10_000, clock });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvartal-storage-'));
    root = join(folder, 'data/storage');
    clock = new ManualClock();
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('keeps folders 0700 and files 0600, also where the folder was there with more', async () => {
    await mkdir(root, { recursive: true, mode: 0o755 });
    await chmod(root, 0o755);
    const storage = await start();
    await storage.put('a/b/c.png', Buffer.from('x'), png);
    await storage.copy('a/b/c.png', 'a/b/d.png');
    const mode = async (path: string) => ((await stat(join(root, path))).mode & 0o777).toString(8);
    expect(await mode('.')).toBe('700');
    expect(await mode('.drafts')).toBe('700');
    expect(await mode('a')).toBe('700');
    expect(await mode('a/b')).toBe('700');
    expect(await mode('a/b/c.png')).toBe('600');
    expect(await mode('a/b/d.png')).toBe('600');
  });

  it('removes drafts that a crash left behind at the start, but none that may still be written', async () => {
    await start();
    const old = join(root, '.drafts', 'old');
    const young = join(root, '.drafts', 'young');
    await writeFile(old, 'x');
    await writeFile(young, 'x');
    const before = (clock.now() - 21_000) / 1000;
    await utimes(old, before, before);
    await start();
    expect(await readdir(join(root, '.drafts'))).toEqual(['young']);
    const storage = await start();
    clock.advance(60_000);
    expect(await storage.sweepIncomplete(30_000)).toBe(1);
    expect(await readdir(join(root, '.drafts'))).toEqual([]);
  });

  it('never lists drafts', async () => {
    const storage = await start();
    await writeFile(join(root, '.drafts', 'a.png'), 'x');
    expect(await collect(storage.list(''))).toEqual([]);
  });

  it('cannot presign and says what to do instead', async () => {
    const storage = await start();
    const presigning = storage.presign('a.png', { ...png, size: 1, expiresInMs: 1000 });
    await expect(presigning).rejects.toBeInstanceOf(StorageCannotPresign);
  });

  it('names the folder that cannot be used', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(root, 'a file where a folder should be');
    await expect(start()).rejects.toThrow(root);
  });

  it('reports a folder that went away', async () => {
    const storage = await start();
    await rm(root, { recursive: true });
    expect(await storage.health()).toMatchObject({
      isUp: false,
      reason: 'ENOENT',
      details: { adapter: 'disk' },
    });
  });

  it('answers 503, not 404, when its folder is not there', async () => {
    const storage = await start();
    await storage.put('a.png', Buffer.from('x'), png);
    await rm(root, { recursive: true });
    const away = expect.objectContaining({ code: 'service.unavailable', params: { dependency: 'storage' } });
    await expect(storage.put('a.png', Buffer.from('x'), png)).rejects.toEqual(away);
    await expect(storage.get('a.png')).rejects.toEqual(away);
    await expect(storage.stat('a.png')).rejects.toEqual(away);
    await expect(storage.copy('a.png', 'b.png')).rejects.toEqual(away);
  });

  it('leaves an error of the source as it is', async () => {
    const storage = await start();
    const put = storage.put('a.png', createReadStream(join(folder, 'missing')), png);
    await expect(put).rejects.toMatchObject({ code: 'ENOENT', path: join(folder, 'missing') });
  });
});
