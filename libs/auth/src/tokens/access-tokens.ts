import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Clock } from '#lib/clock';
import { InjectConfig } from '#lib/config';
import { uuidv7 } from '#lib/database';
import { UnauthorizedError } from '#lib/errors';
import { type AuthConfig, authConfig } from '../auth.config.js';
import { SigningKeys } from './signing-keys.js';

/** What a verified access token says. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

const ALGORITHM = 'RS256';
/** RFC 9068: an access token is not mistaken for another token signed by the same key. */
const TYPE = 'at+jwt';
const MAX_LENGTH = 4096;
const claimsSchema = z.object({ sub: z.uuid(), sid: z.uuid(), jti: z.string(), exp: z.int(), iat: z.int() });

/** Signs and checks access tokens (T7, RFC 9068, RFC 8725). Says nothing of sessions and locks: that is `TokenVerifier`. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    @InjectConfig(authConfig) private readonly config: AuthConfig,
  ) {}

  /** A new token for a session. */
  async issue({ userId, sessionId }: { userId: string; sessionId: string }): Promise<string> {
    const { kid, privateKey } = await this.keys.signer();
    const issuedAt = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
      .setIssuer(this.config.issuer)
      .setAudience(this.config.audience)
      .setSubject(userId)
      .setJti(uuidv7())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.config.accessTtlMs / 1000)
      .sign(privateKey);
  }

  /**
   * Checks signature, algorithm, type, issuer, audience and times. Keys come from our ring by `kid` only: `jku`, `jwk` and `x5u` in the header
   * mean nothing.
   * @throws UnauthorizedError
   */
  async verify(token: string): Promise<AccessClaims> {
    const key = await this.keys.findPublic(keyIdOf(token));
    if (!key) throw invalidToken();
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: this.config.issuer,
        audience: this.config.audience,
        currentDate: new Date(this.clock.now()),
      }));
    } catch (cause) {
      throw invalidToken(cause);
    }
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw invalidToken(claims.error);
    return { userId: claims.data.sub, sessionId: claims.data.sid, expiresAt: claims.data.exp * 1000 };
  }
}

/** The one answer for every token that does not hold, whatever the reason (RFC 6750 section 3). */
export function invalidToken(cause?: unknown): Error {
  return new UnauthorizedError({ headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' }, cause });
}

function keyIdOf(token: string): string {
  if (token.length > MAX_LENGTH) throw invalidToken();
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (alg === ALGORITHM && typeof kid === 'string') return kid;
  } catch (cause) {
    throw invalidToken(cause);
  }
  throw invalidToken();
}
