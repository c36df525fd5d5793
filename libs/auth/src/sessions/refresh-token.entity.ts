import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One link of a session's chain. The token itself is nowhere: only its hash, and what its child is derived from. */
@Entity('refresh_tokens')
@Index('ux_refresh_tokens_token_hash', ['tokenHash'], { unique: true })
@Index('ix_refresh_tokens_session_id', ['sessionId'])
@Index('ix_refresh_tokens_expires_at', ['expiresAt'])
export class RefreshTokenEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('text', { name: 'token_hash' })
  tokenHash!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'expires_at' })
  expiresAt!: number;

  /** Null: the newest of its session. */
  @Column('bigint', { name: 'rotated_at', nullable: true })
  rotatedAt!: number | null;

  @Column('uuid', { name: 'child_id', nullable: true })
  childId!: string | null;
}
