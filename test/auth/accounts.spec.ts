import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { UserLifecycle } from '#lib/users';
import { PasswordService } from '../../libs/auth/src/passwords/password.service.js';
import { describeEachEngine } from '../support/databases.js';
import {
  me,
  type OwnAuthApp,
  refresh,
  startAuthApp,
  startReplica,
  type TokensAnswer,
} from './auth-app.fixture.js';

interface SignedIn extends TokensAnswer {
  user: { id: string; email: string; locale: string };
  detail?: string;
  errors?: { path: string; code: string }[];
}

let count = 0;
const aRegistration = (changes: object = {}) => ({
  email: `oleg.${(count += 1)}@example.com`,
  password: 'nine quiet bridges',
  displayName: 'Oleg',
  ...changes,
});

describeEachEngine('accounts (QA1)', (engine) => {
  let auth: OwnAuthApp;
  let failsRegistration = false;

  beforeAll(async () => {
    auth = await startAuthApp(engine);
    auth.app.get(UserLifecycle).onRegistered('test', async () => {
      if (failsRegistration) throw new Error('a handler that fails');
    });
  });
  afterAll(() => auth.close());

  const register = (body: object, headers?: Record<string, string>) =>
    auth.api.post<SignedIn>('/api/v1/auth/register', body, undefined, headers);
  const login = (email: string, password: string) =>
    auth.api.post<SignedIn>('/api/v1/auth/login', { email, password });
  const rowsOf = (email: string) => auth.db.query('SELECT id FROM users WHERE email = $1', [email]);
  const changePassword = (token: string, currentPassword: string, newPassword: string) =>
    auth.api.post<SignedIn>('/api/v1/auth/password/change', { currentPassword, newPassword }, token);

  it('are made and signed in by registering', async () => {
    const registration = aRegistration({ email: 'Vera.Bridge@Example.COM', displayName: '  Vera  ' });
    const { status, body, headers } = await register(registration, { 'accept-language': 'ru-RU,ru;q=0.9' });
    expect(status).toBe(201);
    expect(body).toEqual({
      user: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        email: 'vera.bridge@example.com',
        displayName: 'Vera',
        roles: ['user'],
        permissions: [],
        emailVerified: false,
        avatarUrl: null,
        bio: null,
        instagram: null,
        locale: 'ru',
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
      },
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 900,
    });
    expect(headers.get('cache-control')).toContain('no-store');
    expect(decodeJwt(body.accessToken)).toMatchObject({ sub: body.user.id, iss: 'kvartal', aud: 'kvartal' });
    expect((await me(auth.api, body.accessToken)).body).toEqual(body.user);
    expect((await refresh(auth.api, body.refreshToken)).status).toBe(200);
  });

  it('are one per e-mail address, in any case', async () => {
    await register(aRegistration({ email: 'twice@example.com' }));
    expect(await register(aRegistration({ email: 'TWICE@example.com' }))).toMatchObject({
      status: 409,
      body: { code: 'auth.email_taken' },
    });
  });

  it('are one when twenty ask for the same address at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => register(aRegistration({ email: 'crowd@example.com' }))),
    );
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    expect(await rowsOf('crowd@example.com')).toHaveLength(1);
  });

  it('are not made by halves: what a registration handler throws undoes all', async () => {
    failsRegistration = true;
    try {
      expect((await register(aRegistration({ email: 'half@example.com' }))).status).toBe(500);
    } finally {
      failsRegistration = false;
    }
    expect(await rowsOf('half@example.com')).toEqual([]);
    expect((await register(aRegistration({ email: 'half@example.com' }))).status).toBe(201);
  });

  it.each([
    ['roles', { roles: ['admin'] }],
    ['credits', { credits: 1000 }],
    ['emailVerified', { emailVerified: true }],
    ['id', { id: '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e' }],
  ])('do not take %s from whoever registers', async (field, extra) => {
    const { status, body } = await register(aRegistration(extra));
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'validation.failed', errors: [{ path: field }] });
  });

  it.each([
    ['no e-mail', { email: undefined }, 'email'],
    ['something else for an e-mail', { email: 'vera at example' }, 'email'],
    ['an endless e-mail', { email: `${'v'.repeat(250)}@example.com` }, 'email'],
    ['a number for a password', { password: 12345678 }, 'password'],
    ['a blank name', { displayName: '   ' }, 'displayName'],
    ['a name with a NUL', { displayName: 'Ve\0ra' }, 'displayName'],
    ['a name that writes backwards', { displayName: 'Vera\u202Egnp' }, 'displayName'],
    ['an endless name', { displayName: 'V'.repeat(81) }, 'displayName'],
  ])('want proper fields: %s', async (_, changes, path) => {
    const { status, body } = await register(aRegistration(changes));
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'validation.failed', errors: [expect.objectContaining({ path })] });
  });

  it.each([
    ['short', 'seven77', 'too_short'],
    ['long', 'x7'.repeat(37), 'too_long'],
    ['common', 'Password123', 'too_common'],
  ])('do not take a %s password', async (_, password, code) => {
    const { status, body } = await register(aRegistration({ password }));
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'auth.weak_password', errors: [{ path: 'password', code }] });
  });

  it('are signed in to with the address in any case', async () => {
    const { email, password } = aRegistration();
    await register({ email, password, displayName: 'Oleg' });
    const { status, body } = await login(email.toUpperCase(), password);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      'accessToken',
      'expiresIn',
      'refreshToken',
      'tokenType',
      'user',
    ]);
    expect((await me(auth.api, body.accessToken)).body.email).toBe(email);
  });

  it('do not show whether they exist: unknown address and wrong password answer alike', async () => {
    const registration = aRegistration();
    await register(registration);
    const wrong = await login(registration.email, 'nine loud bridges');
    const unknown = await login('nobody@example.com', 'nine loud bridges');
    const tooLong = await login(registration.email, `${registration.password}${'!'.repeat(100)}`);
    expect(wrong).toMatchObject({ status: 401, body: { code: 'auth.invalid_credentials' } });
    for (const other of [unknown, tooLong]) {
      expect(other.status).toBe(wrong.status);
      expect({ ...other.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
      const names = [wrong, other].map(({ headers }) => [...headers.keys()].sort());
      expect(names[1]).toEqual(names[0]);
    }
  });

  it('are signed in to although an old access token comes along', async () => {
    const registration = aRegistration();
    const { body } = await register(registration);
    await auth.api.post('/api/v1/auth/logout', undefined, body.accessToken);
    const again = await auth.api.post<SignedIn>(
      '/api/v1/auth/login',
      { email: registration.email, password: registration.password },
      body.accessToken,
    );
    expect(again.status).toBe(200);
  });

  it('get another password, and all other sessions end', async () => {
    const registration = aRegistration();
    const here = (await register(registration)).body;
    const elsewhere = (await login(registration.email, registration.password)).body;
    expect((await changePassword(here.accessToken, registration.password, 'ten quiet bridges')).status).toBe(
      204,
    );
    expect((await me(auth.api, here.accessToken)).status).toBe(200);
    expect((await refresh(auth.api, here.refreshToken)).status).toBe(200);
    expect((await me(auth.api, elsewhere.accessToken)).status).toBe(401);
    expect((await refresh(auth.api, elsewhere.refreshToken)).status).toBe(401);
    expect((await login(registration.email, registration.password)).status).toBe(401);
    expect((await login(registration.email, 'ten quiet bridges')).status).toBe(200);
  });

  it('keep their password when the current one is wrong or the new one weak', async () => {
    const registration = aRegistration();
    const { accessToken } = (await register(registration)).body;
    expect(await changePassword(accessToken, 'not it at all', 'ten quiet bridges')).toMatchObject({
      status: 403,
      body: { code: 'auth.wrong_password' },
    });
    expect(await changePassword(accessToken, registration.password, 'qwerty123')).toMatchObject({
      status: 400,
      body: { code: 'auth.weak_password', errors: [{ path: 'newPassword', code: 'too_common' }] },
    });
    expect((await login(registration.email, registration.password)).status).toBe(200);
  });

  it('take one of two passwords given at the same moment', async () => {
    const registration = aRegistration();
    const { accessToken } = (await register(registration)).body;
    const wanted = ['ten quiet bridges', 'eleven quiet bridges'];
    const answers = await Promise.all(
      wanted.map((password) => changePassword(accessToken, registration.password, password)),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([204, 403]);
    const winner = wanted[answers.findIndex(({ status }) => status === 204)]!;
    expect((await login(registration.email, winner)).status).toBe(200);
  });

  it('let nobody in by a password that was changed while it was being checked', async () => {
    const registration = aRegistration();
    const { accessToken } = (await register(registration)).body;
    const passwords = auth.app.get(PasswordService);
    const { check } = passwords;
    const slow = jest.spyOn(passwords, 'check').mockImplementationOnce(async (userId, password) => {
      const hash = await check.call(passwords, userId, password);
      expect((await changePassword(accessToken, registration.password, 'ten quiet bridges')).status).toBe(
        204,
      );
      return hash;
    });
    expect(await login(registration.email, registration.password)).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid_credentials' },
    });
    slow.mockRestore();
    const sessions = await auth.api.get<{ items: object[] }>('/api/v1/auth/sessions', accessToken);
    expect(sessions.body.items).toHaveLength(1);
  });

  it('are kept without any password or token in plain text, in the database and in the log', async () => {
    const registration = aRegistration({ password: 'canary password 1' });
    const { body } = await register(registration);
    const rotated = (await refresh(auth.api, body.refreshToken)).body;
    await changePassword(rotated.accessToken, registration.password, 'canary password 2');
    const tables = [
      'users',
      'credentials',
      'sessions',
      'refresh_tokens',
      'signing_keys',
      'auth_changes',
    ] as const;
    const dump = JSON.stringify(
      await Promise.all(tables.map((table) => auth.db.query(`SELECT * FROM ${table}`))),
    );
    expect(dump).toContain(registration.email);
    expect(dump).toContain('$2b$04$');
    const secrets = [body.accessToken, body.refreshToken, rotated.accessToken, rotated.refreshToken];
    for (const secret of ['canary password', 'PRIVATE KEY', ...secrets]) expect(dump).not.toContain(secret);
    const log = auth.log.join('');
    expect(log).toContain('/api/v1/auth/password/change');
    for (const secret of ['canary password', 'PRIVATE KEY', '$2b$', ...secrets])
      expect(log).not.toContain(secret);
  });

  it('move to the cost in force when they sign in', async () => {
    const registration = aRegistration();
    await register(registration);
    const costs = async () =>
      (
        await auth.db.query<{ hash: string }>(
          `SELECT password_hash AS hash FROM credentials c JOIN users u ON u.id = c.user_id WHERE u.email = $1`,
          [registration.email],
        )
      ).map(({ hash }) => hash.slice(0, 7));
    expect(await costs()).toEqual(['$2b$04$']);
    const stricter = await startReplica(auth.place, { AUTH_BCRYPT_COST: '5' });
    try {
      await stricter.api.signIn(registration.email, registration.password);
      expect(await costs()).toEqual(['$2b$05$']);
      await stricter.api.signIn(registration.email, registration.password);
    } finally {
      await stricter.close();
    }
  });

  it('are read by a constant number of statements, and none for a known token', async () => {
    const { body } = await register(aRegistration());
    await me(auth.api, body.accessToken);
    const before = auth.db.statementCount;
    await me(auth.api, body.accessToken);
    expect(auth.db.statementCount - before).toBe(2);
  });
});
