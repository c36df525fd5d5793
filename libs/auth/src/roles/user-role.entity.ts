import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who holds which role. */
@Entity('user_roles')
@Index('ix_user_roles_role_name', ['roleName'])
export class UserRoleEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @PrimaryColumn('text', { name: 'role_name' })
  roleName!: string;

  /** Null: given by the product itself, at registration or by command. */
  @Column('uuid', { name: 'granted_by', nullable: true })
  grantedBy!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
