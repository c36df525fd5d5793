import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { Clock } from '#lib/clock';
import { InjectConfig, SessionSecret } from '#lib/config';
import { type AuthConfig, authConfig } from '../auth.config.js';
import { openText, sealText } from './sealed-text.js';
import { type SigningKeyRecord, SigningKeyRepository } from './signing-key.repository.js';

/** The key that signs, by its id (RFC 7638 thumbprint of the public half). */
export interface Signer {
  kid: string;
  privateKey: KeyObject;
}

/** A public key as `/.well-known/jwks.json` shows it (RFC 7517). */
export type PublicJwk = JWK & { kid: string };

interface KeyRing {
  signer: Signer;
  publicKeys: ReadonlyMap<string, KeyObject>;
}

const MODULUS_BITS = 2048;
/** A token with an unknown key id may be signed by a key newer than the ring; asking is not free. */
const RELOAD_AFTER_MS = 5000;
const generateRsa = promisify(generateKeyPair);

/**
 * The keys of access tokens (Q7, T7): `JWT_PRIVATE_KEY`, else one generated and shared through the database. Every key that is not retired
 * verifies; one signs.
 */
@Injectable()
export class SigningKeys {
  private readonly sealingKey: Buffer;
  private ring: Promise<KeyRing> | null = null;
  private reloading: Promise<KeyRing> | null = null;
  private loadedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly keys: SigningKeyRepository,
    private readonly clock: Clock,
    @InjectConfig(authConfig) private readonly config: AuthConfig,
    secret: SessionSecret,
  ) {
    this.sealingKey = secret.derive('auth.signing-keys');
  }

  /** Makes the key if there is none and loads all; `signer` and the others do so too when they are first. */
  async ensure(): Promise<void> {
    await this.load();
  }

  async signer(): Promise<Signer> {
    return (await this.load()).signer;
  }

  /** Null: no such key, or it is retired. */
  async findPublic(kid: string): Promise<KeyObject | null> {
    const known = (await this.load()).publicKeys.get(kid);
    if (known) return known;
    const mayReload = this.reloading !== null || this.clock.now() - this.loadedAt >= RELOAD_AFTER_MS;
    return mayReload ? ((await this.reload()).publicKeys.get(kid) ?? null) : null;
  }

  async publicJwks(): Promise<PublicJwk[]> {
    const { publicKeys } = await this.load();
    return [...publicKeys].map(([kid, key]) => ({
      ...(key.export({ format: 'jwk' }) as JWK),
      kid,
      use: 'sig',
      alg: 'RS256',
    }));
  }

  private load(): Promise<KeyRing> {
    this.ring ??= this.read().catch((error: unknown) => {
      this.ring = null;
      throw error;
    });
    return this.ring;
  }

  /** The old ring stays when reading fails. */
  private reload(): Promise<KeyRing> {
    this.reloading ??= this.read()
      .then((ring) => {
        this.ring = Promise.resolve(ring);
        return ring;
      })
      .finally(() => {
        this.reloading = null;
      });
    return this.reloading;
  }

  private async read(): Promise<KeyRing> {
    const stored = await this.keys.findUsable();
    const publicKeys = new Map(stored.map(({ kid, publicKey }) => [kid, createPublicKey(publicKey)]));
    const signer = this.config.privateKey
      ? await signerOf(this.config.privateKey)
      : this.open(stored.find(isActive) ?? (await this.generate()));
    publicKeys.set(signer.kid, createPublicKey(signer.privateKey));
    this.loadedAt = this.clock.now();
    return { signer, publicKeys };
  }

  private async generate(): Promise<SigningKeyRecord> {
    const { publicKey, privateKey } = await generateRsa('rsa', { modulusLength: MODULUS_BITS });
    const { kid } = await signerOf(privateKey);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const record: SigningKeyRecord = {
      kid,
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      sealedPrivateKey: sealText(this.sealingKey, pem, kid),
      activeSlot: 1,
    };
    if (await this.keys.insertActive(record, this.clock.now())) return record;
    const winner = (await this.keys.findUsable()).find(isActive);
    if (!winner) throw new Error('The signing key that another process made is not there');
    return winner;
  }

  private open({ kid, sealedPrivateKey }: SigningKeyRecord): Signer {
    try {
      return { kid, privateKey: createPrivateKey(openText(this.sealingKey, sealedPrivateKey, kid)) };
    } catch (cause) {
      throw new Error(
        'The signing key in the database does not open: APP_SESSION_SECRET_KEY (or DATA_DIR/keys/session-secret) is not the one it was made with',
        { cause },
      );
    }
  }
}

async function signerOf(privateKey: KeyObject): Promise<Signer> {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' }) as JWK;
  return { kid: await calculateJwkThumbprint(jwk), privateKey };
}

function isActive({ activeSlot }: SigningKeyRecord): boolean {
  return activeSlot !== null;
}
