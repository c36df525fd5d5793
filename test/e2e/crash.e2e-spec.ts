import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '#lib/config';
import { CreditsService } from '#lib/credits';
import { Database } from '#lib/database';
import { configDefinitions } from '../../apps/api/src/app.module.js';
import { createApp } from '../../apps/api/src/create-app.js';
import { Api, type GenerationView, type TestUser } from '../support/api.js';
import { type Ack, ask, type ChatEntry, connectChat } from '../support/chat-socket.js';
import {
  createTestDatabase,
  describeEachEngine,
  type TestDatabaseEnvironment,
} from '../support/databases.js';
import { emptyFolder, ProductProcess } from '../support/product-process.js';
import { waitUntil } from '../support/wait-until.js';

const SENDS = 200;
const GENERATIONS = 20;

describeEachEngine('kill -9 in the middle of 200 sends and 20 generations', (engine) => {
  let database: TestDatabaseEnvironment;
  let product: ProductProcess;
  let anna: TestUser;
  let boris: TestUser;
  const folder = emptyFolder();

  beforeAll(async () => {
    database = await createTestDatabase(engine);
    product = await ProductProcess.on(folder, {
      ...database.env,
      AUTH_BCRYPT_COST: '4',
      NODE_ENV: 'test',
      CREDITS_SIGNUP_BONUS: '100',
      GENERATION_OFFLINE_DELAY_MS: '40',
      LOG_LEVEL: 'error',
    });
    await product.start();
    const api = new Api(product.baseUrl);
    anna = await api.aUser('Anna');
    boris = await api.aUser('Boris');
  }, 60_000);
  afterAll(async () => {
    await product.end('SIGKILL');
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('loses nothing that was acknowledged', async () => {
    const api = new Api(product.baseUrl);
    const chat = await api.post<{ id: string }>(
      '/api/v1/chats',
      { type: 'direct', memberIds: [boris.id] },
      anna.token,
    );
    const chatId = chat.body.id;
    const socket = await connectChat(product.baseUrl, { token: anna.token });
    const acknowledged = new Map<string, number>();
    const accepted: string[] = [];

    const ordered = Array.from({ length: GENERATIONS }, async (_, index) => {
      const answer = await api.post<{ id: string }>(
        '/api/v1/generations',
        { kind: 'avatar', prompt: `explorer ${index}`, seed: index },
        anna.token,
        { 'idempotency-key': randomUUID() },
      );
      if (answer.status === 202) accepted.push(answer.body.id);
    });
    await waitUntil('half of the generations are accepted', () => accepted.length >= GENERATIONS / 2);
    const sends = Array.from({ length: SENDS }, async (_, index) => {
      const clientId = `message-${index}`;
      const ack = await ask<{ message: { seq: number } }>(socket, 'message.send', {
        chatId,
        clientId,
        text: clientId,
      });
      if (ack.ok) acknowledged.set(clientId, ack.message.seq);
    });
    await waitUntil('some of the messages are acknowledged', () => acknowledged.size >= SENDS / 4);
    await product.end('SIGKILL');
    socket.disconnect();
    await Promise.allSettled([...sends, ...ordered]);

    await product.start();
    const log = await api.get<{ items: ChatEntry[]; lastSeq: number }>(
      `/api/v1/chats/${chatId}/events?after=0&limit=500`,
      anna.token,
    );
    const created = log.body.items.filter(({ type }) => type === 'message.created');
    expect(log.body.items.map(({ seq }) => seq)).toEqual(
      Array.from({ length: log.body.lastSeq }, (_, index) => index + 1),
    );
    for (const [clientId, seq] of acknowledged) {
      expect(created.filter(({ data }) => data.clientId === clientId).map((entry) => entry.seq)).toEqual([
        seq,
      ]);
    }

    // The client's outbox sends again what it got no ack for; what was stored already is not stored twice.
    const back = await connectChat(product.baseUrl, { token: anna.token });
    for (let index = 0; index < SENDS; index += 1) {
      const clientId = `message-${index}`;
      const ack: Ack<{ message: { seq: number } }> = await ask(back, 'message.send', {
        chatId,
        clientId,
        text: clientId,
      });
      expect(ack).toMatchObject({ ok: true });
      if (acknowledged.has(clientId)) expect(ack.message.seq).toBe(acknowledged.get(clientId));
    }
    back.disconnect();
    const after = await api.get<{ items: ChatEntry[] }>(
      `/api/v1/chats/${chatId}/events?after=0&limit=500`,
      anna.token,
    );
    const clientIds = after.body.items
      .filter(({ type }) => type === 'message.created')
      .map(({ data }) => data.clientId);
    expect(new Set(clientIds).size).toBe(SENDS);
    expect(clientIds).toHaveLength(SENDS);

    const finals: GenerationView[] = [];
    for (const id of accepted) finals.push(await api.finishedGeneration(anna.token, id));
    for (const { status, credits, images } of finals) {
      expect(['succeeded', 'failed']).toContain(status);
      expect(credits).toEqual(
        status === 'succeeded'
          ? { reserved: 1, captured: 1, refunded: 0 }
          : { reserved: 1, captured: 0, refunded: 1 },
      );
      expect(images).toHaveLength(status === 'succeeded' ? 1 : 0);
    }
    await waitUntil('nothing is reserved any more', async () => {
      const { body } = await api.get<{ reserved: number }>('/api/v1/credits', anna.token);
      return body.reserved === 0;
    });
    const gallery = await api.get<{ total: number }>('/api/v1/gallery', anna.token);
    const { body: credits } = await api.get<{ balance: number }>('/api/v1/credits', anna.token);
    expect(credits.balance).toBe(100 - gallery.body.total);

    await product.end('SIGTERM');
    const environment = { ...database.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', APP_ROLE: 'api' };
    const app = await createApp(loadConfig(configDefinitions, environment));
    await app.init();
    await app.get(Database).whenReady();
    expect(await app.get(CreditsService).verify()).toEqual({ ok: true, sum: 0, mismatches: [] });
    await app.close();
  }, 120_000);
});
