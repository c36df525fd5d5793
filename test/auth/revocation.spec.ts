import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { ServiceUnavailableError } from '#lib/errors';
import { Realtime } from '#lib/realtime';
import type { TestUser } from '../support/api.js';
import { describeEachEngine } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import {
  anAdmin,
  type AuthApp,
  me,
  type OwnAuthApp,
  refresh,
  startAuthApp,
  startReplica,
} from './auth-app.fixture.js';

describeEachEngine('revocation across replicas, without Redis', (engine) => {
  let here: OwnAuthApp;
  let there: AuthApp;
  let vera: TestUser;
  let admin: string;
  const closed: string[] = [];

  beforeAll(async () => {
    here = await startAuthApp(engine);
    there = await startReplica(here.place);
    const sockets = there.app.get(Realtime);
    jest.spyOn(sockets, 'disconnectSession').mockImplementation((id) => void closed.push(`session ${id}`));
    jest.spyOn(sockets, 'disconnectUser').mockImplementation((id) => void closed.push(`user ${id}`));
    admin = await anAdmin(here);
  });
  beforeEach(async () => {
    vera = await here.api.aUser();
    await me(there.api, vera.token);
    closed.length = 0;
  });
  afterAll(async () => {
    await there.close();
    await here.close();
  });

  /** Both tell vera's token apart: at once where it was done, after a second elsewhere. */
  const expectBoth = async (status: number, code: string) => {
    expect(await me(here.api, vera.token)).toMatchObject({ status, body: { code } });
    there.clock.advance(1000);
    expect(await me(there.api, vera.token)).toMatchObject({ status, body: { code } });
  };

  it('holds for a logout', async () => {
    await here.api.post('/api/v1/auth/logout', undefined, vera.token);
    await expectBoth(401, 'auth.unauthorized');
    expect(closed).toEqual([expect.stringMatching(/^session /)]);
  });

  it('holds for a lock, which closes every socket of the user, and for the unlock', async () => {
    await here.api.post(`/api/v1/users/${vera.id}/lock`, { reason: 'spam' }, admin);
    await expectBoth(403, 'auth.account_locked');
    expect(closed).toEqual([`user ${vera.id}`]);
    await here.api.post(`/api/v1/users/${vera.id}/unlock`, undefined, admin);
    for (const { api } of [here, there]) expect((await me(api, vera.token)).status).toBe(200);
  });

  it('holds for roles, and sockets stay', async () => {
    const users = '/api/v1/users';
    expect((await there.api.get(users, vera.token)).status).toBe(403);
    const give = (roles: string[]) =>
      here.api.call('PUT', `/api/v1/users/${vera.id}/roles`, { token: admin, body: { roles } });
    expect((await give(['user', 'moderator'])).status).toBe(200);
    expect((await here.api.get(users, vera.token)).status).toBe(200);
    there.clock.advance(1000);
    expect((await there.api.get(users, vera.token)).status).toBe(200);
    await give(['user']);
    expect((await here.api.get(users, vera.token)).status).toBe(403);
    there.clock.advance(1000);
    expect((await there.api.get(users, vera.token)).status).toBe(403);
    expect(closed).toEqual([]);
  });

  it('holds for a stolen refresh token', async () => {
    const child = (await refresh(here.api, vera.refreshToken)).body.refreshToken;
    await refresh(here.api, child);
    await refresh(here.api, vera.refreshToken);
    await expectBoth(401, 'auth.unauthorized');
    expect(closed).toEqual([expect.stringMatching(/^session /)]);
  });

  it('misses none of many that come together', async () => {
    const users = await Promise.all(Array.from({ length: 12 }, () => here.api.aUser()));
    await Promise.all(users.map(({ token }) => me(there.api, token)));
    await Promise.all(
      users.map(({ token }, at) => (at % 2 ? here : there).api.post('/api/v1/auth/logout', undefined, token)),
    );
    there.clock.advance(1000);
    here.clock.advance(1000);
    for (const { api } of [here, there]) {
      const statuses = await Promise.all(users.map(async ({ token }) => (await me(api, token)).status));
      expect(new Set(statuses)).toEqual(new Set([401]));
    }
    const seqs = await here.db.query<{ seq: number }>('SELECT seq FROM auth_changes ORDER BY seq');
    expect(seqs.map(({ seq }) => seq)).toEqual(seqs.map((_, at) => seqs[0]!.seq + at));
  });

  it('closes a socket once, though the news comes twice to whoever made it', async () => {
    const own: string[] = [];
    jest.spyOn(here.app.get(Realtime), 'disconnectUser').mockImplementation((id) => void own.push(id));
    await here.api.post(`/api/v1/users/${vera.id}/lock`, { reason: 'spam' }, admin);
    here.clock.advance(1000);
    await me(here.api, admin);
    expect(own).toEqual([vera.id]);
  });

  it('reaches sockets of a replica that nobody asks anything', async () => {
    const idle = await startReplica(here.place, { AUTH_REVOCATION_POLL_MS: '50' });
    try {
      const ended: string[] = [];
      jest.spyOn(idle.app.get(Realtime), 'disconnectSession').mockImplementation((id) => void ended.push(id));
      // The first look at the news is where a process begins to listen.
      expect((await me(idle.api, vera.token)).status).toBe(200);
      await here.api.post('/api/v1/auth/logout', undefined, vera.token);
      await waitUntil('the replica hears of the logout', () => ended.length > 0);
      expect(ended).toHaveLength(1);
    } finally {
      await idle.close();
    }
  });

  it('trusts nothing it knew when it was cut off for so long that news may be gone', async () => {
    // A token that lives longer than news are kept, and a change that nobody was told of.
    const patient = await startReplica(here.place, { AUTH_ACCESS_TTL: '7200' });
    try {
      const token = await patient.api.signIn(vera.email, vera.password);
      expect((await me(patient.api, token)).status).toBe(200);
      await here.db.execute('UPDATE sessions SET ended_at = $2 WHERE user_id = $1', [vera.id, 1]);
      patient.clock.advance(1000);
      expect((await me(patient.api, token)).status).toBe(200);
      patient.clock.advance(31 * 60_000);
      expect((await me(patient.api, token)).status).toBe(401);
    } finally {
      await patient.close();
    }
  });

  it('asks the database at most once a second', async () => {
    await me(there.api, vera.token);
    there.clock.advance(1000);
    await me(there.api, vera.token);
    const before = there.db.statementCount;
    await me(there.api, vera.token);
    const known = there.db.statementCount - before;
    there.clock.advance(1000);
    await me(there.api, vera.token);
    expect(there.db.statementCount - before - known).toBe(known + 1);
  });

  it('answers 503 when it cannot ask', async () => {
    const away = jest
      .spyOn(there.db, 'query')
      .mockRejectedValue(new ServiceUnavailableError({ retryAfterMs: 1000 }));
    there.clock.advance(1000);
    const { status, body, headers } = await me(there.api, vera.token);
    away.mockRestore();
    expect([status, body.code]).toEqual([503, 'service.unavailable']);
    expect(headers.get('retry-after')).toBe('1');
    expect((await me(there.api, vera.token)).status).toBe(200);
  });
});
