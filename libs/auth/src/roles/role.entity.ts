import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A bundle of permissions that users can be given. */
@Entity('roles')
export class RoleEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  title!: string;

  /** Shipped with the product: cannot be removed. */
  @Column('boolean', { name: 'is_built_in' })
  isBuiltIn!: boolean;

  /** Every new account gets it. */
  @Column('boolean', { name: 'for_new_users' })
  forNewUsers!: boolean;

  /** Holds every permission, and is what administrators made by command get. */
  @Column('boolean', { name: 'for_administrators' })
  forAdministrators!: boolean;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'updated_at' })
  updatedAt!: number;
}

/** Something that code asks for by name. */
@Entity('permissions')
export class PermissionEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  description!: string;
}

@Entity('role_permissions')
export class RolePermissionEntity {
  @PrimaryColumn('text', { name: 'role_name' })
  roleName!: string;

  @PrimaryColumn('text', { name: 'permission_name' })
  permissionName!: string;
}
