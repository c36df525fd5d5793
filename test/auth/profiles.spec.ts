import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { Database } from '#lib/database';
import { FilesService } from '#lib/files';
import { UsersService, UserViews } from '#lib/users';
import type { TestUser } from '../support/api.js';
import { describeEachEngine } from '../support/databases.js';
import { anAdmin, me, type OwnAuthApp, startAuthApp } from './auth-app.fixture.js';

interface UserAnswer {
  id: string;
  email: string;
  displayName: string;
  avatarUrl: string | null;
  code?: string;
  errors?: { path: string; code: string }[];
}

describeEachEngine('profiles (QA6)', (engine) => {
  let auth: OwnAuthApp;
  let vera: TestUser;
  let boris: TestUser;

  beforeAll(async () => {
    auth = await startAuthApp(engine);
  });
  beforeEach(async () => {
    [vera, boris] = await Promise.all([auth.api.aUser('Vera'), auth.api.aUser('Boris')]);
  });
  afterAll(() => auth.close());

  const patch = (user: TestUser, body: unknown) =>
    auth.api.call<UserAnswer>('PATCH', '/api/v1/profile', { token: user.token, body });
  const read = (id: string, token = boris.token) => auth.api.get<UserAnswer>(`/api/v1/users/${id}`, token);
  const find = (token: string, query = '') =>
    auth.api.get<{ items: UserAnswer[]; nextCursor?: string }>(`/api/v1/users${query}`, token);

  const aPicture = async (ownerId: string) => {
    const files = auth.app.get(FilesService);
    const source = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#447799' } })
      .png()
      .toBuffer();
    const stored = await files.storeImage({ ownerId, purpose: 'avatar', source });
    const file = await auth.app
      .get(Database)
      .transaction(() => files.createRow(stored, { ownerId, purpose: 'avatar' }));
    return file.id;
  };

  it('are changed field by field; what is absent stays and null clears', async () => {
    const changes = {
      displayName: ' Вера 🌉 ',
      bio: 'Bridges.\nAnd towers.',
      instagram: 'vera.bridges',
      locale: 'en',
    };
    const { status, body } = await patch(vera, changes);
    expect(status).toBe(200);
    expect(body).toEqual({ ...(await me(auth.api, vera.token)).body, ...changes, displayName: 'Вера 🌉' });
    expect((await patch(vera, { bio: null })).body).toMatchObject({
      bio: null,
      instagram: 'vera.bridges',
      locale: 'en',
    });
    expect((await patch(vera, {})).body).toMatchObject({ displayName: 'Вера 🌉' });
    expect((await me(auth.api, vera.token)).body).toMatchObject({ displayName: 'Вера 🌉', bio: null });
  });

  it.each([
    ['credits', { credits: 100 }],
    ['roles', { roles: ['admin'] }],
    ['permissions', { permissions: ['manage_system'] }],
    ['email', { email: 'other@example.com' }],
    ['emailVerified', { emailVerified: true }],
    ['id', { id: '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e' }],
    ['lockedAt', { lockedAt: null }],
  ])('do not let %s be written', async (field, body) => {
    const before = (await me(auth.api, vera.token)).body;
    const answer = await patch(vera, { displayName: 'Changed', ...body });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'validation.failed', errors: [{ path: field }] },
    });
    expect((await me(auth.api, vera.token)).body).toEqual(before);
  });

  it.each([
    ['displayName', { displayName: null }],
    ['displayName', { displayName: '' }],
    ['bio', { bio: 'x'.repeat(1001) }],
    ['bio', { bio: 'a\0b' }],
    ['instagram', { instagram: '@vera' }],
    ['instagram', { instagram: 'https://evil.example/' }],
    ['locale', { locale: 'de' }],
    ['avatarFileId', { avatarFileId: 'x' }],
  ])('want a proper %s: %j', async (path, body) => {
    expect(await patch(vera, body)).toMatchObject({
      status: 400,
      body: { code: 'validation.failed', errors: [expect.objectContaining({ path })] },
    });
  });

  it('wear an image of their own', async () => {
    const avatarFileId = await aPicture(vera.id);
    const { body } = await patch(vera, { avatarFileId: avatarFileId.toUpperCase() });
    expect(body.avatarUrl).toMatch(new RegExp(`^/api/v1/files/${avatarFileId}/content\\?variant=thumb&exp=`));
    expect((await read(vera.id)).body.avatarUrl).toBe(body.avatarUrl);
    expect((await patch(vera, { avatarFileId: null })).body.avatarUrl).toBeNull();
  });

  it('lose their avatar with its file, and with no other one', async () => {
    const [worn, other] = [await aPicture(vera.id), await aPicture(vera.id)];
    await patch(vera, { avatarFileId: worn });
    const files = auth.app.get(FilesService);
    await files.removeRows([other]);
    expect((await read(vera.id)).body.avatarUrl).toContain(worn);
    const undone = auth.app.get(Database).transaction(async () => {
      await files.removeRows([worn]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await read(vera.id)).body.avatarUrl).toContain(worn);
    await files.removeRows([worn]);
    expect((await read(vera.id)).body.avatarUrl).toBeNull();
  });

  it('cannot wear a file of somebody else, which is as one that is not there', async () => {
    const theirs = await aPicture(boris.id);
    const missing = await patch(vera, { avatarFileId: '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e' });
    const foreign = await patch(vera, { avatarFileId: theirs });
    expect(missing).toMatchObject({ status: 404, body: { code: 'file.not_found' } });
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    expect((await me(auth.api, vera.token)).body).toMatchObject({ avatarUrl: null });
  });

  it('cannot wear what is no image', async () => {
    const file = await aPicture(vera.id);
    await auth.db.execute(`UPDATE files SET content_type = 'application/pdf' WHERE id = $1`, [file]);
    expect(await patch(vera, { avatarFileId: file })).toMatchObject({
      status: 400,
      body: { code: 'validation.failed', errors: [{ path: 'avatarFileId', code: 'not_an_image' }] },
    });
  });

  it('show other people no more than the public part', async () => {
    await patch(vera, { bio: 'Bridges.', instagram: 'vera.bridges' });
    const { status, body } = await read(vera.id);
    expect(status).toBe(200);
    expect(body).toEqual({ id: vera.id, displayName: 'Vera', avatarUrl: null, bio: 'Bridges.' });
    expect((await read(vera.id.toUpperCase())).body).toEqual(body);
    expect((await auth.api.get(`/api/v1/users/${vera.id}`)).status).toBe(401);
  });

  it.each([
    ['0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e'],
    ['x'],
    ['00000000-0000-0000-0000-000000000000'],
    [encodeURIComponent("' OR 1=1 --")],
    ['%00'],
  ])('of nobody: 404 (%s)', async (id) => {
    expect(await read(id)).toMatchObject({ status: 404, body: { code: 'user.not_found' } });
  });

  it('are found by staff by part of e-mail or name, in any case, page by page', async () => {
    const admin = await anAdmin(auth);
    for (const name of ['Мария', 'МАРИНА', 'Марк_1', 'Марк%2']) {
      const user = await auth.api.aUser('Finder');
      await patch(user, { displayName: `${name} из Казани` });
    }
    const names = async (query: string) =>
      (await find(admin, `?query=${encodeURIComponent(query)}`)).body.items.map(
        ({ displayName }) => displayName,
      );
    expect(await names('мари')).toEqual(['МАРИНА из Казани', 'Мария из Казани']);
    expect(await names('марк_')).toEqual(['Марк_1 из Казани']);
    expect(await names('Марк%')).toEqual(['Марк%2 из Казани']);
    expect(await names("' OR '1'='1")).toEqual([]);
    const { body } = await find(admin, `?query=${encodeURIComponent(vera.email.toUpperCase())}`);
    expect(body).toEqual({ items: [(await me(auth.api, vera.token)).body] });

    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await find(admin, `?limit=3${cursor && `&cursor=${cursor}`}`)).body;
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    const all = await auth.db.query<{ id: string }>('SELECT id FROM users ORDER BY id DESC');
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it.each(['?limit=0', '?limit=101', '?cursor=x', '?cursor=WyJ4Il0', '?sort=email', '?query=%00'])(
    'are not found by %s',
    async (query) => {
      const admin = await anAdmin(auth);
      expect(await find(admin, query)).toMatchObject({ status: 400, body: { code: 'validation.failed' } });
    },
  );

  it('cost a constant number of statements, however many are listed', async () => {
    const admin = await anAdmin(auth);
    await find(admin, '?limit=1');
    const costOf = async (limit: number) => {
      const before = auth.db.statementCount;
      await find(admin, `?limit=${limit}`);
      return auth.db.statementCount - before;
    };
    expect([await costOf(2), await costOf(50)]).toEqual([2, 2]);
  });

  it('are given to other libs by id, once for many', async () => {
    const views = auth.app.get(UserViews);
    const before = auth.db.statementCount;
    const found = await views.public([vera.id, boris.id, vera.id, '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e']);
    expect(auth.db.statementCount - before).toBe(1);
    expect([...found.keys()].sort()).toEqual([vera.id, boris.id].sort());
    expect(found.get(vera.id)?.displayName).toBe('Vera');
    expect(await views.public([])).toEqual(new Map());
    await expect(views.full('0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e')).rejects.toMatchObject({
      code: 'user.not_found',
    });
    const users = auth.app.get(UsersService);
    expect(await users.findById('x')).toBeNull();
    expect(await users.findByEmail(` ${vera.email.toUpperCase()} `)).toMatchObject({ id: vera.id });
  });
});
