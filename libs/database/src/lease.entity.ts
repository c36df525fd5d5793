import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('leases')
export class LeaseEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  owner!: string;

  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;
}
