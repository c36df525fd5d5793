import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { TestUser } from '../support/api.js';
import { describeEachEngine } from '../support/databases.js';
import { anAdmin, me, type OwnAuthApp, refresh, startAuthApp, startReplica } from './auth-app.fixture.js';

const REFRESH_TTL_MS = 30 * 86_400_000;

describeEachEngine('refresh tokens (QA1)', (engine) => {
  let auth: OwnAuthApp;
  let vera: TestUser;

  beforeAll(async () => {
    auth = await startAuthApp(engine);
  });
  beforeEach(async () => {
    vera = await auth.api.aUser();
  });
  afterAll(() => auth.close());

  const links = (userId: string) =>
    auth.db.query(
      `SELECT t.id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE s.user_id = $1`,
      [userId],
    );

  /** Refreshes one after the other; all refresh tokens, the first included. */
  const chainOf = async (length: number) => {
    const chain = [vera.refreshToken];
    while (chain.length <= length) chain.push((await refresh(auth.api, chain.at(-1)!)).body.refreshToken);
    return chain;
  };

  it('give a new pair, and the old access token lives on', async () => {
    const { status, body, headers } = await refresh(auth.api, vera.refreshToken);
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^eyJ/),
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      tokenType: 'Bearer',
      expiresIn: 900,
    });
    expect(body.refreshToken).not.toBe(vera.refreshToken);
    expect(headers.get('cache-control')).toContain('no-store');
    expect((await me(auth.api, body.accessToken)).body.id).toBe(vera.id);
    expect((await me(auth.api, vera.token)).status).toBe(200);
  });

  it('give the same child again to a client that lost the answer, for 10 s', async () => {
    const first = await refresh(auth.api, vera.refreshToken);
    auth.clock.advance(10_000);
    const again = await refresh(auth.api, vera.refreshToken);
    expect(again.status).toBe(200);
    expect(again.body.refreshToken).toBe(first.body.refreshToken);
    expect((await me(auth.api, again.body.accessToken)).status).toBe(200);
    expect((await refresh(auth.api, again.body.refreshToken)).status).toBe(200);
  });

  it('make one chain of 50 parallel refreshes', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(auth.api, vera.refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
    const children = new Set(answers.map(({ body }) => body.refreshToken));
    expect(children.size).toBe(1);
    expect(await links(vera.id)).toHaveLength(2);
    for (const { body } of answers.slice(0, 5))
      expect((await me(auth.api, body.accessToken)).status).toBe(200);
    expect((await refresh(auth.api, [...children][0]!)).status).toBe(200);
  });

  it('end the family when the parent comes again after 10 s', async () => {
    const { body } = await refresh(auth.api, vera.refreshToken);
    auth.clock.advance(10_001);
    const replay = await refresh(auth.api, vera.refreshToken);
    expect(replay).toMatchObject({ status: 401, body: { code: 'auth.refresh_reused' } });
    expect(await refresh(auth.api, body.refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'auth.refresh_reused' },
    });
    for (const token of [vera.token, body.accessToken]) expect((await me(auth.api, token)).status).toBe(401);
  });

  it('end the family when a grandparent comes again, at once too', async () => {
    const [oldest, , newest] = await chainOf(2);
    expect(await refresh(auth.api, oldest!)).toMatchObject({
      status: 401,
      body: { code: 'auth.refresh_reused' },
    });
    expect((await refresh(auth.api, newest!)).status).toBe(401);
    expect((await me(auth.api, vera.token)).status).toBe(401);
  });

  it('end that family only', async () => {
    const other = await auth.api.signIn(vera.email, vera.password);
    const [oldest] = await chainOf(2);
    await refresh(auth.api, oldest!);
    expect((await me(auth.api, other)).status).toBe(200);
  });

  it('of a dead family stay dead, however often they come', async () => {
    const [oldest, middle, newest] = await chainOf(2);
    const answers = await Promise.all(
      [oldest, newest, middle, oldest, newest].map((token) => refresh(auth.api, token!)),
    );
    expect((await refresh(auth.api, newest!)).status).toBe(401);
    expect(answers.filter(({ status }) => status === 500)).toEqual([]);
  });

  it.each([
    ['made up', 'A'.repeat(43)],
    ['not even like one', "' OR 1=1 --"],
  ])('that are %s are refused', async (_, token) => {
    expect(await refresh(auth.api, token)).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid_refresh_token' },
    });
  });

  it('are no access tokens, nor the reverse', async () => {
    expect((await me(auth.api, vera.refreshToken)).status).toBe(401);
    expect(await refresh(auth.api, vera.token)).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid_refresh_token' },
    });
  });

  it.each([
    ['nothing', {}],
    ['a number', { refreshToken: 5 }],
    ['an unknown field', { refreshToken: 'x', grant: 'admin' }],
  ])('want a proper body: %s', async (_, body) => {
    expect(await auth.api.post('/api/v1/auth/refresh', body)).toMatchObject({
      status: 400,
      body: { code: 'validation.failed' },
    });
  });

  it('run out when unused, and are good for another 30 days when used', async () => {
    auth.clock.advance(REFRESH_TTL_MS - 1);
    const { status, body } = await refresh(auth.api, vera.refreshToken);
    expect(status).toBe(200);
    auth.clock.advance(REFRESH_TTL_MS);
    expect(await refresh(auth.api, body.refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid_refresh_token' },
    });
  });

  it('are dead after logout', async () => {
    expect((await auth.api.post('/api/v1/auth/logout', undefined, vera.token)).status).toBe(204);
    expect(await refresh(auth.api, vera.refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid_refresh_token' },
    });
    expect((await me(auth.api, vera.token)).status).toBe(401);
  });

  it('wait while the account is locked', async () => {
    const admin = await anAdmin(auth);
    await auth.api.post(`/api/v1/users/${vera.id}/lock`, { reason: 'spam' }, admin);
    expect(await refresh(auth.api, vera.refreshToken)).toMatchObject({
      status: 403,
      body: { code: 'auth.account_locked' },
    });
    await auth.api.post(`/api/v1/users/${vera.id}/unlock`, undefined, admin);
    expect((await refresh(auth.api, vera.refreshToken)).status).toBe(200);
  });

  it('are not held back by an access token that has run out', async () => {
    auth.clock.advance(901_000);
    const { status } = await auth.api.post(
      '/api/v1/auth/refresh',
      { refreshToken: vera.refreshToken },
      vera.token,
    );
    expect(status).toBe(200);
  });

  it('work at another replica, the lost answer too', async () => {
    const replica = await startReplica(auth.place);
    try {
      const here = await refresh(auth.api, vera.refreshToken);
      const there = await refresh(replica.api, vera.refreshToken);
      expect(there.body.refreshToken).toBe(here.body.refreshToken);
      expect((await refresh(replica.api, there.body.refreshToken)).status).toBe(200);
    } finally {
      await replica.close();
    }
  });

  it('cost a constant number of statements', async () => {
    const costOf = async () => {
      const before = auth.db.statementCount;
      const answer = await refresh(auth.api, vera.refreshToken);
      vera.refreshToken = answer.body.refreshToken;
      return auth.db.statementCount - before;
    };
    const costs: number[] = [];
    for (let round = 0; round < 5; round += 1) costs.push(await costOf());
    // The poll for revocations may fall into one of them and add its statement; it cannot into most.
    costs.sort((one, other) => one - other);
    expect(costs[2]).toBe(costs[0]);
    expect(costs[0]).toBeLessThanOrEqual(9);
  });
});
