import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { Realtime } from '#lib/realtime';
import type { TestUser } from '../support/api.js';
import { describeEachEngine } from '../support/databases.js';
import { me, type OwnAuthApp, refresh, startAuthApp } from './auth-app.fixture.js';

interface SessionView {
  id: string;
  current: boolean;
  userAgent: string | null;
  ip: string | null;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
}

describeEachEngine('sessions (R11)', (engine) => {
  let auth: OwnAuthApp;
  let vera: TestUser;
  let closed: string[];

  beforeAll(async () => {
    auth = await startAuthApp(engine);
    jest.spyOn(auth.app.get(Realtime), 'disconnectSession').mockImplementation((id) => void closed.push(id));
  });
  beforeEach(async () => {
    vera = await auth.api.aUser();
    closed = [];
  });
  afterAll(() => auth.close());

  const list = async (token: string) => {
    const { status, body } = await auth.api.get<{ items: SessionView[] }>('/api/v1/auth/sessions', token);
    expect(status).toBe(200);
    return body.items;
  };
  const end = (token: string, id: string) =>
    auth.api.call('DELETE', `/api/v1/auth/sessions/${id}`, { token });

  it('are listed with what the device showed of itself, last used first', async () => {
    auth.clock.advance(1000);
    const { body } = await auth.api.post<{ accessToken: string }>(
      '/api/v1/auth/login',
      { email: vera.email, password: vera.password },
      undefined,
      { 'user-agent': 'Kvartal/1.0 (phone)' },
    );
    const items = await list(body.accessToken);
    expect(items).toEqual([
      {
        id: expect.any(String),
        current: true,
        userAgent: 'Kvartal/1.0 (phone)',
        ip: '127.0.0.1',
        createdAt: new Date(auth.clock.now()).toISOString(),
        lastUsedAt: new Date(auth.clock.now()).toISOString(),
        expiresAt: new Date(auth.clock.now() + 30 * 86_400_000).toISOString(),
      },
      expect.objectContaining({ current: false, userAgent: expect.any(String) }),
    ]);
    expect((await list(vera.token)).map(({ current }) => current)).toEqual([false, true]);
  });

  it('are marked as used by a refresh, not by every request', async () => {
    const [before] = await list(vera.token);
    auth.clock.advance(60_000);
    await me(auth.api, vera.token);
    expect((await list(vera.token))[0]).toEqual(before);
    await refresh(auth.api, vera.refreshToken);
    const now = auth.clock.now();
    expect((await list(vera.token))[0]).toEqual({
      ...before,
      lastUsedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 30 * 86_400_000).toISOString(),
    });
  });

  it('are ended one by one: tokens dead, sockets closed, gone from the list', async () => {
    const other = await auth.api.signIn(vera.email, vera.password);
    const target = (await list(other)).find(({ current }) => !current)!;
    expect((await end(other, target.id)).status).toBe(204);
    expect((await me(auth.api, vera.token)).status).toBe(401);
    expect((await refresh(auth.api, vera.refreshToken)).status).toBe(401);
    expect(closed).toEqual([target.id]);
    expect(await list(other)).toHaveLength(1);
    expect((await end(other, target.id)).status).toBe(404);
  });

  it('are ended all but the current one', async () => {
    const others = [
      await auth.api.signIn(vera.email, vera.password),
      await auth.api.signIn(vera.email, vera.password),
    ];
    const ids = (await list(vera.token)).filter(({ current }) => !current).map(({ id }) => id);
    expect((await auth.api.call('DELETE', '/api/v1/auth/sessions', { token: vera.token })).status).toBe(204);
    for (const token of others) expect((await me(auth.api, token)).status).toBe(401);
    expect((await me(auth.api, vera.token)).status).toBe(200);
    expect(closed.sort()).toEqual(ids.sort());
  });

  it('may end themselves, which closes their sockets', async () => {
    const [{ id } = { id: '' }] = await list(vera.token);
    expect((await auth.api.post('/api/v1/auth/logout', undefined, vera.token)).status).toBe(204);
    expect(closed).toEqual([id]);
    expect((await auth.api.post('/api/v1/auth/logout', undefined, vera.token)).status).toBe(401);
  });

  it('of other people are not there', async () => {
    const boris = await auth.api.aUser('Boris');
    const [theirs] = await list(boris.token);
    const missing = await end(vera.token, '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e');
    expect(missing).toMatchObject({ status: 404, body: { code: 'auth.session_not_found' } });
    for (const id of [theirs!.id, theirs!.id.toUpperCase(), 'x', "' OR 1=1 --"]) {
      const { status, body } = await end(vera.token, encodeURIComponent(id));
      expect([status, body.code]).toEqual([404, missing.body.code]);
    }
    expect((await me(auth.api, boris.token)).status).toBe(200);
    await auth.api.call('DELETE', '/api/v1/auth/sessions', { token: vera.token });
    expect((await me(auth.api, boris.token)).status).toBe(200);
  });

  it('that ran out are not listed', async () => {
    auth.clock.advance(20 * 86_400_000);
    const other = await auth.api.signIn(vera.email, vera.password);
    expect(await list(other)).toHaveLength(2);
    auth.clock.advance(11 * 86_400_000);
    const last = await auth.api.signIn(vera.email, vera.password);
    expect(await list(last)).toHaveLength(2);
  });
});
