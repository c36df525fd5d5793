import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InsufficientCreditsError } from '#lib/credits';
import { UserNotFoundError } from '#lib/users';
import { describeEachEngine } from '../support/databases.js';
import { actorOf, type CreditsProduct, startCredits } from './credits-product.js';

describeEachEngine('credits', (engine) => {
  let product: CreditsProduct;

  beforeAll(async () => {
    product = await startCredits(engine);
  });

  afterAll(() => product.close());

  /** The whole statement, oldest first. */
  async function statementOf(userId: string) {
    const { credits } = product;
    const items = [];
    for (let cursor: string | undefined; ;) {
      const page = await credits.listLedger(actorOf(userId), { limit: 7, cursor });
      items.push(...page.items);
      cursor = page.nextCursor;
      if (cursor === undefined) return items.reverse();
    }
  }

  /** Balance and statement agree, entry by entry. */
  async function expectConsistent(userId: string): Promise<void> {
    let sum = 0;
    for (const { amount, balanceAfter } of await statementOf(userId)) {
      sum += amount;
      expect(balanceAfter).toBe(sum);
    }
    expect((await product.credits.balanceOf(userId)).balance).toBe(sum);
    expect(await product.credits.verify()).toEqual({ ok: true, sum: 0, mismatches: [] });
  }

  /** A user with exactly `balance` credits: their id. */
  async function aUserWith(balance: number): Promise<string> {
    const userId = await product.aUser();
    const generationId = randomUUID();
    await product.credits.reserve(userId, 20 - balance, { generationId });
    await product.credits.capture(generationId, 20 - balance);
    return userId;
  }

  it('gives a new account its bonus, in the transaction that makes it', async () => {
    const userId = await product.aUser();
    expect(await product.credits.balanceOf(userId)).toEqual({ balance: 20, reserved: 0 });
    expect(await statementOf(userId)).toEqual([
      {
        id: expect.any(String),
        type: 'signup_bonus',
        amount: 20,
        balanceAfter: 20,
        createdAt: expect.any(String),
      },
    ]);
    await product.credits.open(userId, 20);
    await expectConsistent(userId);
  });

  it('shows the spendable balance with the account', async () => {
    const [first, second, stranger] = [await product.aUser(), await product.aUser(), randomUUID()];
    await product.credits.reserve(first, 3, { generationId: randomUUID() });
    expect((await product.views.full(first)).credits).toBe(17);
    expect(await product.credits.balancesOf([first, second, stranger])).toEqual(
      new Map([
        [first, 17],
        [second, 20],
        [stranger, 0],
      ]),
    );
    expect(await product.credits.balancesOf([])).toEqual(new Map());
  });

  describe('a reservation', () => {
    it('that is captured is spent', async () => {
      const userId = await product.aUser();
      const generationId = randomUUID();
      await product.credits.reserve(userId, 4, { generationId });
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 16, reserved: 4 });
      expect(await product.credits.capture(generationId, 4)).toEqual({ captured: 4, refunded: 0 });
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 16, reserved: 0 });
      expect((await statementOf(userId)).slice(1)).toMatchObject([
        { type: 'reserve', amount: -4, balanceAfter: 16, generationId },
        { type: 'capture', amount: 0, balanceAfter: 16, generationId },
      ]);
      await expectConsistent(userId);
    });

    it('that is refunded comes back', async () => {
      const userId = await product.aUser();
      const generationId = randomUUID();
      await product.credits.reserve(userId, 4, { generationId });
      expect(await product.credits.refund(generationId)).toEqual({ captured: 0, refunded: 4 });
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 20, reserved: 0 });
      expect((await statementOf(userId)).at(-1)).toMatchObject({ type: 'refund', amount: 4, generationId });
      await expectConsistent(userId);
    });

    it('that is captured in part comes back for the rest', async () => {
      const userId = await product.aUser();
      const generationId = randomUUID();
      await product.credits.reserve(userId, 4, { generationId });
      expect(await product.credits.capture(generationId, 3)).toEqual({ captured: 3, refunded: 1 });
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 17, reserved: 0 });
      expect((await statementOf(userId)).slice(-2)).toMatchObject([
        { type: 'capture', amount: 0, balanceAfter: 16 },
        { type: 'refund', amount: 1, balanceAfter: 17 },
      ]);
      await expectConsistent(userId);
    });

    it('takes two statements in the transaction around it', async () => {
      const userId = await product.aUser();
      const { db, credits } = product;
      const before = db.statementCount;
      await db.transaction(() => credits.reserve(userId, 1, { generationId: randomUUID() }));
      expect(db.statementCount - before).toBe(2);
    });

    it('is made once, however often it is asked for', async () => {
      const userId = await product.aUser();
      const generationId = randomUUID();
      await Promise.all(
        Array.from({ length: 5 }, () => product.credits.reserve(userId, 4, { generationId })),
      );
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 16, reserved: 4 });
      await expect(product.credits.reserve(userId, 5, { generationId })).rejects.toThrow(
        'has reserved 4 credits already',
      );
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 16, reserved: 4 });
      await expectConsistent(userId);
    });

    it('that took the last credits is nothing new when it is asked for again', async () => {
      const userId = await product.aUser();
      const generationId = randomUUID();
      await product.credits.reserve(userId, 15, { generationId });
      await product.credits.reserve(userId, 15, { generationId });
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 5, reserved: 15 });
      await expectConsistent(userId);
    });

    it.each([
      ['captures', (id: string) => product.credits.capture(id, 4), { captured: 4, refunded: 0 }],
      ['refunds', (id: string) => product.credits.refund(id), { captured: 0, refunded: 4 }],
      ['partial captures', (id: string) => product.credits.capture(id, 1), { captured: 1, refunded: 3 }],
    ])('is settled once by ten parallel %s, beside another one', async (_what, settle, expected) => {
      const userId = await product.aUser();
      const [generationId, other] = [randomUUID(), randomUUID()];
      await product.credits.reserve(userId, 4, { generationId });
      await product.credits.reserve(userId, 6, { generationId: other });
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => settle(generationId)));
      expect(outcomes).toEqual(outcomes.map(() => expected));
      expect(await product.credits.balanceOf(userId)).toEqual({
        balance: 10 + expected.refunded,
        reserved: 6,
      });
      await expectConsistent(userId);
    });

    it.each([4, 1])('of 4 is settled one way when captures of %d and refunds race', async (amount) => {
      const userId = await product.aUser();
      // With something else reserved the account could pay for both, so that only the entries can tell.
      await product.credits.reserve(userId, 4, { generationId: randomUUID() });
      for (let round = 0; round < 15; round += 1) {
        const generationId = randomUUID();
        await product.credits.grant(null, userId, { amount: 4, reason: 'For the next round' });
        await product.credits.reserve(userId, 4, { generationId });
        const outcomes = await Promise.all(
          Array.from({ length: 6 }, (_, n) =>
            (n + round) % 2 === 0
              ? product.credits.capture(generationId, amount)
              : product.credits.refund(generationId),
          ),
        );
        const [decided] = outcomes;
        expect(outcomes).toEqual(outcomes.map(() => decided));
        expect(decided!.captured + decided!.refunded).toBe(4);
      }
      expect((await product.credits.balanceOf(userId)).reserved).toBe(4);
      await expectConsistent(userId);
    });

    it('goes with the transaction around it', async () => {
      const userId = await product.aUser();
      const generationId = randomUUID();
      const work = product.db.transaction(async () => {
        await product.credits.reserve(userId, 4, { generationId });
        throw new Error('changed my mind');
      });
      await expect(work).rejects.toThrow('changed my mind');
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 20, reserved: 0 });
      await expect(product.credits.refund(generationId)).rejects.toThrow('No credits were reserved');
      await expectConsistent(userId);
    });

    it('is refused when there is too little, and says how much there is', async () => {
      const userId = await product.aUser();
      const asked = product.credits.reserve(userId, 21, { generationId: randomUUID() });
      await expect(asked).rejects.toMatchObject({
        code: 'credits.insufficient',
        status: 402,
        params: { required: 21, balance: 20 },
      });
      const stranger = product.credits.reserve(randomUUID(), 1, { generationId: randomUUID() });
      await expect(stranger).rejects.toMatchObject({
        code: 'credits.insufficient',
        params: { required: 1, balance: 0 },
      });
      await expectConsistent(userId);
    });

    it('with one credit left is won by one of 50', async () => {
      const userId = await aUserWith(1);
      const asked = Array.from({ length: 50 }, () =>
        product.credits.reserve(userId, 1, { generationId: randomUUID() }),
      );
      const outcomes = await Promise.allSettled(asked);
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost).toHaveLength(49);
      for (const { reason } of lost) expect(reason).toBeInstanceOf(InsufficientCreditsError);
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 0, reserved: 1 });
      await expectConsistent(userId);
    });

    it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('of %p credits is a mistake', async (amount) => {
      const userId = await product.aUser();
      await expect(product.credits.reserve(userId, amount, { generationId: randomUUID() })).rejects.toThrow(
        RangeError,
      );
    });

    it.each([-1, 0.5, 5])('of four cannot be captured for %p', async (amount) => {
      const userId = await product.aUser();
      const generationId = randomUUID();
      await product.credits.reserve(userId, 4, { generationId });
      await expect(product.credits.capture(generationId, amount)).rejects.toThrow(RangeError);
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 16, reserved: 4 });
    });
  });

  describe('a grant', () => {
    it('adds to the balance and stands in the statement with its reason', async () => {
      const [staff, userId] = [await product.aUser(), await product.aUser()];
      const entry = await product.credits.grant(actorOf(staff), userId, {
        amount: 100,
        reason: 'A found bug',
      });
      expect(entry).toMatchObject({ type: 'grant', amount: 100, balanceAfter: 120, reason: 'A found bug' });
      expect((await statementOf(userId)).at(-1)).toMatchObject({ id: entry.id, reason: 'A found bug' });
      await expectConsistent(userId);
    });

    it('opens an account where there was none', async () => {
      const userId = await product.aUser();
      await product.db.execute(
        'DELETE FROM credit_entries WHERE account_id = (SELECT id FROM credit_accounts WHERE user_id = $1)',
        [userId],
      );
      await product.db.execute('DELETE FROM credit_accounts WHERE user_id = $1', [userId]);
      expect(await product.credits.balanceOf(userId)).toEqual({ balance: 0, reserved: 0 });
      await Promise.all(
        [1, 2, 3].map((amount) => product.credits.grant(null, userId, { amount, reason: 'Hello' })),
      );
      expect((await product.credits.balanceOf(userId)).balance).toBe(6);
      await expectConsistent(userId);
    });

    it.each([randomUUID(), 'nobody'])('to %s, who is not there, is refused', async (userId) => {
      const grant = product.credits.grant(null, userId, { amount: 1, reason: 'Hello' });
      await expect(grant).rejects.toThrow(UserNotFoundError);
    });
  });

  it('keeps every sum through 300 random operations of five users, run side by side', async () => {
    const userIds = await Promise.all(Array.from({ length: 5 }, () => product.aUser()));
    // A small generator of our own, so that a failure can be run again.
    let state = 20_261_120;
    const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
    const open: { generationId: string; amount: number }[] = [];
    const operation = (): Promise<unknown> => {
      const userId = userIds[random(userIds.length)]!;
      const some = open[random(Math.max(1, open.length))];
      const amount = 1 + random(8);
      const kind = random(10);
      if (kind < 1) return product.credits.grant(null, userId, { amount, reason: 'Luck' });
      if (kind < 6 || !some) {
        const generationId = randomUUID();
        const kept = { generationId, amount };
        return product.credits.reserve(userId, amount, { generationId }).then(() => open.push(kept));
      }
      if (kind < 8) return product.credits.capture(some.generationId, random(some.amount + 1));
      if (kind < 9) return product.credits.refund(some.generationId);
      return product.db.transaction(async () => {
        await product.credits.refund(some.generationId);
        await product.credits.grant(null, userId, { amount, reason: 'Never' });
        throw new InsufficientCreditsError();
      });
    };
    for (let round = 0; round < 30; round += 1) {
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, operation));
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(InsufficientCreditsError);
      }
    }
    expect(open.length).toBeGreaterThan(50);
    for (const userId of userIds) await expectConsistent(userId);
    for (const { generationId, amount } of open) {
      const { captured, refunded } = await product.credits.refund(generationId);
      expect(captured + refunded).toBe(amount);
    }
    for (const userId of userIds) {
      expect((await product.credits.balanceOf(userId)).reserved).toBe(0);
      await expectConsistent(userId);
    }
  });

  describe('the statement', () => {
    it('is paged from the newest on, without hole or overlap', async () => {
      const userId = await product.aUser();
      for (let n = 1; n <= 9; n += 1)
        await product.credits.grant(null, userId, { amount: n, reason: 'More' });
      const first = await product.credits.listLedger(actorOf(userId), { limit: 4 });
      expect(first.items.map(({ amount }) => amount)).toEqual([9, 8, 7, 6]);
      await product.credits.grant(null, userId, { amount: 10, reason: 'Meanwhile' });
      const second = await product.credits.listLedger(actorOf(userId), {
        limit: 4,
        cursor: first.nextCursor,
      });
      expect(second.items.map(({ amount }) => amount)).toEqual([5, 4, 3, 2]);
      const third = await product.credits.listLedger(actorOf(userId), {
        limit: 4,
        cursor: second.nextCursor,
      });
      expect(third.items.map(({ amount }) => amount)).toEqual([1, 20]);
      expect(third.nextCursor).toBeUndefined();
    });

    it('shows nobody else, and refuses a cursor that is none', async () => {
      const userId = await product.aUser();
      await product.credits.reserve(userId, 4, { generationId: randomUUID() });
      expect((await product.credits.listLedger(actorOf(randomUUID()), { limit: 20 })).items).toEqual([]);
      for (const cursor of ['nonsense', Buffer.from('["x"]').toString('base64url')]) {
        const asked = product.credits.listLedger(actorOf(userId), { limit: 20, cursor });
        await expect(asked).rejects.toMatchObject({ code: 'validation.failed' });
      }
    });
  });

  it('keeps the books balanced when a user is erased', async () => {
    const userId = await product.aUser();
    await product.credits.reserve(userId, 4, { generationId: randomUUID() });
    await product.db.execute('DELETE FROM users WHERE id = $1', [userId]);
    expect(await product.credits.verify()).toEqual({ ok: true, sum: 0, mismatches: [] });
    expect(await product.credits.balanceOf(userId)).toEqual({ balance: 0, reserved: 0 });
  });

  it('refuses, in the database itself, a balance below zero', async () => {
    const userId = await product.aUser();
    for (const column of ['spendable', 'reserved']) {
      await expect(
        product.db.execute(`UPDATE credit_accounts SET ${column} = -1 WHERE user_id = $1`, [userId]),
      ).rejects.toThrow(/ck_credit_accounts|CHECK/i);
    }
  });
});

describeEachEngine('reconciliation of credits', (engine) => {
  let product: CreditsProduct;

  beforeAll(async () => {
    product = await startCredits(engine, { CREDITS_SIGNUP_BONUS: '0' });
  });

  afterAll(() => product.close());

  it('finds nothing wrong with empty books, and gives no bonus of nothing', async () => {
    expect(await product.credits.verify()).toEqual({ ok: true, sum: 0, mismatches: [] });
    const userId = await product.aUser();
    expect((await product.credits.listLedger(actorOf(userId), { limit: 20 })).items).toEqual([]);
    expect(await product.credits.verify()).toEqual({ ok: true, sum: 0, mismatches: [] });
  });

  it('names the account whose balance was tampered with', async () => {
    const [honest, lucky] = [await product.aUser(), await product.aUser()];
    for (const userId of [honest, lucky])
      await product.credits.grant(null, userId, { amount: 10, reason: 'Hello' });
    await product.db.execute('UPDATE credit_accounts SET spendable = spendable + 5 WHERE user_id = $1', [
      lucky,
    ]);
    expect(await product.credits.verify()).toEqual({
      ok: false,
      sum: 5,
      mismatches: [
        {
          accountId: expect.any(String),
          userId: lucky,
          spendable: 15,
          reserved: 0,
          postedSpendable: 10,
          postedReserved: 0,
        },
      ],
    });
    await product.db.execute('UPDATE credit_accounts SET spendable = spendable - 5 WHERE user_id = $1', [
      lucky,
    ]);
    expect((await product.credits.verify()).ok).toBe(true);
  });

  it('notices a missing entry, although what is left balances', async () => {
    const userId = await product.aUser();
    const generationId = randomUUID();
    await product.credits.grant(null, userId, { amount: 10, reason: 'Hello' });
    await product.credits.reserve(userId, 2, { generationId });
    await product.credits.capture(generationId, 2);
    await product.db.execute(`DELETE FROM credit_entries WHERE type = 'capture'`);
    expect(await product.credits.verify()).toMatchObject({
      ok: false,
      mismatches: [{ userId, spendable: 8, reserved: 0, postedSpendable: 8, postedReserved: 2 }],
    });
  });
});
