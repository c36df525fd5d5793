import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  type AppConfig,
  appConfig,
  ConfigError,
  ConfigProblem,
  defineConfig,
  dumpConfig,
  type Environment,
  loadConfig,
  readEnvironment,
  SessionSecret,
} from './index.js';

const mailConfig = defineConfig({
  name: 'mail',
  schema: z.object({
    MAIL_PORT: z.coerce.number().int().default(25).describe('port'),
    MAIL_PASSWORD: z.string().min(8).optional().describe('password'),
    MAIL_URL: z.string().optional().describe('address'),
  }),
  secrets: ['MAIL_PASSWORD'],
  derive: (values) => {
    if (values.MAIL_PORT === 13) throw new ConfigProblem('MAIL_PORT', 'is unlucky');
    return { port: values.MAIL_PORT, password: values.MAIL_PASSWORD };
  },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kvartal-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const problemsOf = (environment: Environment, definitions = [mailConfig]) => {
  try {
    loadConfig(definitions as never, environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ variable }) => variable);
  }
};

describe('loadConfig', () => {
  it('gives defaults for an empty environment and counts empty values as unset', () => {
    expect(loadConfig([mailConfig], { MAIL_PORT: '' }).get(mailConfig)).toEqual({
      port: 25,
      password: undefined,
    });
  });

  it('lists every bad variable of every lib by name, without its value', () => {
    const environment = { MAIL_PORT: 'many', MAIL_PASSWORD: 'tiny!', APP_PORT: '99999' };
    expect(problemsOf(environment, [mailConfig, appConfig] as never)).toEqual([
      'MAIL_PORT',
      'MAIL_PASSWORD',
      'APP_PORT',
    ]);
    expect(() => loadConfig([mailConfig], environment)).toThrow(/MAIL_PORT: /);
    expect(() => loadConfig([mailConfig], environment)).not.toThrow(/tiny!/);
  });

  it('names the variable that derive refuses', () => {
    expect(problemsOf({ MAIL_PORT: '13' })).toEqual(['MAIL_PORT']);
  });

  it('reads a secret from its file, and only a secret', () => {
    writeFileSync(join(folder, 'password'), 'from a file\n');
    const file = join(folder, 'password');
    expect(loadConfig([mailConfig], { MAIL_PASSWORD_FILE: file }).get(mailConfig)).toMatchObject({
      password: 'from a file',
    });
    expect(loadConfig([mailConfig], { MAIL_PORT_FILE: file }).get(mailConfig)).toMatchObject({ port: 25 });
  });

  it('refuses a secret given twice, and a file that is not there', () => {
    expect(problemsOf({ MAIL_PASSWORD: 'long enough', MAIL_PASSWORD_FILE: '/x' })).toEqual([
      'MAIL_PASSWORD_FILE',
    ]);
    expect(problemsOf({ MAIL_PASSWORD_FILE: join(folder, 'none') })).toEqual(['MAIL_PASSWORD_FILE']);
  });
});

describe('appConfig', () => {
  const load = (environment: Environment) => loadConfig([appConfig], environment).get(appConfig) as AppConfig;

  it('prefers APP_PORT to PORT, and knows 3000', () => {
    expect(load({}).port).toBe(3000);
    expect(load({ PORT: '8080' }).port).toBe(8080);
    expect(load({ PORT: '8080', APP_PORT: '9000' }).port).toBe(9000);
  });

  it('splits lists', () => {
    expect(load({ APP_ALLOW_ORIGINS: 'https://a.example, https://b.example,' }).allowOrigins).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
    expect(load({ TRUST_PROXY: '10.0.0.0/8,127.0.0.1' }).trustProxy).toEqual(['10.0.0.0/8', '127.0.0.1']);
    expect(load({}).trustProxy).toEqual([]);
  });

  it('writes origins as browsers do', () => {
    const APP_ALLOW_ORIGINS = 'https://App.Example/, capacitor://localhost, http://localhost:5173, *';
    expect(load({ APP_ALLOW_ORIGINS }).allowOrigins).toEqual([
      'https://app.example',
      'capacitor://localhost',
      'http://localhost:5173',
      '*',
    ]);
  });

  it.each([
    ['APP_ALLOW_ORIGINS', 'app.example'],
    ['APP_ALLOW_ORIGINS', 'https://app.example/page'],
    ['TRUST_PROXY', 'on'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', 'proxy.internal'],
    ['TRUST_PROXY', 'fe80::/129'],
  ])('refuses %s=%s by name', (variable, value) => {
    expect(problemsOf({ [variable]: value }, [appConfig] as never)).toEqual([variable]);
  });

  it('takes networks of both families and by name', () => {
    const TRUST_PROXY = 'loopback, fc00::/7,::1,10.1.2.3';
    expect(load({ TRUST_PROXY }).trustProxy).toEqual(['loopback', 'fc00::/7', '::1', '10.1.2.3']);
  });

  it.each([
    ['missing', undefined],
    ['weak', 'changeme-changeme-changeme-changeme'],
    ['monotonous', 'a'.repeat(40)],
  ])('refuses a %s secret in production', (_, secret) => {
    expect(
      problemsOf({ NODE_ENV: 'production', APP_SESSION_SECRET_KEY: secret }, [appConfig] as never),
    ).toEqual(['APP_SESSION_SECRET_KEY']);
  });
});

describe('dumpConfig', () => {
  it('masks secrets and passwords in addresses', () => {
    const dump = dumpConfig([mailConfig], {
      MAIL_PASSWORD: 'hunter2hunter2',
      MAIL_URL: 'smtp://me:hunter2@mail:25',
    });
    expect(dump).toEqual([
      { variable: 'MAIL_PORT', value: null },
      { variable: 'MAIL_PASSWORD', value: '***' },
      { variable: 'MAIL_URL', value: 'smtp://me:***@mail:25' },
    ]);
    expect(
      dumpConfig([mailConfig], { MAIL_PASSWORD_FILE: '/run/secrets/mail', MAIL_URL_FILE: '/x' }),
    ).toEqual([
      { variable: 'MAIL_PORT', value: null },
      { variable: 'MAIL_PASSWORD', value: '*** (from /run/secrets/mail)' },
      { variable: 'MAIL_URL', value: null },
    ]);
  });
});

describe('readEnvironment', () => {
  it('reads .env under the variables of the process', () => {
    const file = join(folder, '.env');
    writeFileSync(file, 'KVARTAL_TEST_ONLY=from file\nPATH=/nowhere\n');
    const environment = readEnvironment(file);
    expect(environment.KVARTAL_TEST_ONLY).toBe('from file');
    expect(environment.PATH).not.toBe('/nowhere');
  });
});

describe('SessionSecret', () => {
  const secretOf = (environment: Environment) =>
    new SessionSecret(
      loadConfig([appConfig], { DATA_DIR: folder, ...environment }).get(appConfig) as AppConfig,
    );

  it('is generated once, readable by the owner alone, and the same after a restart', () => {
    const first = secretOf({}).derive('links');
    expect(secretOf({}).derive('links')).toEqual(first);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'keys', 'session-secret')).mode & 0o777).toBe(0o600);
  });

  it('derives 32 bytes that differ by purpose and by secret', () => {
    const secret = secretOf({ APP_SESSION_SECRET_KEY: 'k'.repeat(32) });
    expect(secret.derive('a')).toHaveLength(32);
    expect(secret.derive('a')).not.toEqual(secret.derive('b'));
    expect(secret.derive('a')).not.toEqual(secretOf({}).derive('a'));
  });
});
