import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeEachEngine } from '../support/databases.js';
import type { TestUser } from '../support/api.js';
import { ADMIN, anAdmin, me, type OwnAuthApp, startAuthApp } from './auth-app.fixture.js';

interface UserAnswer {
  id: string;
  email: string;
  roles: string[];
  permissions: string[];
  code?: string;
  errors?: { path: string; code: string }[];
}

const nobody = '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e';

describeEachEngine('roles and locks (Q3, O9-O12)', (engine) => {
  let auth: OwnAuthApp;
  let admin: string;
  let adminId: string;

  beforeAll(async () => {
    auth = await startAuthApp(engine);
    admin = await anAdmin(auth);
    adminId = (await me(auth.api, admin)).body.id;
  });
  afterAll(() => auth.close());

  const setRoles = (token: string, userId: string, roles: unknown) =>
    auth.api.call<UserAnswer>('PUT', `/api/v1/users/${userId}/roles`, { token, body: { roles } });
  const lock = (token: string, userId: string, reason: unknown = 'spam') =>
    auth.api.post<UserAnswer>(`/api/v1/users/${userId}/lock`, { reason }, token);
  const unlock = (token: string, userId: string) =>
    auth.api.post<UserAnswer>(`/api/v1/users/${userId}/unlock`, undefined, token);
  const aHolderOf = async (...roles: string[]): Promise<TestUser> => {
    const user = await auth.api.aUser();
    expect((await setRoles(admin, user.id, roles)).status).toBe(200);
    return user;
  };
  /** A role that the product does not ship, as `manage_roles` will make them. */
  const aRole = async (name: string, permissions: string[]) => {
    await auth.db.execute(
      `INSERT INTO roles (name, title, is_built_in, for_new_users, for_administrators, created_at, updated_at)
       VALUES ($1, $1, $2, $2, $2, 0, 0)`,
      [name, false],
    );
    for (const permission of permissions) {
      await auth.db.execute('INSERT INTO role_permissions (role_name, permission_name) VALUES ($1, $2)', [
        name,
        permission,
      ]);
    }
    return name;
  };

  it('are listed with their permissions', async () => {
    const { body } = await auth.api.get<{ items: { name: string; permissions: string[] }[] }>(
      '/api/v1/roles',
      admin,
    );
    expect(body.items.slice(0, 1)).toEqual([
      {
        name: 'admin',
        title: 'Administrator',
        builtIn: true,
        permissions: [
          'edit_dictionaries',
          'edit_quests',
          'edit_user_profiles',
          'grant_credits',
          'lock_users',
          'manage_roles',
          'manage_system',
          'manage_unlock_requests',
          'manage_user_roles',
          'manage_users',
          'moderate_reviews',
        ],
      },
    ]);
    expect(body.items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['admin', 'manager', 'moderator', 'user']),
    );
    expect(body.items.find(({ name }) => name === 'user')?.permissions).toEqual([]);
    const permissions = await auth.api.get<{ items: { name: string; description: string }[] }>(
      '/api/v1/permissions',
      admin,
    );
    expect(permissions.body.items).toHaveLength(11);
    expect(permissions.body.items[0]).toEqual({
      name: 'edit_dictionaries',
      description: expect.any(String),
    });
  });

  it('are given and taken, and answer the user', async () => {
    const user = await auth.api.aUser();
    const given = await setRoles(admin, user.id, ['moderator', 'user', 'moderator']);
    expect(given).toMatchObject({
      status: 200,
      body: {
        id: user.id,
        email: user.email,
        roles: ['moderator', 'user'],
        permissions: ['lock_users', 'manage_unlock_requests', 'manage_users', 'moderate_reviews'],
      },
    });
    expect((await me(auth.api, user.token)).body).toEqual(given.body);
    expect((await setRoles(admin, user.id, [])).body).toMatchObject({ roles: [], permissions: [] });
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'admin'],
    ['numbers', [1]],
  ])('want a list of names: %s', async (_, roles) => {
    const user = await auth.api.aUser();
    expect(await setRoles(admin, user.id, roles)).toMatchObject({
      status: 400,
      body: { code: 'validation.failed' },
    });
  });

  it('must exist', async () => {
    const user = await auth.api.aUser();
    const { status, body } = await setRoles(admin, user.id, ['user', 'emperor']);
    expect([status, body.code, body.errors]).toEqual([
      400,
      'validation.failed',
      [{ path: 'roles.1', code: 'unknown_role', message: expect.any(String) }],
    ]);
    expect((await me(auth.api, user.token)).body.roles).toEqual(['user']);
  });

  it.each([nobody, 'x', encodeURIComponent("' OR 1=1 --")])(
    'of a user who is not there: 404 (%s)',
    async (id) => {
      for (const answer of [
        await setRoles(admin, id, ['user']),
        await lock(admin, id),
        await unlock(admin, id),
      ]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'user.not_found' } });
      }
    },
  );

  it.each(['user', 'moderator', 'manager'])('cannot be given by a %s', async (role) => {
    const staff = await aHolderOf(role);
    expect(await setRoles(staff.token, staff.id, ['admin'])).toMatchObject({
      status: 403,
      body: { code: 'auth.forbidden' },
    });
  });

  it('with more than one holds oneself can be neither given nor taken', async () => {
    const deputy = await aHolderOf(await aRole('deputy', ['manage_user_roles', 'lock_users']));
    const refusal = { status: 403, body: { code: 'auth.beyond_own_permissions' } };
    const user = await auth.api.aUser();
    expect(await setRoles(deputy.token, user.id, ['admin'])).toMatchObject(refusal);
    expect(await setRoles(deputy.token, deputy.id, ['deputy', 'moderator'])).toMatchObject(refusal);
    const moderator = await aHolderOf('moderator', 'user');
    expect(await setRoles(deputy.token, moderator.id, ['user'])).toMatchObject(refusal);
    expect((await setRoles(deputy.token, user.id, ['deputy'])).status).toBe(200);
    expect((await setRoles(deputy.token, moderator.id, ['moderator'])).status).toBe(200);
    for (const { id } of [deputy, user]) await setRoles(admin, id, ['user']);
  });

  it('never leave the house without an administrator', async () => {
    const refusal = { status: 409, body: { code: 'auth.last_administrator' } };
    expect(await setRoles(admin, adminId, ['user'])).toMatchObject(refusal);
    expect(await lock(admin, adminId)).toMatchObject(refusal);
    const second = await aHolderOf('admin');
    expect((await lock(admin, second.id)).status).toBe(200);
    expect(await setRoles(admin, adminId, ['user'])).toMatchObject(refusal);
    await unlock(admin, second.id);
    expect((await setRoles(second.token, second.id, ['user'])).status).toBe(200);
    expect((await me(auth.api, admin)).status).toBe(200);
  });

  it('leave one administrator when two dismiss each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const second = await aHolderOf('admin');
      const answers = await Promise.all([
        setRoles(admin, second.id, ['user']),
        setRoles(second.token, adminId, ['user']),
      ]);
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 403]);
      if (answers[1].status === 200) {
        expect((await setRoles(second.token, adminId, ['admin', 'user'])).status).toBe(200);
        admin = await auth.api.signIn(ADMIN.email, ADMIN.password);
        await setRoles(admin, second.id, ['user']);
      }
    }
  });

  it('lock somebody out of everything at once, and let them in again', async () => {
    const moderator = await aHolderOf('moderator');
    const user = await auth.api.aUser();
    const locked = await lock(moderator.token, user.id);
    expect(locked).toMatchObject({ status: 200, body: { id: user.id, email: user.email } });
    const refusal = { status: 403, body: { code: 'auth.account_locked' } };
    expect(await me(auth.api, user.token)).toMatchObject(refusal);
    expect(
      await auth.api.post('/api/v1/auth/login', { email: user.email, password: user.password }),
    ).toMatchObject(refusal);
    expect(
      await auth.api.post('/api/v1/auth/login', { email: user.email, password: 'not it at all' }),
    ).toMatchObject({ status: 401, body: { code: 'auth.invalid_credentials' } });
    expect((await lock(moderator.token, user.id, 'more spam')).status).toBe(200);
    expect((await unlock(moderator.token, user.id)).status).toBe(200);
    expect((await unlock(moderator.token, user.id)).status).toBe(200);
    expect((await me(auth.api, user.token)).status).toBe(200);
  });

  it('lock nobody who may do more', async () => {
    const moderator = await aHolderOf('moderator');
    const refusal = { status: 403, body: { code: 'auth.beyond_own_permissions' } };
    expect(await lock(moderator.token, adminId)).toMatchObject(refusal);
    const second = await aHolderOf('admin');
    await lock(admin, second.id);
    expect(await unlock(moderator.token, second.id)).toMatchObject(refusal);
    await setRoles(admin, second.id, ['user']);
  });

  it.each([[undefined], [''], ['   '], ['x'.repeat(501)], ['a\0b'], [5]])(
    'want a reason for a lock: %j',
    async (reason) => {
      const user = await auth.api.aUser();
      const answer = await auth.api.post(`/api/v1/users/${user.id}/lock`, { reason }, admin);
      expect(answer).toMatchObject({ status: 400, body: { code: 'validation.failed' } });
    },
  );

  it.each([
    ['GET', '/users'],
    ['GET', '/roles'],
    ['GET', '/permissions'],
    ['PUT', `/users/${nobody}/roles`],
    ['POST', `/users/${nobody}/lock`],
    ['POST', `/users/${nobody}/unlock`],
  ])('keep %s %s for staff', async (method, path) => {
    const user = await auth.api.aUser();
    const body = method === 'GET' ? {} : { body: {} };
    expect((await auth.api.call(method, `/api/v1${path}`, body)).status).toBe(401);
    expect((await auth.api.call(method, `/api/v1${path}`, { token: user.token, ...body })).status).toBe(403);
  });
});
