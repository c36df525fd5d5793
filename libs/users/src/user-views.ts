import { Injectable } from '@nestjs/common';
import { FileLinks } from '#lib/files';
import type { UserRecord } from './user-record.js';
import type { PublicUser, User } from './user.dto.js';
import { type PublicRow, UserRepository } from './user.repository.js';
import { UserNotFoundError } from './users.errors.js';

/** Fields of `User` that another lib knows, for many users by a constant number of statements. */
export interface UserFieldBatch {
  fields: readonly string[];
  /** Values by user id, then by field. */
  load(userIds: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>>;
}

/**
 * How accounts look from outside. Libs above add the fields they own (`roles`, `permissions`, `credits`), so that this one
 * does not know them.
 */
@Injectable()
export class UserViews {
  private readonly batches: UserFieldBatch[] = [];

  constructor(
    private readonly users: UserRepository,
    private readonly links: FileLinks,
  ) {}

  /** Adds fields to the full view; `load` is asked once per list. @throws Error when a field has an owner already */
  contribute(batch: UserFieldBatch): void {
    const taken = batch.fields.find((field) => this.batches.some(({ fields }) => fields.includes(field)));
    if (taken !== undefined) throw new Error(`The user field '${taken}' has an owner already`);
    this.batches.push(batch);
  }

  /** The account as its holder and staff see it. @throws UserNotFoundError */
  async full(userId: string): Promise<User> {
    const user = await this.users.findById(userId);
    if (!user) throw new UserNotFoundError();
    const [view] = await this.fullOf([user]);
    return view!;
  }

  /** The full views of accounts at hand, in their order. */
  async fullOf(users: readonly UserRecord[]): Promise<User[]> {
    if (users.length === 0) return [];
    const ids = users.map(({ id }) => id);
    const views = users.map((user) => this.ownFieldsOf(user));
    // One after the other: inside a transaction there is one connection.
    for (const batch of this.batches) {
      const values = await batch.load(ids);
      for (const view of views) Object.assign(view, values.get(view.id));
    }
    return views as User[];
  }

  /** What anybody may see, by id; ids without an account are missing in the map. One statement. */
  async public(userIds: readonly string[]): Promise<Map<string, PublicUser>> {
    const ids = [...new Set(userIds)];
    if (ids.length === 0) return new Map();
    const rows = await this.users.findPublic(ids);
    return new Map(rows.map((row) => [row.id, this.publicOf(row)]));
  }

  private publicOf(user: PublicRow): PublicUser {
    return { id: user.id, displayName: user.displayName, avatarUrl: this.avatarUrlOf(user), bio: user.bio };
  }

  private ownFieldsOf(user: UserRecord): Omit<User, 'roles' | 'permissions' | 'credits'> {
    return {
      id: user.id,
      email: user.email,
      displayName: user.displayName,
      emailVerified: user.emailVerifiedAt !== null,
      avatarUrl: this.avatarUrlOf(user),
      bio: user.bio,
      instagram: user.instagram,
      locale: user.locale,
      createdAt: new Date(user.createdAt).toISOString(),
    };
  }

  private avatarUrlOf({ avatarFileId }: { avatarFileId: string | null }): string | null {
    return avatarFileId === null ? null : this.links.contentUrl(avatarFileId, 'thumb');
  }
}
