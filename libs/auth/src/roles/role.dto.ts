import { z } from 'zod';
import { pageOf } from '#lib/http';
import type { RoleRecord } from './role.repository.js';

const roleName = z.string().min(1).max(64);

/** Body of `PUT /users/:id/roles`: all the roles the user shall have. */
export const userRolesSchema = z.strictObject({ roles: z.array(roleName).max(50) }).meta({ id: 'UserRoles' });
export type UserRoles = z.output<typeof userRolesSchema>;

/** Body of `POST /users/:id/lock`. */
export const lockSchema = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .regex(/^[^\p{Cc}]*$/u, 'Control characters are not allowed'),
  })
  .meta({ id: 'UserLock' });
export type UserLock = z.output<typeof lockSchema>;

export const roleSchema = z
  .object({ name: z.string(), title: z.string(), permissions: z.array(z.string()), builtIn: z.boolean() })
  .meta({ id: 'Role' });
export type RoleView = z.output<typeof roleSchema>;

export const permissionSchema = z
  .object({ name: z.string(), description: z.string() })
  .meta({ id: 'Permission' });
export type PermissionView = z.output<typeof permissionSchema>;

export const rolePageSchema = pageOf(roleSchema).meta({ id: 'RolePage' });
export const permissionPageSchema = pageOf(permissionSchema).meta({ id: 'PermissionPage' });

export function roleView({ name, title, permissions, isBuiltIn }: RoleRecord): RoleView {
  return { name, title, permissions, builtIn: isBuiltIn };
}
