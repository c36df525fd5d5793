import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { EngineDatabase } from '#lib/database';
import { openDatabase, testEngines } from '../support/databases.js';
import { runDir } from '../support/postgres.js';
import { waitUntil } from '../support/wait-until.js';
import { accountEntities, accountsMigration, balanceOf, createAccount } from './accounts.fixture.js';

const options = { migrations: [accountsMigration], entities: accountEntities };

if (testEngines.includes('postgres')) {
  describe('A Postgres that comes and goes [A4 A5]', () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    let dir: string;
    let port: number;
    let server: ChildProcess | undefined;
    let db: EngineDatabase;

    beforeAll(async () => {
      dir = mkdtempSync(join(runDir(), 'own-postgres-'));
      chmodSync(dir, 0o755);
      port = await freePort();
      db = await openDatabase(
        { DATABASE_URL: `postgres://postgres:postgres@127.0.0.1:${port}/postgres` },
        options,
      );
    });
    afterAll(async () => {
      await db.onApplicationShutdown();
      await stopServer();
      warn.mockRestore();
      error.mockRestore();
    });

    const startServer = async () => {
      const ready = join(dir, 'postgres.json');
      rmSync(ready, { force: true });
      const script = fileURLToPath(new URL('../support/postgres-server.js', import.meta.url));
      server = spawn(process.execPath, [script, dir, String(process.pid), String(port)], { stdio: 'ignore' });
      await waitUntil('Postgres starts', () => existsSync(ready), 60_000);
      expect(JSON.parse(readFileSync(ready, 'utf8'))).toHaveProperty('url');
    };
    const stopServer = async () => {
      if (!server) return;
      const ended = new Promise((resolve) => server?.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      server = undefined;
    };

    let account: string;

    it('is tried again with backoff while calls are answered 503 at once', async () => {
      await waitUntil('three attempts failed', () => warn.mock.calls.length >= 3);
      const lines = warn.mock.calls.map(([line]) => String(line));
      expect(lines[2]).toMatch(/not ready \(attempt 3: .*ECONNREFUSED.*trying again in \d+ ms/);
      expect(lines.join()).not.toContain('postgres:postgres');
      const calls = [
        () => db.query('SELECT 1 AS x'),
        () => db.execute('SELECT 1'),
        () => db.transaction(async () => undefined),
      ];
      for (const call of calls) {
        await expect(call()).rejects.toMatchObject({
          code: 'service.unavailable',
          status: 503,
          retryAfterMs: 1000,
        });
      }
      expect(() => db.manager).toThrow(expect.objectContaining({ code: 'service.unavailable' }));
      expect(await db.health()).toMatchObject({
        state: 'down',
        latencyMs: null,
        reason: expect.stringContaining('REFUSED'),
      });
    });

    it('is used as soon as it is there', async () => {
      await startServer();
      await db.whenReady();
      expect(await db.health()).toMatchObject({ state: 'up', reason: null });
      account = await createAccount(db, 5);
    }, 60_000);

    it('is gone without harm when it goes, and its data is there when it is back', async () => {
      await stopServer();
      await expect(db.query('SELECT 1 AS x')).rejects.toMatchObject({ code: 'service.unavailable' });
      await expect(createAccount(db, 1)).rejects.toMatchObject({ code: 'service.unavailable' });
      await waitUntil('its loss is known', async () => (await db.health()).state === 'down');
      await startServer();
      await db.whenReady();
      expect(await balanceOf(db, account)).toBe(5);
      expect(await createAccount(db, 6)).toBeTruthy();
    }, 60_000);

    it('loses no read when only the connections broke', async () => {
      const killOthers = `SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
        WHERE application_name = 'kvartal' AND pid <> pg_backend_pid()`;
      await Promise.all(Array.from({ length: 5 }, () => db.query('SELECT pg_sleep(0.02)')));
      await db.query(killOthers);
      const reads = await Promise.all(Array.from({ length: 20 }, () => balanceOf(db, account)));
      expect(reads).toEqual(Array(20).fill(5));
    });
  });
}

describe('A SQLite file that cannot be opened yet [A4]', () => {
  it('is opened once it can be', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const dir = mkdtempSync(join(runDir(), 'sqlite-'));
    // A file where the folder should be.
    writeFileSync(join(dir, 'data'), '');
    const db = await openDatabase({ DATABASE_URL: `sqlite:${join(dir, 'data', 'kvartal.sqlite')}` }, options);
    await waitUntil('an attempt failed', () => warn.mock.calls.length > 0);
    await expect(db.execute('SELECT 1')).rejects.toMatchObject({ code: 'service.unavailable' });
    rmSync(join(dir, 'data'));
    await db.whenReady();
    expect(await balanceOf(db, await createAccount(db, 4))).toBe(4);
    await db.onApplicationShutdown();
    warn.mockRestore();
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
