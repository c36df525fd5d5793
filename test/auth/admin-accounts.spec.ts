import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { AdminAccounts, type AdminRequest } from '#lib/auth';
import { describeEachEngine } from '../support/databases.js';
import { type AuthApp, me, type OwnAuthApp, startAuthApp, startReplica } from './auth-app.fixture.js';

const chief: AdminRequest = { email: 'chief@example.com', password: 'tall towers of Kazan 7' };

describeEachEngine('administrators by command (Q6)', (engine) => {
  let auth: OwnAuthApp;
  beforeEach(async () => {
    auth = await startAuthApp(engine);
  });
  afterEach(() => auth.close());

  const ensure = (request: AdminRequest, { app }: AuthApp = auth) =>
    app.get(AdminAccounts).ensureAdmin(request);
  const signIn = (email: string, password: string) => auth.api.signIn(email, password);
  const accounts = async () =>
    (await auth.db.query<{ email: string }>('SELECT email FROM users ORDER BY email')).map(
      ({ email }) => email,
    );

  it('are made with a given password, once', async () => {
    expect(await ensure({ ...chief, email: 'Chief@Example.com ' })).toEqual({
      result: 'created',
      email: chief.email,
      generatedPassword: null,
    });
    const { body } = await me(auth.api, await signIn(chief.email, chief.password!));
    expect(body).toMatchObject({ email: chief.email, displayName: 'chief', roles: ['admin', 'user'] });
    expect(body.permissions).toContain('manage_user_roles');
    expect(await ensure(chief)).toEqual({ result: 'unchanged', email: chief.email, generatedPassword: null });
    expect(await accounts()).toEqual([chief.email]);
  });

  it('get a strong generated password when none is given, told once', async () => {
    const first = await ensure({ email: chief.email });
    expect(first).toMatchObject({
      result: 'created',
      generatedPassword: expect.stringMatching(/^([2-9a-z]{5}-){3}[2-9a-z]{5}$/),
    });
    expect(await signIn(chief.email, first.generatedPassword!)).toEqual(expect.any(String));
    expect(await ensure({ email: chief.email })).toMatchObject({
      result: 'unchanged',
      generatedPassword: null,
    });
    expect(await ensure({ email: 'second@example.com' })).toMatchObject({ result: 'unchanged' });
    expect(await accounts()).toEqual([chief.email]);
  });

  it.each(['short', 'password1', 'chief@example.com', 'x7'.repeat(37)])(
    'refuse the weak password %s',
    async (password) => {
      await expect(ensure({ email: chief.email, password })).rejects.toMatchObject({
        code: 'auth.weak_password',
      });
      expect(await accounts()).toEqual([]);
    },
  );

  it('are one when many start at once, in several processes', async () => {
    const replica = await startReplica(auth.place);
    try {
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, at) =>
          ensure({ email: `chief${at}@example.com` }, at % 2 ? auth : replica),
        ),
      );
      expect(outcomes.filter(({ result }) => result === 'created')).toHaveLength(1);
      expect(outcomes.filter(({ generatedPassword }) => generatedPassword !== null)).toHaveLength(1);
      expect(await accounts()).toHaveLength(1);
    } finally {
      await replica.close();
    }
  });

  it('keep the password they chose', async () => {
    await ensure(chief);
    const token = await signIn(chief.email, chief.password!);
    const change = { currentPassword: chief.password, newPassword: 'nine quiet bridges' };
    await auth.api.post('/api/v1/auth/password/change', change, token);
    await ensure(chief);
    expect(await signIn(chief.email, 'nine quiet bridges')).toEqual(expect.any(String));
    expect((await me(auth.api, token)).status).toBe(200);
  });

  it('are more than one when asked for by name', async () => {
    await ensure(chief);
    expect(await ensure({ email: 'second@example.com', password: 'nine quiet bridges' })).toMatchObject({
      result: 'created',
    });
    expect(await accounts()).toEqual([chief.email, 'second@example.com']);
  });

  it('take over an account that somebody registered before them: its password and sessions are gone', async () => {
    const squatter = { email: chief.email, password: 'I was here first', displayName: 'Chief' };
    const { body } = await auth.api.post<{ accessToken: string; refreshToken: string }>(
      '/api/v1/auth/register',
      squatter,
    );
    expect(await ensure(chief)).toMatchObject({ result: 'promoted', generatedPassword: null });
    expect((await me(auth.api, body.accessToken)).status).toBe(401);
    const login = await auth.api.post('/api/v1/auth/login', {
      email: squatter.email,
      password: squatter.password,
    });
    expect(login.status).toBe(401);
    const promoted = await me(auth.api, await signIn(chief.email, chief.password!));
    expect(promoted.body.roles).toEqual(['admin', 'user']);
  });
});
