import { createHash, createHmac, randomBytes } from 'node:crypto';

const BYTES = 32;

/** A new opaque refresh token: 256 random bits, base64url. */
export function newRefreshToken(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** What is stored of a token. It has 256 random bits, so a plain hash is enough. */
export function refreshTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * The one child of `parent` named `childId`. Derived, not stored, so that a client whose answer was lost can be given the same child again;
 * without `key` neither the parent nor a copy of the database leads to it.
 */
export function childRefreshToken(key: Buffer, parent: string, childId: string): string {
  return createHmac('sha256', key).update(`${childId}:${parent}`).digest('base64url');
}
