import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';

/** A stored key pair; PEM and sealed PEM. */
export interface SigningKeyRecord {
  kid: string;
  publicKey: string;
  sealedPrivateKey: string;
  /** 1: the one that signs; null: it only verifies. */
  activeSlot: number | null;
}

/** Statements on the table `signing_keys`. */
@Injectable()
export class SigningKeyRepository {
  constructor(private readonly db: Database) {}

  /** All that are not retired, the one that signs first. */
  findUsable(): Promise<SigningKeyRecord[]> {
    return this.db.query(
      `SELECT kid, public_key AS "publicKey", sealed_private_key AS "sealedPrivateKey", active_slot AS "activeSlot"
       FROM signing_keys WHERE retired_at IS NULL ORDER BY active_slot IS NULL, created_at DESC`,
    );
  }

  /** False when another process was faster: there is one signing key. */
  async insertActive(key: Omit<SigningKeyRecord, 'activeSlot'>, now: number): Promise<boolean> {
    const inserted = await this.db.execute(
      `INSERT INTO signing_keys (kid, public_key, sealed_private_key, active_slot, created_at) VALUES ($1, $2, $3, 1, $4)
       ON CONFLICT DO NOTHING`,
      [key.kid, key.publicKey, key.sealedPrivateKey, now],
    );
    return inserted === 1;
  }
}
