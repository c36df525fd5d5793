import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for the whole run. Postgres is started by the first spec that asks for it (databases.ts). */
// oxlint-disable-next-line import/no-default-export -- this is how jest finds it
export default function setUp() {
  const runDir = mkdtempSync(join(tmpdir(), 'kvartal-test-'));
  // The server runs as another user when this is root.
  chmodSync(runDir, 0o755);
  process.env.KVARTAL_TEST_RUN_DIR = runDir;
  process.env.KVARTAL_TEST_JEST_PID = String(process.pid);
}
