import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';

/** What the roles of a user add up to; both sorted by name. */
export interface Grants {
  roles: string[];
  permissions: string[];
}

/** A role with its permissions, sorted by name. */
export interface RoleRecord {
  name: string;
  title: string;
  isBuiltIn: boolean;
  forNewUsers: boolean;
  forAdministrators: boolean;
  permissions: string[];
}

/** A permission as it is stored. */
export interface PermissionRecord {
  name: string;
  description: string;
}

interface RoleRow extends Omit<RoleRecord, 'permissions'> {
  permission: string | null;
}

/** Reads roles and permissions, and keeps who holds which. Writing roles themselves is `RoleSeeder`'s. */
@Injectable()
export class RoleRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async grantsOf(userId: string): Promise<Grants> {
    return (await this.grantsOfMany([userId])).get(userId)!;
  }

  /** For every id of `userIds`, also those without roles. One statement. */
  async grantsOfMany(userIds: readonly string[]): Promise<Map<string, Grants>> {
    const rows = await this.db.query<{ userId: string; role: string; permission: string | null }>(
      `SELECT ur.user_id AS "userId", ur.role_name AS role, rp.permission_name AS permission
       FROM user_roles ur LEFT JOIN role_permissions rp ON rp.role_name = ur.role_name
       WHERE ${this.db.dialect.isOneOf('ur.user_id', 1, userIds.length)}`,
      [...userIds],
    );
    const sets = new Map(
      userIds.map((id) => [id, { roles: new Set<string>(), permissions: new Set<string>() }]),
    );
    for (const { userId, role, permission } of rows) {
      const grants = sets.get(userId)!;
      grants.roles.add(role);
      if (permission !== null) grants.permissions.add(permission);
    }
    return new Map(
      [...sets].map(([id, { roles, permissions }]) => [
        id,
        { roles: sorted(roles), permissions: sorted(permissions) },
      ]),
    );
  }

  async findRoles(): Promise<RoleRecord[]> {
    const rows = await this.db.query<RoleRow>(
      `SELECT r.name, r.title, r.is_built_in AS "isBuiltIn", r.for_new_users AS "forNewUsers",
         r.for_administrators AS "forAdministrators", rp.permission_name AS permission
       FROM roles r LEFT JOIN role_permissions rp ON rp.role_name = r.name ORDER BY r.name, rp.permission_name`,
    );
    const roles = new Map<string, RoleRecord>();
    for (const { permission, ...row } of rows) {
      const role = roles.get(row.name) ?? roleOf(row);
      if (permission !== null) role.permissions.push(permission);
      roles.set(role.name, role);
    }
    return [...roles.values()];
  }

  findPermissions(): Promise<PermissionRecord[]> {
    return this.db.query(`SELECT name, description FROM permissions ORDER BY name`);
  }

  /** Users with `permission`, locked or not. */
  async findHolders(permission: string): Promise<string[]> {
    const rows = await this.db.query<{ userId: string }>(
      `SELECT DISTINCT ur.user_id AS "userId" FROM user_roles ur JOIN role_permissions rp ON rp.role_name = ur.role_name
       WHERE rp.permission_name = $1`,
      [permission],
    );
    return rows.map(({ userId }) => userId);
  }

  /** `grantedBy` null: the product itself. Holding it already is fine. */
  async give(userId: string, role: string, grantedBy: string | null): Promise<void> {
    await this.db.execute(
      `INSERT INTO user_roles (user_id, role_name, granted_by, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [userId, role, grantedBy, this.clock.now()],
    );
  }

  async take(userId: string, role: string): Promise<void> {
    await this.db.execute(`DELETE FROM user_roles WHERE user_id = $1 AND role_name = $2`, [userId, role]);
  }
}

function roleOf(row: Omit<RoleRow, 'permission'>): RoleRecord {
  // SQLite reads booleans as 0 and 1.
  return {
    name: row.name,
    title: row.title,
    isBuiltIn: Boolean(row.isBuiltIn),
    forNewUsers: Boolean(row.forNewUsers),
    forAdministrators: Boolean(row.forAdministrators),
    permissions: [],
  };
}

function sorted(names: ReadonlySet<string>): string[] {
  return [...names].sort();
}
