import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigProblem, type ConfigValue, defineConfig } from './config-definition.js';

const port = z.coerce.number().int().min(0).max(65535);
const weakSecrets = /^(secret|changeme|change-me|password|example|test)/i;

const originPattern = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]+$/;
const namedNetworks = ['loopback', 'linklocal', 'uniquelocal'];

/** The variables that belong to the process as a whole. */
export const appConfig = defineConfig({
  name: 'app',
  schema: z.object({
    NODE_ENV: z
      .enum(['development', 'test', 'production'])
      .default('development')
      .describe('production refuses weak secrets and test switches'),
    APP_HOST: z.string().default('0.0.0.0').describe('address to listen on'),
    APP_PORT: port
      .optional()
      .describe('port to listen on (default 3000; PORT, as platforms set it, is read too)'),
    PORT: port.optional().describe('port to listen on where APP_PORT is not set'),
    APP_ALLOW_ORIGINS: z
      .string()
      .default('')
      .describe(
        'browser origins that may call the API and sockets, comma-separated (* for all); empty: none but our own',
      ),
    APP_ROLE: z
      .enum(['all', 'api', 'worker'])
      .default('all')
      .describe('api: runs no jobs; worker: runs jobs, serves probes and metrics alone; all: both'),
    APP_SESSION_SECRET_KEY: z
      .string()
      .min(32)
      .optional()
      .describe(
        'encrypts keys in the database and signs links; generated into DATA_DIR/keys when not in production',
      ),
    APP_RELOAD: z.stringbool().default(false).describe('restart whenever the built code changes'),
    DATA_DIR: z.string().default('./data').describe('folder of everything the embedded mode writes'),
    TRUST_PROXY: z
      .string()
      .default('off')
      .describe(
        'off, or addresses, networks, loopback, linklocal, uniquelocal of proxies whose X-Forwarded-* count, comma-separated',
      ),
    SHUTDOWN_DRAIN_MS: z.coerce
      .number()
      .int()
      .min(0)
      .max(20_000)
      .default(5000)
      .describe('how long to go on serving after SIGTERM while readiness is 503'),
  }),
  secrets: ['APP_SESSION_SECRET_KEY'],
  derive: (values, { isProduction }) => {
    const secret = values.APP_SESSION_SECRET_KEY;
    if (isProduction && secret === undefined) {
      throw new ConfigProblem(
        'APP_SESSION_SECRET_KEY',
        'must be given in production (32 characters or more)',
      );
    }
    if (isProduction && secret !== undefined && (weakSecrets.test(secret) || new Set(secret).size < 10)) {
      throw new ConfigProblem('APP_SESSION_SECRET_KEY', 'is too weak for production');
    }
    return {
      isProduction,
      isTest: values.NODE_ENV === 'test',
      host: values.APP_HOST,
      port: values.APP_PORT ?? values.PORT ?? 3000,
      allowOrigins: originsOf(values.APP_ALLOW_ORIGINS),
      role: values.APP_ROLE,
      sessionSecret: secret,
      reload: values.APP_RELOAD,
      dataDir: resolve(values.DATA_DIR),
      trustProxy: values.TRUST_PROXY === 'off' ? [] : proxiesOf(values.TRUST_PROXY),
      shutdownDrainMs: values.SHUTDOWN_DRAIN_MS,
    };
  },
});
export type AppConfig = ConfigValue<typeof appConfig>;

/** In lower case and without a slash at the end, as browsers name them. */
function originsOf(text: string): string[] {
  const origins = listOf(text).map((origin) => origin.toLowerCase().replace(/\/$/, ''));
  if (!origins.every((origin) => origin === '*' || origin.match(originPattern))) {
    throw new ConfigProblem('APP_ALLOW_ORIGINS', 'must be origins such as https://app.example, or *');
  }
  return origins;
}

function proxiesOf(text: string): string[] {
  const proxies = listOf(text);
  if (!proxies.every(isNetwork)) {
    throw new ConfigProblem(
      'TRUST_PROXY',
      `must be off, or addresses, networks (10.0.0.0/8) or ${namedNetworks.join(', ')}`,
    );
  }
  return proxies;
}

function isNetwork(text: string): boolean {
  if (namedNetworks.includes(text)) return true;
  const [address = '', prefix] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return prefix === undefined ? bits > 0 : /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}
