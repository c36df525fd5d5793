import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stops the Postgres of this run, if one was started, and removes the run's folder. */
// oxlint-disable-next-line import/no-default-export -- this is how jest finds it
export default async function tearDown() {
  const runDir = process.env.KVARTAL_TEST_RUN_DIR;
  if (!runDir) return;
  const pidFile = join(runDir, 'postgres.pid');
  if (existsSync(pidFile)) {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    kill(pid, 'SIGTERM');
    const deadline = Date.now() + 10_000;
    while (kill(pid, 0) && Date.now() < deadline) await sleep(20);
  }
  rmSync(runDir, { recursive: true, force: true, maxRetries: 5 });
}

function kill(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
