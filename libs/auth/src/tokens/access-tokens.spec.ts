import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodeJwt,
  decodeProtectedHeader,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { ManualClock } from '#lib/clock';
import { SessionSecret } from '#lib/config';
import { uuidv7 } from '#lib/database';
import { type AuthConfig, authConfig } from '../auth.config.js';
import { AccessTokens } from './access-tokens.js';
import type { SigningKeyRepository } from './signing-key.repository.js';
import { SigningKeys } from './signing-keys.js';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const clock = new ManualClock(1_800_000_000_000);
const seconds = clock.now() / 1000;
const userId = uuidv7();
const sessionId = uuidv7();

function tokensOf(privateKey: KeyObject, changes: Partial<AuthConfig> = {}): AccessTokens {
  const config: AuthConfig = {
    ...authConfig.derive(authConfig.schema.parse({}), { isProduction: false }),
    privateKey,
    ...changes,
  };
  // With a key from the environment nothing is ever stored.
  const noKeys = { findUsable: async () => [] } as unknown as SigningKeyRepository;
  const secret = { derive: () => Buffer.alloc(32) } as unknown as SessionSecret;
  return new AccessTokens(new SigningKeys(noKeys, clock, config, secret), clock, config);
}

const tokens = tokensOf(ours);
let token: string;
let kid: string;

beforeAll(async () => {
  token = await tokens.issue({ userId, sessionId });
  kid = decodeProtectedHeader(token).kid!;
});

/** A token like ours but for what is given; null leaves a claim out. */
function forged(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  key: KeyObject | Uint8Array = ours,
): Promise<string> {
  const payload = { ...decodeJwt(token), ...claims };
  for (const [name, value] of Object.entries(payload)) if (value === null) delete payload[name];
  return new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ ...decodeProtectedHeader(token), ...header } as JWTHeaderParameters)
    .sign(key);
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function publicPem(): Uint8Array {
  return Buffer.from(createPublicKey(ours).export({ type: 'spki', format: 'pem' }));
}

describe('access tokens (T7, RFC 9068)', () => {
  it('say who, in which session, until when, and by which key', async () => {
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      typ: 'at+jwt',
      kid: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(decodeJwt(token)).toEqual({
      iss: 'kvartal',
      aud: 'kvartal',
      sub: userId,
      sid: sessionId,
      jti: expect.any(String),
      iat: seconds,
      exp: seconds + 900,
    });
    expect(await tokens.verify(token)).toEqual({ userId, sessionId, expiresAt: (seconds + 900) * 1000 });
  });

  it('are each a token of their own', async () => {
    expect(await tokens.issue({ userId, sessionId })).not.toBe(token);
  });

  it('are taken when forged with our own key and nothing else (canary of the attacks below)', async () => {
    expect(await tokens.verify(await forged())).toMatchObject({ userId });
  });

  const attacks: [name: string, make: () => string | Promise<string>][] = [
    ['alg none', () => new UnsecuredJWT(decodeJwt(token)).encode()],
    [
      'alg none with our kid',
      () => `${base64url({ alg: 'none', typ: 'at+jwt', kid })}.${token.split('.')[1]}.`,
    ],
    [
      'alg None with our signature',
      () => `${base64url({ alg: 'None', typ: 'at+jwt', kid })}.${token.split('.').slice(1).join('.')}`,
    ],
    ['HS256 with the public key as secret', () => forged({}, { alg: 'HS256' }, publicPem())],
    ['PS256 with our key', () => forged({}, { alg: 'PS256' })],
    ['RS512 with our key', () => forged({}, { alg: 'RS512' })],
    ['the key of somebody else under our kid', () => forged({}, {}, theirs)],
    [
      'the key of somebody else, shown in the header',
      () => forged({}, { jwk: createPublicKey(theirs).export({ format: 'jwk' }) }, theirs),
    ],
    ['a jku', () => forged({}, { jku: 'https://evil.example/jwks.json' }, theirs)],
    ['an x5u', () => forged({}, { x5u: 'https://evil.example/cert.pem', kid: 'x' }, theirs)],
    ['no kid', () => forged({}, { kid: undefined })],
    ['a kid that is a path', () => forged({}, { kid: '../../../../dev/null' })],
    ['a kid that is SQL', () => forged({}, { kid: "' OR 1=1 --" })],
    [
      'a kid that is no text',
      () =>
        `${base64url({ alg: 'RS256', typ: 'at+jwt', kid: [kid] })}.${token.split('.').slice(1).join('.')}`,
    ],
    ['a kid of Object.prototype', () => forged({}, { kid: '__proto__' })],
    [
      'an unknown critical header',
      () =>
        `${base64url({ alg: 'RS256', typ: 'at+jwt', kid, crit: ['x'], x: 1 })}.${token.split('.').slice(1).join('.')}`,
    ],
    ['typ JWT', () => forged({}, { typ: 'JWT' })],
    ['no typ', () => forged({}, { typ: undefined })],
    ['another issuer', () => forged({ iss: 'https://evil.example' })],
    ['no issuer', () => forged({ iss: null })],
    ['another audience', () => forged({ aud: 'somebody-else' })],
    ['no audience', () => forged({ aud: null })],
    ['an end in the past', () => forged({ exp: seconds - 1 })],
    ['an end right now', () => forged({ exp: seconds })],
    ['no end', () => forged({ exp: null })],
    ['an end that is no number', () => forged({ exp: 'never' })],
    ['a start in the future', () => forged({ nbf: seconds + 60 })],
    ['no subject', () => forged({ sub: null })],
    ['a subject that is no user', () => forged({ sub: 'admin' })],
    ['no session', () => forged({ sid: null })],
    ['a session that is no id', () => forged({ sid: "x' OR '1'='1" })],
    [
      'a changed payload',
      () => {
        const [header, , signature] = token.split('.');
        return `${header}.${base64url({ ...decodeJwt(token), sub: uuidv7() })}.${signature}`;
      },
    ],
    ['a cut signature', () => token.slice(0, -8)],
    ['no signature', () => token.split('.').slice(0, 2).join('.')],
    ['four parts', () => `${token}.x`],
    ['nothing', () => ''],
    ['nonsense', () => 'a.b.c'],
    ['a token too long to be ours', () => forged({ note: 'x'.repeat(5000) })],
  ];

  it.each(attacks)('are refused with 401: %s', async (_, make) => {
    await expect(tokens.verify(await make())).rejects.toMatchObject({
      code: 'auth.unauthorized',
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    });
  });

  it('of another installation are refused, though it calls itself the same', async () => {
    const foreign = await tokensOf(theirs).issue({ userId, sessionId });
    await expect(tokens.verify(foreign)).rejects.toMatchObject({ status: 401 });
  });

  it('live as long as configured', async () => {
    const short = tokensOf(ours, { accessTtlMs: 5000 });
    const brief = await short.issue({ userId, sessionId });
    clock.advance(4999);
    expect(await short.verify(brief)).toMatchObject({ userId });
    clock.advance(1);
    await expect(short.verify(brief)).rejects.toMatchObject({ status: 401 });
  });
});
