import { deepStrictEqual } from 'node:assert';
import { connectChats } from './chat-load.js';
import type { BenchRoom, BenchUser } from './scenario.js';
import type { ServerProcess } from './server-process.js';

const SAMPLES = 5;

/** A wrong answer is not fast: throws unless all servers answer alike. What they may make themselves (signatures, new ids, times) is masked. */
export async function requireSameAnswers(
  servers: readonly ServerProcess[],
  users: readonly BenchUser[],
  room: BenchRoom,
  listPath: string,
): Promise<void> {
  const owners = users.slice(0, SAMPLES);
  const itemOf = ({ itemIds }: BenchUser) => `/api/v1/gallery/${itemIds[SAMPLES]}`;
  await compare(servers, (server) =>
    Promise.all(owners.flatMap((user) => [ask(server, user, itemOf(user)), ask(server, user, listPath)])),
  );
  // After all reads: on Postgres the servers share their rows.
  await compare(servers, (server) =>
    Promise.all(owners.map((user) => ask(server, user, itemOf(user), { title: 'Проспект "Мира"' }))),
  );
  await compare(servers, (server) => chatAnswers(server, room));
}

async function compare(
  servers: readonly ServerProcess[],
  answersOf: (server: ServerProcess) => Promise<unknown>,
): Promise<void> {
  const first = await answersOf(servers[0]!);
  for (const server of servers.slice(1)) {
    const message = `${server.name} answers otherwise than ${servers[0]!.name}`;
    deepStrictEqual({ message, answers: await answersOf(server) }, { message, answers: first });
  }
}

async function ask(
  server: ServerProcess,
  { token }: BenchUser,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(server.url + path, {
    method: body ? 'PATCH' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (response.status !== 200)
    throw new Error(`${server.name}: ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text.replaceAll(/exp=\d+&sig=[\w-]+/g, 'signed'));
}

/** Ack of a send, and what the sender and another member hear of it. */
async function chatAnswers(server: ServerProcess, { chatId, members }: BenchRoom): Promise<unknown> {
  const [sender, other] = await Promise.all(
    members.slice(0, 2).map((member) => connectChats(server.url, member.token)),
  );
  const joined = await Promise.all(
    [sender!, other!].map((socket) => socket.emitWithAck('chat.join', { chatId })),
  );
  const heard = Promise.all(
    [sender!, other!].map((socket) => new Promise((resolve) => socket.once('chat.event', resolve))),
  );
  const clientId = `${server.name}-${process.pid}-${Date.now()}`;
  const ack: unknown = await sender!.emitWithAck('message.send', {
    chatId,
    clientId,
    text: 'Тот же "ответ"',
  });
  const answers = { joined, ack, heard: await heard };
  for (const socket of [sender!, other!]) socket.disconnect();
  return JSON.parse(JSON.stringify(answers, masked));
}

const ownMaking = new Set(['id', 'seq', 'lastSeq', 'clientId', 'at', 'createdAt']);

function masked(key: string, value: unknown): unknown {
  return ownMaking.has(key) && value !== null ? typeof value : value;
}
