import { describe, expect, it } from '@jest/globals';
import type { FileLinks } from '#lib/files';
import type { UserRecord } from './user-record.js';
import { UserViews } from './user-views.js';
import type { UserRepository } from './user.repository.js';

const aUser = (id: string, avatarFileId: string | null = null): UserRecord => ({
  id,
  email: `${id}@example.com`,
  displayName: id,
  bio: null,
  instagram: null,
  locale: 'ru',
  avatarFileId,
  emailVerifiedAt: 5,
  lockedAt: null,
  lockReason: null,
  createdAt: 0,
  updatedAt: 0,
});

function aView(): UserViews {
  const links = { contentUrl: (id: string, variant: string) => `/files/${id}/${variant}` };
  return new UserViews({} as UserRepository, links as unknown as FileLinks);
}

describe('UserViews', () => {
  it('puts together what it knows and what others contribute', async () => {
    const views = aView();
    views.contribute({
      fields: ['credits'],
      load: async (ids) => new Map(ids.map((id) => [id, { credits: id.length }])),
    });
    views.contribute({
      fields: ['roles', 'permissions'],
      load: async (ids) => new Map(ids.map((id) => [id, { roles: [`role of ${id}`], permissions: [] }])),
    });
    expect(await views.fullOf([aUser('vera', 'f1'), aUser('oleg')])).toEqual([
      {
        id: 'vera',
        email: 'vera@example.com',
        displayName: 'vera',
        emailVerified: true,
        avatarUrl: '/files/f1/thumb',
        bio: null,
        instagram: null,
        locale: 'ru',
        createdAt: '1970-01-01T00:00:00.000Z',
        credits: 4,
        roles: ['role of vera'],
        permissions: [],
      },
      expect.objectContaining({ id: 'oleg', avatarUrl: null, credits: 4, roles: ['role of oleg'] }),
    ]);
  });

  it('asks a batch once for many, and nobody for none', async () => {
    const views = aView();
    const asked: (readonly string[])[] = [];
    views.contribute({
      fields: ['roles'],
      load: async (ids) => {
        asked.push(ids);
        return new Map();
      },
    });
    await views.fullOf([]);
    await views.fullOf([aUser('vera'), aUser('oleg')]);
    expect(asked).toEqual([['vera', 'oleg']]);
  });

  it('lets a field have one owner', () => {
    const views = aView();
    views.contribute({ fields: ['credits'], load: async () => new Map() });
    expect(() => views.contribute({ fields: ['roles', 'credits'], load: async () => new Map() })).toThrow(
      "'credits'",
    );
  });
});
