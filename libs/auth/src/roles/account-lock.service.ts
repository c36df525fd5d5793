import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Database } from '#lib/database';
import { type User, UsersService, UserViews } from '#lib/users';
import { AuthChanges } from '../changes/auth-changes.js';
import { RolesService } from './roles.service.js';

/**
 * Locking accounts (Q3). A locked user is refused with 403 everywhere, at once and on open sockets; the sessions stay and work again after
 * unlocking.
 */
@Injectable()
export class AccountLockService {
  constructor(
    private readonly db: Database,
    private readonly users: UsersService,
    private readonly views: UserViews,
    private readonly roles: RolesService,
    private readonly changes: AuthChanges,
  ) {}

  /**
   * Locks a user, again with another reason too, and answers the user.
   * @throws UserNotFoundError, BeyondOwnPermissionsError when the user may do what the actor may not, LastAdministratorError
   */
  async lock(actor: Actor, userId: string, reason: string): Promise<User> {
    const { id } = await this.users.getById(userId);
    await this.db.transaction(async () => {
      await this.changes.lock();
      await this.roles.requireNotAbove(actor, id);
      if (await this.roles.isAdministrator(id)) await this.roles.requireAnotherAdministrator(id);
      await this.users.lock(id, reason);
      await this.changes.record([{ kind: 'user_locked', subjectId: id }]);
    });
    return this.views.full(id);
  }

  /** Unlocks a user, fine when not locked, and answers the user. @throws UserNotFoundError, BeyondOwnPermissionsError */
  async unlock(actor: Actor, userId: string): Promise<User> {
    const { id } = await this.users.getById(userId);
    await this.db.transaction(async () => {
      await this.roles.requireNotAbove(actor, id);
      await this.users.unlock(id);
    });
    return this.views.full(id);
  }
}
