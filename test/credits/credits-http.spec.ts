import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeEachEngine } from '../support/databases.js';
import { type CreditsProduct, startCredits } from './credits-product.js';

describeEachEngine('routes of credits', (engine) => {
  let product: CreditsProduct;
  let userId: string;
  let staff: string;

  beforeAll(async () => {
    product = await startCredits(engine);
    userId = await product.aUser();
    staff = `${await product.aUser()}:grant_credits`;
  });

  afterAll(() => product.close());

  const grant = (token: string, id: string, body: unknown, headers?: Record<string, string>) =>
    product.api.post(`/api/v1/users/${id}/credits`, body, token, headers);

  it('show the balance and the statement of the caller', async () => {
    const { api, credits } = product;
    const own = await product.aUser();
    await credits.reserve(own, 3, { generationId: randomUUID() });
    const balance = await api.get('/api/v1/credits', own);
    expect([balance.status, balance.body]).toEqual([200, { balance: 17, reserved: 3 }]);
    const first = await api.get<{ items: object[]; nextCursor: string }>(
      '/api/v1/credits/ledger?limit=1',
      own,
    );
    expect(first.body).toEqual({
      items: [
        {
          id: expect.any(String),
          type: 'reserve',
          amount: -3,
          balanceAfter: 17,
          generationId: expect.any(String),
          createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        },
      ],
      nextCursor: expect.any(String),
    });
    const rest = await api.get(`/api/v1/credits/ledger?cursor=${first.body.nextCursor}`, own);
    expect(rest.body).toMatchObject({ items: [{ type: 'signup_bonus', amount: 20, balanceAfter: 20 }] });
    expect(rest.body).not.toHaveProperty('nextCursor');
  });

  it('let staff give credits, and answer the entry', async () => {
    const other = await product.aUser();
    const answer = await grant(staff, other, { amount: 1_000_000, reason: ' A prize ' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      type: 'grant',
      amount: 1_000_000,
      balanceAfter: 1_000_020,
      reason: 'A prize',
      createdAt: expect.any(String),
    });
  });

  it('give once for one idempotency key', async () => {
    const other = await product.aUser();
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await grant(staff, other, { amount: 5, reason: 'A prize' }, headers);
    const again = await grant(staff, other, { amount: 5, reason: 'A prize' }, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await product.credits.balanceOf(other)).balance).toBe(25);
    expect(await grant(staff, other, { amount: 6, reason: 'A prize' }, headers)).toMatchObject({
      status: 422,
    });
  });

  it.each([
    ['nothing', {}],
    ['no reason', { amount: 1 }],
    ['an empty reason', { amount: 1, reason: '  ' }],
    ['a reason of two lines', { amount: 1, reason: 'one\ntwo' }],
    ['nothing to give', { amount: 0, reason: 'x' }],
    ['too much', { amount: 1_000_001, reason: 'x' }],
    ['a part', { amount: 1.5, reason: 'x' }],
    ['a text', { amount: '5', reason: 'x' }],
    ['more than asked for', { amount: 1, reason: 'x', type: 'purchase' }],
  ])('refuse a grant of %s', async (_what, body) => {
    expect(await grant(staff, userId, body)).toMatchObject({
      status: 400,
      body: { code: 'validation.failed' },
    });
  });

  it('know no user who is not there', async () => {
    for (const id of [randomUUID(), 'nobody']) {
      const answer = await grant(staff, id, { amount: 1, reason: 'x' });
      expect(answer).toMatchObject({ status: 404, body: { code: 'user.not_found' } });
    }
  });

  it.each(['limit=0', 'limit=101', 'cursor=nonsense', 'page=2'])(
    'refuse a statement by %s',
    async (query) => {
      const answer = await product.api.get(`/api/v1/credits/ledger?${query}`, userId);
      expect(answer).toMatchObject({ status: 400, body: { code: 'validation.failed' } });
    },
  );

  it('are closed to strangers, and granting to those without the permission', async () => {
    const { api } = product;
    expect((await api.get('/api/v1/credits')).status).toBe(401);
    expect((await api.get('/api/v1/credits/ledger')).status).toBe(401);
    expect((await api.post(`/api/v1/users/${userId}/credits`, { amount: 1, reason: 'x' })).status).toBe(401);
    expect((await grant(userId, userId, { amount: 1, reason: 'x' })).status).toBe(403);
    expect((await grant(`${userId}:manage_users`, userId, { amount: 1, reason: 'x' })).status).toBe(403);
    expect((await product.credits.balanceOf(userId)).balance).toBe(20);
  });
});
