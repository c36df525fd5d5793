import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ManualClock } from '#lib/clock';
import { Leases } from '#lib/database';
import { foundation } from '../../migrations/0001-foundation.js';
import {
  describeEachEngine,
  openDatabase,
  openTestDatabase,
  type TestDatabase,
} from '../support/databases.js';

describeEachEngine('Leases', (engine) => {
  let test: TestDatabase;
  let leases: Leases;
  const clock = new ManualClock();

  beforeAll(async () => {
    test = await openTestDatabase(engine, { migrations: [foundation], entities: [] });
    leases = new Leases(test.db, clock);
  });
  afterAll(() => test.close());

  it('go to one of many who ask at once, in several processes', async () => {
    const replica = await openDatabase(test.env, { migrations: [foundation], entities: [] });
    await replica.whenReady();
    const others = new Leases(replica, clock);
    const asked = Array.from({ length: 20 }, (_, at) => (at % 2 ? leases : others).acquire('sweep', 1000));
    const got = (await Promise.all(asked)).filter((lease) => lease !== null);
    await replica.onApplicationShutdown();
    expect(got).toEqual([{ name: 'sweep', owner: expect.any(String), expiresAt: clock.now() + 1000 }]);
  });

  it('are renewed by their holder, and free when they ran out', async () => {
    const lease = await leases.acquire('cron', 1000);
    clock.advance(900);
    const renewed = await leases.renew(lease!, 1000);
    expect(renewed).toEqual({ ...lease, expiresAt: clock.now() + 1000 });
    clock.advance(999);
    expect(await leases.acquire('cron', 1000)).toBeNull();
    clock.advance(1);
    expect(await leases.renew(renewed!, 1000)).toBeNull();
    const next = await leases.acquire('cron', 1000);
    expect(next?.owner).not.toBe(lease?.owner);
    await leases.release(lease!);
    expect(await leases.acquire('cron', 1000)).toBeNull();
  });

  it('are free as soon as they are given back', async () => {
    const lease = await leases.acquire('backup', 1000);
    await leases.release(lease!);
    expect(await leases.acquire('backup', 1000)).not.toBeNull();
  });
});
