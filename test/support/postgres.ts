import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from './wait-until.js';

/** The folder of this jest run. */
export function runDir(): string {
  const dir = process.env.KVARTAL_TEST_RUN_DIR;
  if (!dir) throw new Error('KVARTAL_TEST_RUN_DIR is not set: run the specs with npm test');
  return dir;
}

/**
 * URL of a Postgres server for tests, ending in a slash: `KVARTAL_TEST_POSTGRES_URL`, or one started for this run by whoever asks first.
 * @throws Error when there is none to be had
 */
export async function postgresServerUrl(): Promise<string> {
  const given = process.env.KVARTAL_TEST_POSTGRES_URL;
  if (given) return given.endsWith('/') ? given : `${given}/`;
  const answer = join(runDir(), 'postgres.json');
  if (isFirst('postgres.lock')) startServer();
  await waitUntil('Postgres for the tests starts', () => existsSync(answer), 60_000);
  const { url, error } = JSON.parse(readFileSync(answer, 'utf8')) as { url?: string; error?: string };
  if (!url) throw new Error(error);
  return url;
}

/** True for exactly one caller in the whole run. */
export function isFirst(name: string): boolean {
  try {
    mkdirSync(join(runDir(), name));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function startServer(): void {
  const log = openSync(join(runDir(), 'postgres.log'), 'a');
  const script = fileURLToPath(new URL('./postgres-server.js', import.meta.url));
  spawn(process.execPath, [script, runDir(), process.env.KVARTAL_TEST_JEST_PID ?? String(process.pid)], {
    detached: true,
    stdio: ['ignore', log, log],
  }).unref();
}
