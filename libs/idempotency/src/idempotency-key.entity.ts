import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('idempotency_keys')
@Index('ix_idempotency_keys_expires_at', ['expiresAt'])
export class IdempotencyKeyEntity {
  /** Hash of user, method, path and key. */
  @PrimaryColumn('text')
  scope!: string;

  @Column('text', { name: 'request_hash' })
  requestHash!: string;

  /** The request that runs or ran under this key. */
  @Column('text')
  owner!: string;

  @Column('bigint', { name: 'locked_until' })
  lockedUntil!: number;

  /** HTTP status of the stored answer; null while it runs. */
  @Column('integer', { nullable: true })
  status!: number | null;

  @Column('text', { nullable: true })
  headers!: string | null;

  @Column('text', { nullable: true })
  body!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;
}
