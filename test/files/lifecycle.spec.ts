import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Actor } from '#lib/access';
import { FileNotFoundError } from '#lib/files';
import { describeEachEngine } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import { FilesApp } from './files-app.js';
import { aPicture, noise } from './pictures.js';

const HOUR = 3_600_000;

describeEachEngine('the life of a file', (engine) => {
  let app: FilesApp;
  let owner: string;
  let actor: Actor;
  let source: Buffer;

  beforeEach(async () => {
    app = await FilesApp.start(engine, { FILES_QUOTA_MB: '1' });
    owner = await app.aUser();
    actor = { userId: owner, roles: [], permissions: new Set(), sessionId: owner, expiresAt: Infinity };
    source = await aPicture().png().toBuffer();
  });
  afterEach(() => app.close());

  const usage = async () =>
    (await app.db.queryOne<{ bytes: number }>('SELECT bytes FROM file_usage WHERE owner_id = $1', [owner]))
      ?.bytes ?? 0;
  const place = () => ({ ownerId: owner, purpose: 'generated' as const });

  it('begins with the commit of the caller', async () => {
    const stored = await app.files.storeImage({ ...place(), source, contentType: 'image/png' });
    expect(stored).toMatchObject({ contentType: 'image/png', width: 640, height: 480 });
    expect(await app.files.findMany([stored.id])).toEqual([]);
    await expect(app.files.getOwn(actor, stored.id)).rejects.toBeInstanceOf(FileNotFoundError);

    const rolledBack = app.db.transaction(async () => {
      await app.files.createRow(stored, place());
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await app.files.findMany([stored.id])).toEqual([]);

    const file = await app.db.transaction(() => app.files.createRow(stored, place()));
    expect(await app.files.getOwn(actor, stored.id)).toEqual(file);
    expect((await app.bytesOf(app.links.contentUrl(file.id))).length).toBe(file.size);
  });

  it('begins once, for who and what it was stored for', async () => {
    const stored = await app.files.storeImage({ ...place(), source });
    const other = await app.aUser();
    const wrong = [
      { ownerId: other, purpose: 'generated' as const },
      { ownerId: owner, purpose: 'photo' as const },
    ];
    for (const elsewhere of wrong) {
      const created = app.db.transaction(() => app.files.createRow(stored, elsewhere));
      await expect(created).rejects.toThrow('not waiting to become a file');
    }
    await app.db.transaction(() => app.files.createRow(stored, place()));
    const again = app.db.transaction(() => app.files.createRow(stored, place()));
    await expect(again).rejects.toThrow('not waiting to become a file');
  });

  it('is never stored inside a transaction', async () => {
    const inside = app.db.transaction(() => app.files.storeImage({ ...place(), source }));
    await expect(inside).rejects.toThrow('outside of transactions');
  });

  it('that nobody began is swept after an hour, with what a crash left lying about', async () => {
    const kept = await app.upload(owner, { bytes: source });
    const abandoned = await app.files.storeImage({ ownerId: owner, purpose: 'photo', source });
    const old = (app.clock.now() - 600_000) / 1000;
    for (const left of [join(app.dataDir, 'tmp/uploads/left'), join(app.dataDir, 'storage/.drafts/left')]) {
      await writeFile(left, 'half of it');
      await utimes(left, old, old);
    }
    expect(await usage()).toBe(kept.size + abandoned.size);
    expect(await app.onDisk()).toEqual({ objects: 6, drafts: 1, spooled: 1 });

    app.clock.advance(HOUR + 601_000);
    await waitUntil('everything abandoned is gone', async () => {
      const { objects, drafts, spooled } = await app.onDisk();
      return objects === 3 && drafts === 0 && spooled === 0;
    });
    expect(await app.rows()).toBe(1);
    expect(await usage()).toBe(kept.size);
    const late = app.db.transaction(() =>
      app.files.createRow(abandoned, { ownerId: owner, purpose: 'photo' }),
    );
    await expect(late).rejects.toThrow('not waiting to become a file');
    expect((await app.bytesOf(app.links.contentUrl(kept.id))).length).toBe(kept.size);
  });

  it('ends with the commit of the caller, then its objects go', async () => {
    const files = await Promise.all([1, 2, 3].map(() => app.upload(owner, { bytes: source })));
    const ids = files.map(({ id }) => id);
    const rolledBack = app.db.transaction(async () => {
      await app.files.removeRows(ids);
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await app.files.findMany(ids)).toHaveLength(3);
    expect((await app.onDisk()).objects).toBe(9);

    await app.db.transaction(() =>
      app.files.removeRows([...ids.slice(0, 2), '018f0000-0000-7000-8000-000000000000']),
    );
    expect((await app.files.findMany(ids)).map(({ id }) => id)).toEqual([ids[2]]);
    await waitUntil('the objects are gone', async () => (await app.onDisk()).objects === 3);
    expect(await usage()).toBe(files[2]!.size);
    await app.files.removeRows([]);
  });

  it('ends once, whoever tries at the same time', async () => {
    const { id } = await app.upload(owner, { bytes: source });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => app.fetch(`/api/v1/files/${id}`, { token: owner, method: 'DELETE' })),
    );
    for (const { status } of answers) expect([204, 404]).toContain(status);
    expect(answers.map(({ status }) => status)).toContain(204);
    expect(await usage()).toBe(0);
  });

  it('ends with the quota: parallel uploads share what is left', async () => {
    const bytes = await noise({ width: 250, height: 200 }).png().toBuffer();
    const answers = await Promise.all(Array.from({ length: 12 }, () => app.post(owner, { bytes })));
    const kept = answers.filter(({ status }) => status === 201).length;
    const refused = answers.filter(({ status }) => status === 403);
    expect(kept).toBe(Math.floor((1024 * 1024) / bytes.length));
    expect(kept + refused.length).toBe(12);
    expect(await refused[0]!.json()).toMatchObject({ code: 'file.quota_exceeded', quotaMb: 1 });
    expect(await usage()).toBeLessThanOrEqual(1024 * 1024);
    expect(await app.onDisk()).toEqual({ objects: kept * 3, drafts: 0, spooled: 0 });

    const generated = await app.files.storeImage({ ...place(), source: bytes });
    await app.db.transaction(() => app.files.createRow(generated, place()));
    expect((await app.post(await app.aUser(), { bytes })).status).toBe(201);

    const { id } = (await answers.find(({ status }) => status === 201)!.json()) as { id: string };
    await app.files.remove(actor, id);
    expect((await app.post(owner, { bytes })).status).toBe(201);
  });
});
