import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import { type PermissionRecord, type RoleRecord, RoleRepository } from './role.repository.js';
import { type PermissionSeed, permissionSeeds, type RoleSeed, roleSeeds } from './role.seed.js';

/**
 * Brings the shipped permissions and roles into the database, at every start. A role that is there keeps what was edited, but a permission
 * that is new to this database is given to the roles it was shipped for.
 */
@Injectable()
export class RoleSeeder {
  private ensured: Promise<void> | null = null;

  constructor(
    private readonly db: Database,
    private readonly roles: RoleRepository,
    private readonly clock: Clock,
  ) {}

  /** Resolves when the seeds are in place. Done once in a process; after a failure the next call tries again. */
  ensure(): Promise<void> {
    this.ensured ??= this.seed().catch((error: unknown) => {
      this.ensured = null;
      throw error;
    });
    return this.ensured;
  }

  private async seed(): Promise<void> {
    const known = { roles: await this.roles.findRoles(), permissions: await this.roles.findPermissions() };
    if (isComplete(known)) return;
    await this.db.transaction(async () => {
      const added = new Set<string>();
      for (const permission of permissionSeeds) {
        if (await this.putPermission(permission)) added.add(permission.name);
      }
      for (const role of roleSeeds) await this.putRole(role, added);
    });
  }

  /** True when it is new. */
  private async putPermission({ name, description }: PermissionSeed): Promise<boolean> {
    const inserted = await this.db.execute(
      `INSERT INTO permissions (name, description) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [name, description],
    );
    if (inserted === 0)
      await this.db.execute(`UPDATE permissions SET description = $2 WHERE name = $1`, [name, description]);
    return inserted === 1;
  }

  private async putRole(role: RoleSeed, addedPermissions: ReadonlySet<string>): Promise<void> {
    const inserted = await this.db.execute(
      `INSERT INTO roles (name, title, is_built_in, for_new_users, for_administrators, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING`,
      [
        role.name,
        role.title,
        true,
        role.forNewUsers ?? false,
        role.forAdministrators ?? false,
        this.clock.now(),
      ],
    );
    const holdsAll = role.permissions === 'all';
    const isNew = inserted === 1;
    for (const permission of permissionsOf(role)) {
      if (isNew || holdsAll || addedPermissions.has(permission)) await this.giveToRole(role.name, permission);
    }
  }

  private async giveToRole(role: string, permission: string): Promise<void> {
    await this.db.execute(
      `INSERT INTO role_permissions (role_name, permission_name) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
      [role, permission],
    );
  }
}

function permissionsOf({ permissions }: RoleSeed): readonly string[] {
  return permissions === 'all' ? permissionSeeds.map(({ name }) => name) : permissions;
}

function isComplete(known: {
  roles: readonly RoleRecord[];
  permissions: readonly PermissionRecord[];
}): boolean {
  const descriptions = new Map(known.permissions.map(({ name, description }) => [name, description]));
  const roles = new Map(known.roles.map((role) => [role.name, role]));
  return (
    permissionSeeds.every(({ name, description }) => descriptions.get(name) === description) &&
    roleSeeds.every((seed) => {
      const role = roles.get(seed.name);
      return (
        role &&
        (seed.permissions !== 'all' || permissionsOf(seed).every((name) => role.permissions.includes(name)))
      );
    })
  );
}
