import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { INestApplicationContext } from '@nestjs/common';
import { Command, CommandRunner } from 'nest-commander';
import { type AppConfig, appConfig, dumpConfig, readEnvironment } from '#lib/config';
import { Database } from '#lib/database';
import { Jobs } from '#lib/jobs';
import { Storage } from '#lib/storage';
import { configDefinitions } from '../../api/src/app.module.js';
import { commandEnvironment, withCore } from './core-context.js';

type Finding = { check: string; isGood: boolean; says: string };

const READY_DEADLINE_MS = 5000;
const LEAST_NODE = [24, 9] as const;
const LEAST_FREE_BYTES = 200 * 1024 * 1024;

/** `kvartal doctor`: looks at everything the product needs and says what is wrong; exit code 1 when something is. */
@Command({ name: 'doctor', description: 'Check configuration, database, storage, queue, disk and Node' })
export class DoctorCommand extends CommandRunner {
  override async run(): Promise<void> {
    for (const { variable, value } of dumpConfig(configDefinitions, readEnvironment())) {
      if (value !== null) process.stdout.write(`       ${variable}=${value}\n`);
    }
    // Looking changes nothing: a schema of another version is a finding.
    const environment = commandEnvironment({ DATABASE_MIGRATE_ON_START: 'off' });
    const findings = await withCore(examine, environment, READY_DEADLINE_MS).catch((error: unknown) => [
      failed('start', error),
    ]);
    for (const { check, isGood, says } of findings) {
      process.stdout.write(`${isGood ? 'ok    ' : 'WRONG '} ${check}: ${says}\n`);
    }
    if (findings.some(({ isGood }) => !isGood)) process.exitCode = 1;
  }
}

async function examine(core: INestApplicationContext): Promise<Finding[]> {
  const checks: [string, () => Promise<Omit<Finding, 'check'>>][] = [
    ['node', node],
    ['database', () => database(core.get(Database))],
    ['storage', () => storage(core.get(Storage))],
    ['queue', () => queue(core.get(Jobs))],
    ['disk', () => disk(core.get<AppConfig>(appConfig.token).dataDir)],
  ];
  return Promise.all(
    checks.map(([check, examineOne]) =>
      examineOne().then(
        (finding) => ({ check, ...finding }),
        (error: unknown) => failed(check, error),
      ),
    ),
  );
}

function failed(check: string, error: unknown): Finding {
  return { check, isGood: false, says: error instanceof Error ? error.message : String(error) };
}

async function node() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return { isGood, says: `${process.version}, ${LEAST_NODE.join('.')} or newer is needed` };
}

async function database(db: Database) {
  const { engine, state, latencyMs, reason } = await db.health();
  return {
    isGood: state === 'up',
    says: reason ?? `${engine} answers in ${latencyMs} ms, schema of this version`,
  };
}

async function storage(files: Storage) {
  const key = `doctor/${randomUUID()}.txt`;
  const content = Buffer.from(key);
  await files.put(key, content, { contentType: 'text/plain' });
  const { stream } = await files.get(key);
  const isGood = (await buffer(stream)).equals(content);
  await files.delete(key);
  return {
    isGood,
    says: isGood ? 'wrote, read and deleted an object' : 'gave back something else than was written',
  };
}

async function queue(jobs: Jobs) {
  const { waiting, running, dead } = await jobs.stats();
  return { isGood: dead === 0, says: `${waiting} waiting, ${running} running, ${dead} dead` };
}

async function disk(dataDir: string) {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  return { isGood: free > LEAST_FREE_BYTES, says: `${Math.round(free / 1024 / 1024)} MB free in ${dataDir}` };
}
