import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BareKind } from './bare-store.js';
import { ChatLoad } from './chat-load.js';
import { BCRYPT_COST, type Dataset, seed } from './dataset.js';
import { type Engine, type EnginePlace, openPlace } from './engine-place.js';
import { loadHttp } from './http-load.js';
import type { ProcessResult, ScenarioResult } from './report.js';
import type { BenchSize } from './run.js';
import { requireSameAnswers } from './same-answers.js';
import type { BenchRoom, BenchUser, Measured, Scenario } from './scenario.js';
import { type Cores, ServerProcess } from './server-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The seeded database is started from several data folders, so its signing key cannot be sealed with a secret of one of them. */
const secret = { APP_SESSION_SECRET_KEY: randomBytes(32).toString('base64url') };
const IDLE_AFTER_MS = 3000;
const LIST = '/api/v1/gallery?type=avatar&favourite=true&limit=20';

interface Setting {
  folder: string;
  cores: Cores | null;
  size: BenchSize;
}

/** Everything on one engine. */
export async function benchEngine(
  engine: Engine,
  setting: Setting,
): Promise<{ scenarios: ScenarioResult[]; process: ProcessResult }> {
  mkdirSync(setting.folder, { recursive: true });
  const place = await openPlace(engine, setting.folder);
  try {
    console.log(`${engine}: seeding`);
    const url = await place.create();
    const dataset = await migrateAndSeed(place, url, setting);
    const starts = setting.size.only.has('start')
      ? await measureStarts(place, url, setting)
      : { seeded: [], empty: [] };
    return await benchServers(engine, { place, url, dataset, setting, starts });
  } finally {
    await place.close();
  }
}

/** How `npm start` starts it, with what the bench has to change. */
function startProduct(
  name: string,
  url: string,
  { folder, cores, size }: Setting,
  env: Record<string, string> = {},
) {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  return ServerProcess.start({
    name,
    folder: own,
    cores,
    args: () => [...profilerOf(name, size), ...productArguments()],
    env: (port) => ({
      APP_HOST: '127.0.0.1',
      APP_PORT: String(port),
      DATABASE_URL: url,
      DATA_DIR: join(own, 'data'),
      LOG_FORMAT: 'json',
      RATE_LIMITS: 'off',
      ...env,
    }),
  });
}

function profilerOf(name: string, { profileDir }: BenchSize): string[] {
  return profileDir !== null && name === 'product' ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
}

/** The flags and the file of the script `start`. */
function productArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [node, ...args] = scripts.start.split(' ');
  if (node !== 'node') throw new Error(`npm start does not start node: ${scripts.start}`);
  return args.map((arg) => (arg.startsWith('-') ? arg : join(root, arg)));
}

async function migrateAndSeed(place: EnginePlace, url: string, setting: Setting): Promise<Dataset> {
  const { server } = await startProduct('first', url, setting, secret);
  const writer = await place.writer(url);
  // The roles are made behind readiness, the administrator after them.
  while ((await writer.count('users')) === 0) await delay(50);
  await server.stop();
  const dataset = await seed(writer);
  await writer.close();
  return dataset;
}

async function measureStarts(
  place: EnginePlace,
  url: string,
  setting: Setting,
): Promise<ProcessResult['startMs']> {
  const times: ProcessResult['startMs'] = { seeded: [], empty: [] };
  for (let number = 0; number < setting.size.starts; number += 1) {
    for (const kind of ['seeded', 'empty'] as const) {
      const [database, env] = kind === 'seeded' ? [url, secret] : [await place.create(), {}];
      const { server, startMs } = await startProduct(`${kind}-${number}`, database, setting, env);
      times[kind].push(startMs);
      await server.stop();
    }
  }
  return times;
}

async function benchServers(
  engine: Engine,
  {
    place,
    url,
    dataset,
    setting,
    starts,
  }: {
    place: EnginePlace;
    url: string;
    dataset: Dataset;
    setting: Setting;
    starts: ProcessResult['startMs'];
  },
): Promise<{ scenarios: ScenarioResult[]; process: ProcessResult }> {
  const copies = { plain: place.share(url), tuned: place.share(url) };
  const fast = { ...secret, AUTH_BCRYPT_COST: String(BCRYPT_COST), AUTH_ACCESS_TTL: '7200' };
  const { server: product } = await startProduct('product', url, setting, fast);
  const servers = [product];
  try {
    await delay(IDLE_AFTER_MS);
    const idle = product.memoryMb();
    const users = await signIn(product, dataset);
    const plain = await startBare('plain', copies.plain, users, setting);
    servers.push(plain);
    const tuned = await startBare('tuned', copies.tuned, users, setting);
    servers.push(tuned);
    const idleMb = { product: idle, bare: plain.memoryMb() };
    const rooms = dataset.rooms.map(({ chatId, members }) => {
      return { chatId, members: members.map((member) => users[member]!) };
    });
    const owners = users.filter(({ itemIds }) => itemIds.length > 0);
    await requireSameAnswers(servers, owners, rooms[0]!, LIST);
    const bench = { product, plain, tuned };
    const scenarios: ScenarioResult[] = [];
    const chats = await connectRooms(servers, rooms, setting.size);
    for (const scenario of scenariosOf(owners, chats, setting.size.part)) {
      if (!setting.size.only.has(scenario.key)) continue;
      process.stdout.write(`${engine}: ${scenario.title}`);
      scenarios.push(await benchScenario(engine, scenario, bench, setting.size.rounds));
    }
    for (const load of chats.values()) load.close();
    const loadedMb = { product: product.memoryMb(), bare: plain.memoryMb() };
    return { scenarios, process: { engine, idleMb, loadedMb, startMs: starts } };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function signIn(product: ServerProcess, dataset: Dataset): Promise<BenchUser[]> {
  const users: BenchUser[] = [];
  for (const { id, email, password, itemIds } of dataset.users) {
    const response = await fetch(`${product.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (response.status !== 200) throw new Error(`login: ${response.status} ${await response.text()}`);
    const { accessToken } = (await response.json()) as { accessToken: string };
    users.push({ id, token: accessToken, itemIds });
  }
  return users;
}

async function startBare(
  kind: BareKind,
  url: string,
  users: readonly BenchUser[],
  { folder, cores }: Setting,
): Promise<ServerProcess> {
  const tokenFile = join(folder, 'tokens.json');
  writeFileSync(tokenFile, JSON.stringify(Object.fromEntries(users.map(({ id, token }) => [token, id]))));
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const { server } = await ServerProcess.start({
    name: `bare-${kind}`,
    folder,
    cores,
    args: (port) => [main, 'bare', url, kind, String(port), tokenFile],
    env: () => ({}),
  });
  return server;
}

type Chats = ReadonlyMap<ServerProcess, ChatLoad>;

async function connectRooms(
  servers: readonly ServerProcess[],
  rooms: readonly BenchRoom[],
  { only }: BenchSize,
): Promise<Chats> {
  const chats = new Map<ServerProcess, ChatLoad>();
  if (!only.has('chat')) return chats;
  for (const server of servers) chats.set(server, await ChatLoad.connect(server, rooms));
  return chats;
}

function scenariosOf(owners: readonly BenchUser[], chats: Chats, part: number): Scenario[] {
  const bearer = ({ token }: BenchUser) => ({ authorization: `Bearer ${token}` });
  const itemOf = ({ itemIds }: BenchUser) =>
    `/api/v1/gallery/${itemIds[Math.floor(Math.random() * itemIds.length)]}`;
  const amount = (full: number) => Math.round(full * part);
  return [
    {
      key: 'item',
      title: 'one gallery item by id',
      target: 1.5,
      amount: amount(6000),
      run: (server, count) =>
        loadHttp(
          server,
          owners,
          (user) => ({ method: 'GET', path: itemOf(user), headers: bearer(user) }),
          count,
        ),
    },
    {
      key: 'list',
      title: 'filtered list of 20 with total',
      target: 1.3,
      amount: amount(3000),
      run: (server, count) =>
        loadHttp(server, owners, (user) => ({ method: 'GET', path: LIST, headers: bearer(user) }), count),
    },
    {
      key: 'write',
      title: 'durable write',
      target: 1.4,
      amount: amount(3000),
      run: (server, count) =>
        loadHttp(
          server,
          owners,
          (user, number) => ({
            method: 'PATCH',
            path: itemOf(user),
            headers: { ...bearer(user), 'content-type': 'application/json' },
            body: JSON.stringify({ title: `Набережная ${number}` }),
          }),
          count,
        ),
    },
    {
      key: 'chat',
      title: 'durable chat message to 9',
      target: 1.5,
      amount: amount(2000),
      run: (server, count) => chats.get(server)!.send(count),
    },
  ];
}

/** Every server in turn, the product first in one round and last in the next. */
async function benchScenario(
  engine: Engine,
  scenario: Scenario,
  { product, plain, tuned }: Record<'product' | BareKind, ServerProcess>,
  rounds: number,
): Promise<ScenarioResult> {
  const servers = [product, plain, tuned];
  const results = new Map<ServerProcess, Measured[]>(servers.map((server) => [server, []]));
  // Until the compiler has seen enough: what is measured is a server that has been up for a while.
  for (const server of [...servers, ...servers, ...servers]) await scenario.run(server, scenario.amount);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? servers : servers.toReversed();
    for (const server of order) results.get(server)!.push(await scenario.run(server, scenario.amount));
    process.stdout.write('.');
  }
  process.stdout.write('\n');
  const { key, title, target, amount } = scenario;
  return {
    engine,
    scenario: { key, title, target, amount },
    product: results.get(product)!,
    bare: [plain, tuned].map((server) => ({
      kind: server.name.replace('bare-', ''),
      rounds: results.get(server)!,
    })),
  };
}
