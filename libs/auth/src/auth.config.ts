import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { ConfigProblem, type ConfigValue, defineConfig } from '#lib/config';

const MIN_PRODUCTION_COST = 10;
const MIN_KEY_BITS = 2048;

/** The variables of sign-in and tokens. */
export const authConfig = defineConfig({
  name: 'auth',
  schema: z.object({
    AUTH_ACCESS_TTL: z.coerce
      .number()
      .int()
      .min(1)
      .max(86_400)
      .default(900)
      .describe('seconds an access token lives'),
    AUTH_REFRESH_TTL: z.coerce
      .number()
      .int()
      .min(1)
      .max(31_536_000)
      .default(2_592_000)
      .describe('seconds a refresh token lives, and with it an unused session (default 30 days)'),
    AUTH_BCRYPT_COST: z.coerce
      .number()
      .int()
      .min(4)
      .max(15)
      .default(12)
      .describe(`work factor of password hashes; at least ${MIN_PRODUCTION_COST} in production`),
    AUTH_EMAIL_VERIFICATION: z
      .enum(['optional', 'required'])
      .default('optional')
      .describe('only optional for now: required needs mail, which this version does not send'),
    AUTH_ISSUER: z.string().min(1).max(200).default('kvartal').describe('iss of the access tokens'),
    AUTH_AUDIENCE: z.string().min(1).max(200).default('kvartal').describe('aud of the access tokens'),
    AUTH_REVOCATION_POLL_MS: z.coerce
      .number()
      .int()
      .min(50)
      .max(5000)
      .default(500)
      .describe(
        'how often revocations made by other processes are looked for; REST never trusts news older than 1 s',
      ),
    JWT_PRIVATE_KEY: z
      .string()
      .optional()
      .describe(
        'RSA private key (PEM) that signs access tokens; without it one is generated and kept encrypted in the database',
      ),
  }),
  secrets: ['JWT_PRIVATE_KEY'],
  derive: (values, { isProduction }) => {
    if (isProduction && values.AUTH_BCRYPT_COST < MIN_PRODUCTION_COST) {
      throw new ConfigProblem('AUTH_BCRYPT_COST', `must be at least ${MIN_PRODUCTION_COST} in production`);
    }
    if (values.AUTH_EMAIL_VERIFICATION === 'required') {
      throw new ConfigProblem(
        'AUTH_EMAIL_VERIFICATION',
        'required cannot be kept: this version sends no mail yet; use optional',
      );
    }
    if (values.AUTH_REFRESH_TTL < values.AUTH_ACCESS_TTL) {
      throw new ConfigProblem('AUTH_REFRESH_TTL', 'must not be shorter than AUTH_ACCESS_TTL');
    }
    return {
      accessTtlMs: values.AUTH_ACCESS_TTL * 1000,
      refreshTtlMs: values.AUTH_REFRESH_TTL * 1000,
      bcryptCost: values.AUTH_BCRYPT_COST,
      issuer: values.AUTH_ISSUER,
      audience: values.AUTH_AUDIENCE,
      revocationPollMs: values.AUTH_REVOCATION_POLL_MS,
      /** Undefined: the key is generated and kept in the database. */
      privateKey: values.JWT_PRIVATE_KEY === undefined ? undefined : readPrivateKey(values.JWT_PRIVATE_KEY),
    };
  },
});
export type AuthConfig = ConfigValue<typeof authConfig>;

function readPrivateKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    // Environment files carry a PEM on one line, with its line ends written out.
    key = createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    // Without the cause: OpenSSL's message can quote the key.
    throw new ConfigProblem('JWT_PRIVATE_KEY', 'is not a private key in PEM form');
  }
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_KEY_BITS) {
    throw new ConfigProblem('JWT_PRIVATE_KEY', `must be an RSA key of ${MIN_KEY_BITS} bits or more`);
  }
  return key;
}
