import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const sessionEndReasons = ['logout', 'ended_by_user', 'password_changed', 'refresh_reused'] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];

/** A signed-in device: the family of its refresh tokens. */
@Entity('sessions')
@Index('ix_sessions_user_id', ['userId'])
export class SessionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  @Column('text', { nullable: true })
  ip!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'last_used_at' })
  lastUsedAt!: number;

  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;

  @Column('bigint', { name: 'ended_at', nullable: true })
  endedAt!: number | null;

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: SessionEndReason | null;
}
