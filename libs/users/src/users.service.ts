import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { Database, uuidv7 } from '#lib/database';
import { ValidationError } from '#lib/errors';
import { FilesService } from '#lib/files';
import { decodeCursor, encodeCursor, type Page } from '#lib/http';
import type { UserLocale, UserRecord } from './user-record.js';
import { UserViews } from './user-views.js';
import type { ProfilePatch, PublicUser, User, UserSearch } from './user.dto.js';
import { UserRepository } from './user.repository.js';
import { EmailTakenError, UserNotFoundError } from './users.errors.js';

/** What a new account begins with. `locale` defaults to `ru`. */
export interface NewUser {
  email: string;
  displayName: string;
  locale?: UserLocale;
}

const uuid = z.uuid();
const searchPosition = z.tuple([z.uuid()]);

/** Accounts and profiles (QA6). Knows nothing of passwords, sessions and roles: those are the auth lib's. */
@Injectable()
export class UsersService implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly views: UserViews,
    private readonly files: FilesService,
    private readonly clock: Clock,
  ) {}

  /** An avatar goes with its file: a link to nothing would be shown to everybody. */
  onModuleInit(): void {
    this.files.onRemoved((ownerId, fileIds) => this.users.dropAvatar(ownerId, fileIds, this.clock.now()));
  }

  /**
   * Makes the account row, in the ambient transaction. Who registers a person also runs `UserLifecycle.registered`.
   * @throws EmailTakenError also when two ask at the same moment; the transaction stays usable
   */
  async create({ email, displayName, locale = 'ru' }: NewUser): Promise<UserRecord> {
    const now = this.clock.now();
    const user: UserRecord = {
      id: uuidv7(),
      email: normalEmail(email),
      displayName,
      bio: null,
      instagram: null,
      locale,
      avatarFileId: null,
      emailVerifiedAt: null,
      lockedAt: null,
      lockReason: null,
      createdAt: now,
      updatedAt: now,
    };
    if (!(await this.users.insert(user))) throw new EmailTakenError();
    return user;
  }

  /** Null for an unknown id and for what is no id at all. */
  async findById(id: string): Promise<UserRecord | null> {
    return uuid.safeParse(id).success ? this.users.findById(id.toLowerCase()) : null;
  }

  /** The address in any case. Null when there is no such account. */
  findByEmail(email: string): Promise<UserRecord | null> {
    return this.users.findByEmail(normalEmail(email));
  }

  /** @throws UserNotFoundError */
  async getById(id: string): Promise<UserRecord> {
    const user = await this.findById(id);
    if (!user) throw new UserNotFoundError();
    return user;
  }

  /** What anybody may see of `id`. @throws UserNotFoundError */
  async getPublic(id: string): Promise<PublicUser> {
    const key = id.toLowerCase();
    const user = uuid.safeParse(key).success ? (await this.views.public([key])).get(key) : undefined;
    if (!user) throw new UserNotFoundError();
    return user;
  }

  /** Those of `ids` whose accounts are there and not locked, in no order. */
  findUnlocked(ids: readonly string[]): Promise<string[]> {
    return this.users.findUnlocked(ids);
  }

  /** Accounts for staff, newest first. */
  async list(search: UserSearch): Promise<Page<User>> {
    const [beforeId] = search.cursor === undefined ? [null] : decodeCursor(search.cursor, searchPosition);
    const found = await this.users.search({ text: search.query || null, beforeId, limit: search.limit + 1 });
    const page = found.slice(0, search.limit);
    const items = await this.views.fullOf(page);
    return found.length > page.length ? { items, nextCursor: encodeCursor([page.at(-1)!.id]) } : { items };
  }

  /**
   * Changes the actor's own profile and answers the account.
   * @throws AppError `file.not_found` when the avatar is not a file of the actor
   * @throws ValidationError when it is not an image
   */
  async updateProfile(actor: Actor, patch: ProfilePatch): Promise<User> {
    if (patch.avatarFileId) await this.requireOwnImage(actor, patch.avatarFileId);
    await this.db.transaction(async () => {
      const user = await this.users.findByIdForUpdate(actor.userId);
      if (!user) throw new UserNotFoundError();
      await this.users.updateProfile({ ...user, ...givenFieldsOf(patch), updatedAt: this.clock.now() });
    });
    return this.views.full(actor.userId);
  }

  /** Marks the account locked; what that means for its sessions is the auth lib's. @throws UserNotFoundError */
  lock(userId: string, reason: string): Promise<void> {
    return this.setLock(userId, { lockedAt: this.clock.now(), lockReason: reason });
  }

  /** @throws UserNotFoundError */
  unlock(userId: string): Promise<void> {
    return this.setLock(userId, { lockedAt: null, lockReason: null });
  }

  private async setLock(userId: string, lock: Pick<UserRecord, 'lockedAt' | 'lockReason'>): Promise<void> {
    await this.getById(userId);
    await this.users.updateLock({ id: userId, ...lock, updatedAt: this.clock.now() });
  }

  private async requireOwnImage(actor: Actor, fileId: string): Promise<void> {
    const file = await this.files.getOwn(actor, fileId);
    if (!file.contentType.startsWith('image/')) {
      throw new ValidationError({
        issues: [{ path: 'avatarFileId', code: 'not_an_image', message: 'An avatar is an image' }],
      });
    }
  }
}

function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

function givenFieldsOf(patch: ProfilePatch): Partial<UserRecord> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
