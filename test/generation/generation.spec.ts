import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { buffer } from 'node:stream/consumers';
import type { Actor } from '#lib/access';
import { uuidv7 } from '#lib/database';
import { FilesService } from '#lib/files';
import { GalleryService, type NewGenerationInput } from '#lib/generation';
import { Storage } from '#lib/storage';
import { GenerationReapJob } from '../../libs/generation/src/generation-reap.job.js';
import { GenerationRunJob } from '../../libs/generation/src/generation-run.job.js';
import { GenerationRunner } from '../../libs/generation/src/generation-runner.service.js';
import { GenerationSettlement } from '../../libs/generation/src/generation-settlement.service.js';
import { ProviderRefusal } from '../../libs/generation/src/providers/image-provider.port.js';
import { describeEachEngine } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import { type GenerationHouse, openHouse } from './generation-house.fixture.js';
import { aPicture, ScriptedProvider } from './scripted-provider.fixture.js';

const never = new AbortController().signal;
const anAvatar: NewGenerationInput = { kind: 'avatar', count: 1, params: { size: 128 } };

/** What must hold whenever nothing is under way: no credit made, lost or taken twice, and a picture for every one that was paid. */
async function expectBalancedBooks(house: GenerationHouse, { userId }: Actor): Promise<void> {
  expect(await house.credits.verify()).toEqual({ ok: true, sum: 0, mismatches: [] });
  const unsound = await house.db.query(
    `SELECT g.id, g.status FROM generations g WHERE g.user_id = $1 AND (g.status IN ('queued', 'running')
       OR g.credits_reserved <> g.credits_captured + g.credits_refunded
       OR g.credits_captured <> (SELECT count(*) FROM gallery_items i WHERE i.generation_id = g.id))`,
    [userId],
  );
  expect(unsound).toEqual([]);
}

describeEachEngine('generation with the offline provider [A7 R1 R5]', (engine) => {
  let house: GenerationHouse;

  beforeAll(async () => {
    house = await openHouse(engine, { jobs: true });
  });
  afterAll(() => house.close());

  it('turns a request into pictures with files, provenance and captured credits', async () => {
    const actor = await house.anActor(5);
    const asked = await house.generations.create(actor, {
      ...anAvatar,
      count: 2,
      seed: 41,
      prompt: 'рыжий кот в очках',
    });
    expect(asked).toMatchObject({
      status: 'queued',
      kind: 'avatar',
      model: 'offline-avatar',
      creditsReserved: 2,
      credits: { reserved: 2, captured: 0, refunded: 0 },
      images: [],
    });
    const done = await house.ended(actor, asked.id);
    expect(done).toMatchObject({
      status: 'succeeded',
      progress: 1,
      credits: { reserved: 2, captured: 2, refunded: 0 },
    });
    expect(done.error).toBeUndefined();
    expect(done.images.map(({ provenance }) => provenance.seed)).toEqual([41, 42]);
    for (const image of done.images) {
      expect(image).toMatchObject({ type: 'avatar', width: 128, height: 128, generationId: asked.id });
      expect(image.provenance).toMatchObject({ provider: 'offline', model: 'offline-avatar' });
      expect(image.provenance.algorithm).toMatch(/^dicebear\//);
      expect(image.provenance.promptHash).toMatch(/^[0-9a-f]{64}$/);
      const file = await house.get(FilesService).getOwn(actor, image.fileId);
      const { stream } = await house.get(Storage).get(file.storageKey);
      const { format, width } = await sharp(await buffer(stream)).metadata();
      expect({ format, width }).toEqual({ format: 'png', width: 128 });
      expect(JSON.parse(await house.get(GalleryService).get(actor, image.id))).toEqual(image);
    }
    expect(await house.credits.balanceOf(actor.userId)).toEqual({ balance: 3, reserved: 0 });
    await expectBalancedBooks(house, actor);
  });

  it('tells the owner alone, from queued to succeeded, after each commit', async () => {
    const actor = await house.anActor();
    const { id } = await house.generations.create(actor, { ...anAvatar, count: 2 });
    await house.ended(actor, id);
    const updates = await waitUntil('the last update was sent', () => {
      const mine = house.sent.filter(({ payload }) => payload.id === id);
      return mine.at(-1)?.payload.status === 'succeeded' ? mine : null;
    });
    expect(updates.map(({ payload }) => [payload.status, payload.progress])).toEqual([
      ['queued', 0],
      ['running', 0],
      ['running', 0.5],
      ['succeeded', 1],
    ]);
    for (const { namespace, userId, event } of updates) {
      expect({ namespace, userId, event }).toEqual({
        namespace: '/events',
        userId: actor.userId,
        event: 'generation.updated',
      });
    }
    expect(updates.at(-1)?.payload.images).toEqual((await house.generations.get(actor, id, 'en')).images);
  });

  it('makes the same picture of the same seed again, as a file of its own', async () => {
    const actor = await house.anActor();
    const ask = () => house.generations.create(actor, { ...anAvatar, seed: 7, prompt: 'fox' });
    const [first, second] = [await ask(), await ask()];
    const [one, two] = [await house.ended(actor, first.id), await house.ended(actor, second.id)];
    const files = await house.get(FilesService).findMany([one.images[0]!.fileId, two.images[0]!.fileId]);
    expect(new Set(files.map(({ sha256 }) => sha256)).size).toBe(1);
    await house.get(GalleryService).remove(actor, one.images[0]!.id);
    const left = await house.get(FilesService).getOwn(actor, two.images[0]!.fileId);
    const { stream } = await house.get(Storage).get(left.storageKey);
    expect((await buffer(stream)).length).toBe(left.size);
  });

  it('restyles a photo, names it as source, and links the gallery picture it was made from', async () => {
    const actor = await house.anActor();
    const photo = await house.aFile(actor, await aPicture(200, 300, 200));
    const params = { maxSide: 256 };
    const first = await house.generations.create(actor, {
      kind: 'style_transfer',
      count: 1,
      sourceFileId: photo,
      params,
    });
    const [restyled] = (await house.ended(actor, first.id)).images;
    expect(restyled).toMatchObject({ type: 'style_transfer', width: 256, height: 171 });
    expect(restyled!.provenance.sourceFileId).toBe(photo);
    expect(restyled!.parentId).toBeUndefined();
    const second = await house.generations.create(actor, {
      kind: 'style_transfer',
      count: 1,
      sourceFileId: restyled!.fileId,
      params,
    });
    const [again] = (await house.ended(actor, second.id)).images;
    expect(again!.parentId).toBe(restyled!.id);
  });

  it('makes an interior with a room photo and without', async () => {
    const actor = await house.anActor();
    const photo = await house.aFile(actor, await aPicture(200, 64, 64));
    const params = { width: 256, height: 256 };
    for (const sourceFileId of [photo, undefined]) {
      const input: NewGenerationInput = { kind: 'interior', count: 1, sourceFileId, params };
      const { id } = await house.generations.create(actor, input);
      expect(await house.ended(actor, id)).toMatchObject({
        status: 'succeeded',
        images: [{ type: 'interior', width: 256, height: 256 }],
      });
    }
  });

  it('fails as told by params.simulate, refunds, and can be tried again under a new id', async () => {
    const actor = await house.anActor(1);
    const failing = { ...anAvatar, params: { size: 128, simulate: 'fail' } };
    const { id } = await house.generations.create(actor, failing);
    const failed = await house.ended(actor, id);
    expect(failed).toMatchObject({
      status: 'failed',
      images: [],
      error: { code: 'generation.provider_failed' },
      credits: { reserved: 1, captured: 0, refunded: 1 },
    });
    const inRussian = await house.generations.get(actor, id, 'ru');
    expect(inRussian.error?.message).toMatch(/Кредиты возвращены/);
    const retried = await house.generations.retry(actor, id);
    expect(retried).toMatchObject({ status: 'queued', retryOf: id, seed: failed.seed, creditsReserved: 1 });
    expect(retried.id).not.toBe(id);
    await house.ended(actor, retried.id);
    expect(await house.credits.balanceOf(actor.userId)).toEqual({ balance: 1, reserved: 0 });
    await expectBalancedBooks(house, actor);
  });
});

describeEachEngine('generation with a scripted provider [I-8]', (engine) => {
  let house: GenerationHouse;
  let provider: ScriptedProvider;
  let runner: GenerationRunner;
  let actor: Actor;

  beforeAll(async () => {
    provider = new ScriptedProvider();
    house = await openHouse(engine, { jobs: false, provider });
    runner = house.get(GenerationRunner);
  });
  beforeEach(async () => {
    Object.assign(provider, new ScriptedProvider());
    actor = await house.anActor(10);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => house.close());

  const ask = (input: Partial<NewGenerationInput> = {}) =>
    house.generations.create(actor, { ...anAvatar, ...input });
  const look = (id: string) => house.generations.get(actor, id, 'en');
  const balance = async () => (await house.credits.balanceOf(actor.userId)).balance;

  describe('what is refused', () => {
    it.each<[string, Partial<NewGenerationInput>, string]>([
      ['an unknown model', { model: 'dall-e-9' }, 'generation.unknown_model'],
      ['a model of another kind', { model: 'offline-image' }, 'generation.model_kind_mismatch'],
      ['a kind nobody makes', { kind: 'room_analysis' }, 'generation.kind_unavailable'],
      ['an unknown style', { style: 'rococo-brutalism' }, 'generation.unknown_style'],
      ['a missing source', { kind: 'style_transfer', params: {} }, 'generation.source_required'],
      ['a source that is nowhere', { sourceFileId: uuidv7() }, 'file.not_found'],
      ['bad params', { params: { size: 9 } }, 'validation.failed'],
    ])('%s', async (_, input, code) => {
      const before = await house.count('generations');
      await expect(ask(input)).rejects.toMatchObject({ code });
      expect(await house.count('generations')).toBe(before);
      expect(await balance()).toBe(10);
    });

    it('a source of somebody else, exactly as one that is nowhere', async () => {
      const stranger = await house.anActor();
      const sourceFileId = await house.aFile(stranger, await aPicture());
      await expect(ask({ sourceFileId })).rejects.toMatchObject({ code: 'file.not_found', status: 404 });
    });

    it('a request without the credits for it, leaving neither generation nor job', async () => {
      const poor = await house.anActor(3);
      const jobs = () => house.db.queryOne<{ n: number }>('SELECT count(*) AS n FROM jobs');
      const before = await jobs();
      await expect(house.generations.create(poor, { ...anAvatar, count: 4 })).rejects.toMatchObject({
        code: 'credits.insufficient',
        status: 402,
      });
      expect(await jobs()).toEqual(before);
      expect((await house.generations.list(poor, { limit: 20 }, 'en')).items).toEqual([]);
      expect(await house.credits.balanceOf(poor.userId)).toEqual({ balance: 3, reserved: 0 });
    });

    it('more than the credits of one account cover, however many ask at once', async () => {
      const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => ask()));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
      expect(await house.credits.balanceOf(actor.userId)).toEqual({ balance: 0, reserved: 10 });
      const { items } = await house.generations.list(actor, { limit: 100 }, 'en');
      await Promise.all(items.map(({ id }) => house.generations.cancel(actor, id)));
      expect(await balance()).toBe(10);
    });
  });

  describe('somebody else', () => {
    it('finds nothing, can cancel nothing and retry nothing', async () => {
      const { id } = await ask();
      const stranger = await house.anActor();
      const missing = { code: 'generation.not_found', status: 404 };
      await expect(house.generations.get(stranger, id, 'en')).rejects.toMatchObject(missing);
      await expect(house.generations.cancel(stranger, id)).rejects.toMatchObject(missing);
      await expect(house.generations.retry(stranger, id)).rejects.toMatchObject(missing);
      await expect(house.generations.get(stranger, uuidv7(), 'en')).rejects.toMatchObject(missing);
      expect((await house.generations.list(stranger, { limit: 20 }, 'en')).items).toEqual([]);
      expect((await house.generations.cancel(actor, id)).status).toBe('canceled');
    });
  });

  describe('looking', () => {
    it('says the place in the queue while it waits', async () => {
      const [first, second] = [await ask(), await ask()];
      const ahead = (await look(first.id)).position!;
      expect((await look(second.id)).position).toBe(ahead + 1);
      await house.generations.cancel(actor, first.id);
      expect((await look(first.id)).position).toBeUndefined();
      expect((await look(second.id)).position).toBe(ahead);
      await house.generations.cancel(actor, second.id);
    });

    it('walks the list newest first in a constant number of statements, each generation once', async () => {
      const asked: string[] = [];
      for (let index = 0; index < 7; index += 1) asked.push((await ask()).id);
      for (const id of asked) await runner.run(id, never);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const before = house.db.statementCount;
        const page = await house.generations.list(actor, { limit: 3, cursor }, 'en');
        expect(house.db.statementCount - before).toBe(2);
        expect(page.items.every(({ images }) => images.length === 1)).toBe(true);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(asked.toReversed());
      await expect(house.generations.list(actor, { limit: 3, cursor: 'noise' }, 'en')).rejects.toMatchObject({
        code: 'validation.failed',
      });
    });
  });

  describe('failing', () => {
    it('refunds once when the provider refuses, whoever reports it again', async () => {
      provider.beforeImage = (_, index) => {
        if (index === 1) throw new ProviderRefusal('not in this house');
      };
      const files = await house.count('files');
      const { id } = await ask({ count: 3 });
      await runner.run(id, never);
      expect(await look(id)).toMatchObject({
        status: 'failed',
        error: { code: 'generation.provider_failed' },
        credits: { reserved: 3, captured: 0, refunded: 3 },
      });
      await house.db.transaction(() =>
        house.get(GenerationRunJob).onDead({ generationId: id }, new Error('again')),
      );
      await runner.run(id, never);
      expect(await balance()).toBe(10);
      expect(await house.count('files')).toBe(files);
      await expectBalancedBooks(house, actor);
    });

    it('fails when fewer pictures come than were promised', async () => {
      provider.delivers = () => 1;
      const { id } = await ask({ count: 2 });
      await runner.run(id, never);
      expect(await look(id)).toMatchObject({ status: 'failed', images: [], credits: { refunded: 2 } });
      expect(await house.get(GalleryService).stats(actor)).toMatchObject({ total: 0 });
    });

    it('keeps no more pictures than were paid for', async () => {
      provider.delivers = () => 4;
      const { id } = await ask({ count: 2 });
      await runner.run(id, never);
      expect((await look(id)).images).toHaveLength(2);
      await expectBalancedBooks(house, actor);
    });

    it('goes on after an error that may pass', async () => {
      let calls = 0;
      provider.beforeImage = () => {
        calls += 1;
        if (calls === 1) throw new Error('connection reset');
      };
      const { id } = await ask();
      await expect(runner.run(id, never)).rejects.toThrow('connection reset');
      expect(await look(id)).toMatchObject({ status: 'running', credits: { refunded: 0 } });
      await runner.run(id, never);
      expect(await look(id)).toMatchObject({ status: 'succeeded', credits: { captured: 1 } });
      await expectBalancedBooks(house, actor);
    });

    it('ends with its job when that is given up, once', async () => {
      provider.beforeImage = () => {
        throw new Error('connection reset');
      };
      const { id } = await ask();
      await expect(runner.run(id, never)).rejects.toThrow('connection reset');
      const job = house.get(GenerationRunJob);
      await house.db.transaction(() => job.onDead({ generationId: id }, new Error('gave up')));
      await house.db.transaction(() => job.onDead({ generationId: id }, new Error('gave up')));
      expect(await look(id)).toMatchObject({
        status: 'failed',
        error: { code: 'generation.provider_failed' },
      });
      expect(await balance()).toBe(10);
    });

    it('is not given up when the transaction that would do so is undone', async () => {
      const { id } = await ask();
      const undone = house.db.transaction(async () => {
        await house.get(GenerationRunJob).onDead({ generationId: id }, new Error('gave up'));
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await look(id)).toMatchObject({ status: 'queued', credits: { refunded: 0 } });
      await house.generations.cancel(actor, id);
    });

    it('fails when its source has gone meanwhile', async () => {
      const sourceFileId = await house.aFile(actor, await aPicture());
      const { id } = await ask({ sourceFileId });
      await house.get(FilesService).remove(actor, sourceFileId);
      await runner.run(id, never);
      expect(await look(id)).toMatchObject({
        status: 'failed',
        sourceFileId,
        error: { code: 'generation.source_unavailable' },
      });
    });

    it('cuts off a provider that takes longer than its time, and tries again', async () => {
      const slow = await openHouse(engine, { jobs: false, provider, env: { GENERATION_TIMEOUT_MS: '100' } });
      try {
        provider.beforeImage = (_task, _index, signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
        const somebody = await slow.anActor(1);
        const { id } = await slow.generations.create(somebody, anAvatar);
        const running = slow.get(GenerationRunner).run(id, never);
        await expect(running).rejects.toMatchObject({ code: 'generation.timed_out' });
        expect((await slow.generations.get(somebody, id, 'en')).status).toBe('running');
      } finally {
        await slow.close();
      }
    });
  });

  describe('canceling', () => {
    it('gives the credits back and is final', async () => {
      const { id } = await ask({ count: 2 });
      expect(await house.generations.cancel(actor, id)).toMatchObject({
        status: 'canceled',
        credits: { reserved: 2, captured: 0, refunded: 2 },
      });
      await expect(house.generations.cancel(actor, id)).rejects.toMatchObject({
        code: 'generation.already_final',
        status: 409,
      });
      await runner.run(id, never);
      expect(await look(id)).toMatchObject({ status: 'canceled', images: [] });
      expect(provider.collected).toEqual([]);
      expect(await balance()).toBe(10);
    });

    it('stops a run between two pictures, tells the provider, and keeps nothing', async () => {
      provider.requestIdOf = ({ generationId }) => `remote-${generationId}`;
      const files = await house.count('files');
      const { id } = await ask({ count: 3 });
      provider.beforeImage = async (_, index) => {
        if (index === 1) await house.generations.cancel(actor, id);
      };
      await runner.run(id, never);
      expect(provider.canceled).toEqual([`remote-${id}`]);
      expect(await look(id)).toMatchObject({ status: 'canceled', images: [] });
      expect(await house.count('files')).toBe(files);
      await expectBalancedBooks(house, actor);
    });

    it('cannot undo what succeeded', async () => {
      const { id } = await ask();
      await runner.run(id, never);
      await expect(house.generations.cancel(actor, id)).rejects.toMatchObject({
        code: 'generation.already_final',
      });
      await expect(house.generations.retry(actor, id)).rejects.toMatchObject({
        code: 'generation.not_retryable',
        status: 409,
      });
      expect(await look(id)).toMatchObject({ status: 'succeeded', credits: { captured: 1, refunded: 0 } });
    });

    it('races with success, failure and a second worker 50 times, and the books always balance', async () => {
      const random = mulberry32(20_261_120);
      const rich = await house.anActor(200);
      const job = house.get(GenerationRunJob);
      const settlement = house.get(GenerationSettlement);
      const rivals: ((id: string) => Promise<unknown>)[] = [
        (id) => house.generations.cancel(rich, id),
        (id) => house.db.transaction(() => job.onDead({ generationId: id }, new Error('gave up'))),
        (id) => runner.run(id, never),
      ];
      const moments = ['starting', 'drawing', 'settling'] as const;
      const started = new Map<string, (moment: string) => void>();
      provider.beforeImage = ({ generationId }) => started.get(generationId)?.('drawing');
      const succeed = settlement.succeed.bind(settlement);
      jest.spyOn(settlement, 'succeed').mockImplementation(async (generation, images) => {
        started.get(generation.id)?.('settling');
        for (let turns = random() * 4; turns > 1; turns -= 1) await new Promise(setImmediate);
        return succeed(generation, images);
      });
      const race = async () => {
        const input = { ...anAvatar, count: 1 + Math.floor(random() * 2) };
        const { id } = await house.generations.create(rich, input);
        const [rival, moment] = [rivals[Math.floor(random() * 3)]!, moments[Math.floor(random() * 3)]!];
        const racing: Promise<unknown>[] = [];
        started.set(id, (at) => {
          if (at === moment && racing.length < 2) racing.push(rival(id).catch(() => undefined));
        });
        started.get(id)?.('starting');
        racing.push(runner.run(id, never).catch(() => undefined));
        for (const racer of racing) await racer;
        return house.generations.get(rich, id, 'en');
      };
      const ended = await Promise.all(Array.from({ length: 50 }, race));
      const captured = ended.reduce((sum, { credits }) => sum + credits.captured, 0);
      for (const { credits, images } of ended) {
        expect(credits.captured + credits.refunded).toBe(credits.reserved);
        expect(images).toHaveLength(credits.captured);
      }
      // Each way of ending won some of the races, or this would prove nothing.
      expect(new Set(ended.map(({ status }) => status))).toEqual(
        new Set(['succeeded', 'failed', 'canceled']),
      );
      expect(await house.credits.balanceOf(rich.userId)).toEqual({ balance: 200 - captured, reserved: 0 });
      await expectBalancedBooks(house, rich);
    });
  });

  describe('after a crash', () => {
    it('between provider and settlement: the run that follows makes no second picture and takes no second credit', async () => {
      const { id } = await ask({ count: 2 });
      const settlement = house.get(GenerationSettlement);
      jest.spyOn(settlement, 'succeed').mockRejectedValueOnce(new Error('killed'));
      await expect(runner.run(id, never)).rejects.toThrow('killed');
      expect(await look(id)).toMatchObject({ status: 'running', images: [] });
      await runner.run(id, never);
      const done = await look(id);
      expect(done.images).toHaveLength(2);
      expect(done.credits).toEqual({ reserved: 2, captured: 2, refunded: 0 });
      await expectBalancedBooks(house, actor);
    });

    it('after the settlement, before its job knew: nothing happens twice', async () => {
      const { id } = await ask({ count: 2 });
      await runner.run(id, never);
      const first = await look(id);
      await runner.run(id, never);
      expect(await look(id)).toEqual(first);
      expect(await balance()).toBe(8);
      await expectBalancedBooks(house, actor);
    });

    it('does not pay a provider twice for what it was asked already', async () => {
      provider.requestIdOf = ({ generationId }) => `remote-${generationId}`;
      let calls = 0;
      provider.beforeImage = () => {
        calls += 1;
        if (calls === 1) throw new Error('connection reset');
      };
      const { id } = await ask();
      await expect(runner.run(id, never)).rejects.toThrow();
      await runner.run(id, never);
      expect(provider.submitted).toEqual([`remote-${id}`]);
      expect(provider.collected).toEqual([`remote-${id}`, `remote-${id}`]);
      expect(provider.canceled).toEqual([]);
      expect((await look(id)).status).toBe('succeeded');
    });
  });

  describe('the reaper', () => {
    it('fails and refunds what is past its time, queued or running, and leaves the others alone', async () => {
      provider.beforeImage = () => {
        throw new Error('hangs');
      };
      const [queued, running] = [await ask(), await ask()];
      await expect(runner.run(running.id, never)).rejects.toThrow('hangs');
      house.clock.advance(600_001);
      const fresh = await ask();
      await house.get(GenerationReapJob).handle();
      for (const { id } of [queued, running]) {
        expect(await look(id)).toMatchObject({
          status: 'failed',
          error: { code: 'generation.timed_out' },
          credits: { refunded: 1 },
        });
      }
      expect((await look(fresh.id)).status).toBe('queued');
      await house.generations.cancel(actor, fresh.id);
      expect(await balance()).toBe(10);
      await expectBalancedBooks(house, actor);
    });

    it('passes over one that cannot be ended, says so, and ends the others', async () => {
      const asked = [await ask(), await ask(), await ask()];
      house.clock.advance(600_001);
      const settlement = house.get(GenerationSettlement);
      const fail = settlement.fail.bind(settlement);
      jest.spyOn(settlement, 'fail').mockImplementation((id, reason) => {
        return id === asked[0]!.id ? Promise.reject(new Error('broken')) : fail(id, reason);
      });
      await expect(house.get(GenerationReapJob).handle()).rejects.toThrow('could not be ended');
      const statuses = await Promise.all(asked.map(async ({ id }) => (await look(id)).status));
      expect(statuses).toEqual(['queued', 'failed', 'failed']);
      jest.restoreAllMocks();
      await house.get(GenerationReapJob).handle();
      await expectBalancedBooks(house, actor);
    });
  });
});

describeEachEngine('canceling a run that is under way', (engine) => {
  it('aborts its job at once, and the provider hears of it', async () => {
    const provider = new ScriptedProvider();
    const house = await openHouse(engine, { jobs: true, provider });
    try {
      provider.requestIdOf = () => 'remote-1';
      let isWaiting = false;
      provider.beforeImage = (_task, _index, signal) =>
        new Promise((_, reject) => {
          isWaiting = true;
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
      const actor = await house.anActor(1);
      const { id } = await house.generations.create(actor, anAvatar);
      await waitUntil('the provider is waiting', () => isWaiting);
      expect((await house.generations.cancel(actor, id)).status).toBe('canceled');
      await waitUntil('the provider was told', () => provider.canceled.length > 0);
      expect(provider.canceled).toEqual(['remote-1']);
      expect(await house.credits.balanceOf(actor.userId)).toEqual({ balance: 1, reserved: 0 });
      await expectBalancedBooks(house, actor);
    } finally {
      await house.close();
    }
  });
});

/** A small seeded generator, so that a race that was lost can be run again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
