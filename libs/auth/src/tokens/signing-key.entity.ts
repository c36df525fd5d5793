import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key pair that signs access tokens. The private half is sealed with a key derived from APP_SESSION_SECRET_KEY. */
@Entity('signing_keys')
@Index('ux_signing_keys_active_slot', ['activeSlot'], { unique: true })
export class SigningKeyEntity {
  @PrimaryColumn('text')
  kid!: string;

  /** PEM (SPKI). */
  @Column('text', { name: 'public_key' })
  publicKey!: string;

  @Column('text', { name: 'sealed_private_key' })
  sealedPrivateKey!: string;

  /** 1: the one that signs; null: it only verifies. Unique, so that replicas that start together agree on one. */
  @Column('integer', { name: 'active_slot', nullable: true })
  activeSlot!: number | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  /** Null: tokens it signed are accepted. */
  @Column('bigint', { name: 'retired_at', nullable: true })
  retiredAt!: number | null;
}
