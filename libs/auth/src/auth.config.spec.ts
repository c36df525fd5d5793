import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '#lib/config';
import { type AuthConfig, authConfig } from './auth.config.js';

function configOf(environment: Record<string, string>): AuthConfig {
  return loadConfig([authConfig], environment).get(authConfig) as AuthConfig;
}

function problemOf(environment: Record<string, string>): string {
  try {
    configOf(environment);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const smallRsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});

describe('auth configuration', () => {
  it('has the defaults of the design', () => {
    expect(configOf({})).toEqual({
      accessTtlMs: 900_000,
      refreshTtlMs: 30 * 86_400_000,
      bcryptCost: 12,
      issuer: 'kvartal',
      audience: 'kvartal',
      revocationPollMs: 500,
      privateKey: undefined,
    });
  });

  it('reads a key, also with its line ends written out', () => {
    for (const pem of [String(rsa), String(rsa).replaceAll('\n', '\\n')]) {
      expect(configOf({ JWT_PRIVATE_KEY: pem }).privateKey).toMatchObject({ asymmetricKeyType: 'rsa' });
    }
  });

  it.each([
    ['a cheap hash in production', { NODE_ENV: 'production', AUTH_BCRYPT_COST: '9' }, 'AUTH_BCRYPT_COST'],
    ['a hash cheaper than bcrypt knows', { AUTH_BCRYPT_COST: '3' }, 'AUTH_BCRYPT_COST'],
    ['verification that needs mail', { AUTH_EMAIL_VERIFICATION: 'required' }, 'AUTH_EMAIL_VERIFICATION'],
    ['sessions shorter than tokens', { AUTH_ACCESS_TTL: '900', AUTH_REFRESH_TTL: '60' }, 'AUTH_REFRESH_TTL'],
    ['no key at all', { JWT_PRIVATE_KEY: 'certainly-not-a-key' }, 'JWT_PRIVATE_KEY'],
    ['a short key', { JWT_PRIVATE_KEY: String(smallRsa) }, 'JWT_PRIVATE_KEY'],
    ['a key of another kind', { JWT_PRIVATE_KEY: String(elliptic) }, 'JWT_PRIVATE_KEY'],
  ])('refuses %s, by the name of the variable', (_, environment, variable) => {
    const message = problemOf(environment);
    expect(message).toContain(`${variable}:`);
    expect(message).not.toContain('certainly-not');
    expect(message).not.toContain('PRIVATE KEY-----');
  });

  it('allows a cheap hash outside of production', () => {
    expect(configOf({ NODE_ENV: 'test', AUTH_BCRYPT_COST: '4' }).bcryptCost).toBe(4);
  });
});
