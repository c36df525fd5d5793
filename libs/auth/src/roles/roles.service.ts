import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Database } from '#lib/database';
import { ValidationError } from '#lib/errors';
import { type User, UsersService, UserViews } from '#lib/users';
import { BeyondOwnPermissionsError, LastAdministratorError } from '../auth.errors.js';
import { AuthChanges } from '../changes/auth-changes.js';
import { RoleSeeder } from './role-seeder.js';
import { type PermissionRecord, type RoleRecord, RoleRepository } from './role.repository.js';

/** Who holds it is an administrator: without one nobody could make another. */
const ADMINISTRATION = 'manage_user_roles';

/** Roles of users (O9-O12): who may do what, and who may change that. */
@Injectable()
export class RolesService implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly roles: RoleRepository,
    private readonly seeder: RoleSeeder,
    private readonly users: UsersService,
    private readonly views: UserViews,
    private readonly changes: AuthChanges,
  ) {}

  onModuleInit(): void {
    this.views.contribute({
      fields: ['roles', 'permissions'],
      load: async (userIds) =>
        new Map([...(await this.roles.grantsOfMany(userIds))].map(([id, grants]) => [id, { ...grants }])),
    });
  }

  /** All roles, by name. */
  list(): Promise<RoleRecord[]> {
    return this.roles.findRoles();
  }

  /** All permissions, by name. */
  listPermissions(): Promise<PermissionRecord[]> {
    return this.roles.findPermissions();
  }

  /** Gives a new account the roles every account has, in the registering transaction. */
  async giveToNewUser(userId: string): Promise<void> {
    for (const role of await this.roles.findRoles()) {
      if (role.forNewUsers) await this.roles.give(userId, role.name, null);
    }
  }

  /** Makes the user an administrator, in the ambient transaction. */
  async giveAdministration(userId: string): Promise<void> {
    for (const role of await this.roles.findRoles()) {
      if (role.forAdministrators) await this.roles.give(userId, role.name, null);
    }
    await this.changes.record([{ kind: 'user_changed', subjectId: userId }]);
  }

  /** Seeds first, so that there are roles to give. */
  ready(): Promise<void> {
    return this.seeder.ensure();
  }

  /** Those who may manage roles and are not locked. */
  async findAdministrators(): Promise<string[]> {
    return this.users.findUnlocked(await this.roles.findHolders(ADMINISTRATION));
  }

  /**
   * Sets the roles of a user to `names` and answers the user; holds at once, everywhere.
   * @throws UserNotFoundError, ValidationError for an unknown role, BeyondOwnPermissionsError when a role given or taken allows what the actor
   * may not do, LastAdministratorError
   */
  async replaceRolesOf(actor: Actor, userId: string, names: readonly string[]): Promise<User> {
    const { id } = await this.users.getById(userId);
    await this.db.transaction(async () => {
      // Of two administrators who take each other's role at the same moment the second sees what the first did.
      await this.changes.lock();
      await this.replaceUnderLock(actor, id, names);
    });
    return this.views.full(id);
  }

  /**
   * Refuses what would end the last administrator's power over roles. Under `AuthChanges.lock`.
   * @throws LastAdministratorError
   */
  async requireAnotherAdministrator(userId: string): Promise<void> {
    const administrators = await this.findAdministrators();
    if (administrators.every((id) => id === userId)) throw new LastAdministratorError();
  }

  /** @throws BeyondOwnPermissionsError when `userId` may do what the actor may not */
  async requireNotAbove(actor: Actor, userId: string): Promise<void> {
    const { permissions } = await this.roles.grantsOf(userId);
    if (permissions.some((name) => !actor.permissions.has(name))) throw new BeyondOwnPermissionsError();
  }

  async isAdministrator(userId: string): Promise<boolean> {
    return (await this.roles.grantsOf(userId)).permissions.includes(ADMINISTRATION);
  }

  private async replaceUnderLock(actor: Actor, userId: string, names: readonly string[]): Promise<void> {
    const catalogue = new Map((await this.roles.findRoles()).map((role) => [role.name, role]));
    requireKnown(names, catalogue);
    const wanted = new Set(names);
    const before = new Set((await this.roles.grantsOf(userId)).roles);
    const given = [...wanted].filter((name) => !before.has(name));
    const taken = [...before].filter((name) => !wanted.has(name));
    if (given.length + taken.length === 0) return;
    const own = new Set((await this.roles.grantsOf(actor.userId)).permissions);
    const touched = [...given, ...taken].flatMap((name) => catalogue.get(name)?.permissions ?? []);
    if (touched.some((permission) => !own.has(permission))) throw new BeyondOwnPermissionsError();
    const keepsAdministration = names.some((name) =>
      catalogue.get(name)?.permissions.includes(ADMINISTRATION),
    );
    if (!keepsAdministration && (await this.isAdministrator(userId)))
      await this.requireAnotherAdministrator(userId);
    for (const name of given) await this.roles.give(userId, name, actor.userId);
    for (const name of taken) await this.roles.take(userId, name);
    await this.changes.record([{ kind: 'user_changed', subjectId: userId }]);
  }
}

function requireKnown(names: readonly string[], catalogue: ReadonlyMap<string, RoleRecord>): void {
  const issues = names.flatMap((name, at) =>
    catalogue.has(name)
      ? []
      : [{ path: `roles.${at}`, code: 'unknown_role', message: 'There is no such role' }],
  );
  if (issues.length > 0) throw new ValidationError({ issues });
}
