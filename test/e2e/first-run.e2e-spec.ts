import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { createTestDatabase, testEngines } from '../support/databases.js';
import { emptyFolder, ProductProcess } from '../support/product-process.js';

const cli = new URL('../../bin/kvartal.js', import.meta.url).pathname;
const run = promisify(execFile);

let folder: string;
let product: ProductProcess;
beforeEach(async () => {
  folder = emptyFolder();
  product = await ProductProcess.on(folder);
});
afterEach(async () => {
  await product.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const mode = (...path: string[]) => statSync(join(folder, 'data', ...path)).mode & 0o777;
const untilPrinted = (text: string) => product.waitUntil(() => product.output.includes(text), text);

describe('the first start in an empty folder (A11, Q6, Q7)', () => {
  it('makes everything it needs, private, and prints the box with the password once', async () => {
    await product.start();
    await untilPrinted('shown once');
    const { output } = product;
    for (const address of ['/api/v1', '/docs', '/api/openapi.json', '/health/ready', '/metrics', '/chats']) {
      expect(output).toContain(`http://localhost:${product.port}${address}`);
    }
    for (const sub of ['.', 'keys', 'storage', 'tmp', 'mail', 'backups']) expect(mode(sub)).toBe(0o700);
    expect(mode('kvartal.sqlite')).toBe(0o600);
    for (const key of readdirSync(join(folder, 'data', 'keys'))) expect(mode('keys', key)).toBe(0o600);

    const [, email = '', password = ''] = /Administrator\s+(\S+).*?Password\s+(\S+)/s.exec(output) ?? [];
    const api = new Api(product.baseUrl);
    const token = await api.signIn(email, password);
    expect((await api.get('/api/v1/users', token)).status).toBe(200);
    expect(output.split(password)).toHaveLength(2);

    expect((await product.end()).code).toBe(0);
    await product.start();
    await untilPrinted('Kvartal is ready');
    expect(product.output).not.toContain('Password');
    expect(await api.signIn(email, password)).toEqual(expect.any(String));
  });

  it('takes the administrator from the environment, and prints no password then', async () => {
    product = await ProductProcess.on(folder, {
      ADMIN_EMAIL: 'chief@example.com',
      ADMIN_PASSWORD: 'tall towers of Kazan 7',
    });
    await product.start();
    await untilPrinted('Kvartal is ready');
    expect(product.output).not.toContain('Password');
    expect(product.output).not.toContain('tall towers');
    const api = new Api(product.baseUrl);
    await product.waitUntil(
      () =>
        api.signIn('chief@example.com', 'tall towers of Kazan 7').then(
          () => true,
          () => false,
        ),
      'the administrator to sign in',
    );
  });

  it('serves the docs without loading anything from another host', async () => {
    await product.start();
    const html = await (await fetch(`${product.baseUrl}/docs`)).text();
    expect(html).toContain('swagger-ui');
    expect(html).not.toMatch(/(src|href)="https?:/);
    for (const [, asset = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const response = await fetch(new URL(asset, `${product.baseUrl}/docs`));
      expect([asset, response.status]).toEqual([asset, 200]);
      await response.arrayBuffer();
    }
    const document = (await (await fetch(`${product.baseUrl}/api/openapi.json`)).json()) as {
      openapi: string;
    };
    expect(document.openapi).toBe('3.1.0');
  });
});

describe('a start that must not go on', () => {
  it('lists every bad variable by name, without values, and ends', async () => {
    product = await ProductProcess.on(folder, {
      APP_PORT: 'many',
      LOG_LEVEL: 'loud',
      DATABASE_TYPE: 'oracle',
    });
    product.launch();
    expect(await product.exitCode()).toBe(78);
    for (const name of ['APP_PORT', 'LOG_LEVEL', 'DATABASE_TYPE'])
      expect(product.output).toContain(`${name}:`);
    expect(product.output).not.toContain('many');
  });

  it.each([
    ['no secret', {}, 'APP_SESSION_SECRET_KEY'],
    ['RATE_LIMITS=off', { APP_SESSION_SECRET_KEY: 'Zx8w-2kLq_90vTr4-hGb6nMs1-pQe7-YdU5' }, 'RATE_LIMITS'],
    [
      'simulated failures',
      {
        APP_SESSION_SECRET_KEY: 'Zx8w-2kLq_90vTr4-hGb6nMs1-pQe7-YdU5',
        RATE_LIMITS: 'on',
        GENERATION_OFFLINE_SIMULATE: 'on',
      },
      'GENERATION_OFFLINE_SIMULATE',
    ],
  ])('in production: %s', async (_, environment, variable) => {
    product = await ProductProcess.on(folder, { NODE_ENV: 'production', ...environment } as Record<
      string,
      string
    >);
    product.launch();
    expect(await product.exitCode()).toBe(78);
    expect(product.output).toContain(`${variable}:`);
  });

  it('names the password of the administrator when that is weak', async () => {
    product = await ProductProcess.on(folder, { ADMIN_PASSWORD: 'tiny' });
    product.launch();
    expect(await product.exitCode()).toBe(78);
    expect(product.output).toContain('ADMIN_PASSWORD: At least 8 bytes');
  });

  it('says which folder cannot be used', async () => {
    mkdirSync(join(folder, 'data'));
    // A file where a folder must be: refused for root too, whom modes do not stop.
    await run('touch', [join(folder, 'data', 'keys')]);
    product.launch();
    expect(await product.exitCode()).toBe(78);
    expect(product.output).toContain('DATA_DIR');
    chmodSync(join(folder, 'data'), 0o700);
  });
});

describe('the other engine is never loaded (A3)', () => {
  const loaded = (pid: number) =>
    run('grep', ['-c', 'better_sqlite3\\|better-sqlite3', `/proc/${pid}/maps`]).then(
      ({ stdout }) => Number(stdout),
      () => 0,
    );

  it.each(testEngines)('with %s', async (engine) => {
    const database = await createTestDatabase(engine);
    // Node tells at its end which CommonJS modules it had loaded.
    const spy = `--import=data:text/javascript,${encodeURIComponent(
      `import { createRequire } from 'node:module'; process.on('exit', () => {
         const names = Object.keys(createRequire('file:///').cache).join('\\n');
         process.stderr.write('pg=' + names.includes('/node_modules/pg/') + ' sqlite=' + names.includes('/node_modules/better-sqlite3/'));
       });`,
    )}`;
    product = await ProductProcess.on(folder, database.env, [spy]);
    await product.start();
    expect((await loaded(product.pid)) > 0).toBe(engine === 'sqlite');
    await product.end();
    expect(product.output).toContain(engine === 'sqlite' ? 'pg=false sqlite=true' : 'pg=true sqlite=false');
    await database.remove();
  });
});

describe('the command line', () => {
  const kvartal = (...args: string[]) =>
    run(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data') },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        output: error.stdout + error.stderr,
      }),
    );

  it('explains itself without touching anything', async () => {
    const { code, output } = await kvartal('--help');
    expect(code).toBe(0);
    for (const command of ['migrate', 'admin:create', 'doctor', 'seed']) expect(output).toContain(command);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses an unknown command', async () => {
    expect((await kvartal('dance')).code).not.toBe(0);
  });

  it('migrates, makes an administrator once, refuses weak passwords and finds itself healthy', async () => {
    const early = await kvartal('doctor');
    expect([early.code, early.output]).toEqual([1, expect.stringContaining('run `kvartal migrate`')]);
    expect(await kvartal('migrate')).toMatchObject({
      code: 0,
      output: expect.stringContaining('schema of this version'),
    });
    const weak = await kvartal('admin:create', '--email', 'boss@example.com', '--password', 'password');
    expect(weak.code).toBe(1);
    expect(weak.output).toContain('password');
    const nobody = await kvartal('admin:create', '--email', 'boss', '--password', 'nine quiet bridges');
    expect([nobody.code, nobody.output]).toEqual([1, expect.stringContaining('email')]);
    const strong = ['admin:create', '--email', 'boss@example.com', '--password', 'nine quiet bridges'];
    expect(await kvartal(...strong)).toMatchObject({ code: 0, output: expect.stringContaining('created') });
    expect(await kvartal(...strong)).toMatchObject({
      code: 0,
      output: expect.stringContaining('nothing changed'),
    });
    const doctor = await kvartal('doctor');
    expect(doctor.output).not.toContain('WRONG');
    expect(doctor.output).toContain('DATA_DIR=');
    expect(doctor.output).not.toContain('APP_ROLE=');
    expect(doctor.code).toBe(0);
  }, 60_000);
});
