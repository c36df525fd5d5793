import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import sharp from 'sharp';
import type { TestUser } from '../support/api.js';
import { ask, type ChatEntry, connectChat } from '../support/chat-socket.js';
import { describeEachEngine } from '../support/databases.js';
import { type Product, startProduct } from '../support/product.js';
import { waitUntil } from '../support/wait-until.js';

describeEachEngine('what a newcomer does (A1, A7)', (engine) => {
  let product: Product;
  let anna: TestUser;
  let boris: TestUser;

  beforeAll(async () => {
    product = await startProduct(engine);
    anna = await product.api.aUser('Anna');
    boris = await product.api.aUser('Boris');
  });
  afterAll(() => product.close());

  it('reads their own profile with credits and permissions', async () => {
    const { body } = await product.api.get('/api/v1/profile/me', anna.token);
    expect(body).toMatchObject({
      id: anna.id,
      email: anna.email,
      displayName: 'Anna',
      credits: 20,
      roles: ['user'],
      avatarUrl: null,
    });
  });

  it('uploads a photo, generates an avatar, finds it in the gallery and wears it', async () => {
    const { api } = product;
    const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#447799' } })
      .jpeg()
      .toBuffer();
    const photo = await api.upload(anna.token, picture, 'view.jpg', 'image/jpeg', 'photo');
    expect(photo).toMatchObject({
      status: 201,
      body: { purpose: 'photo', width: 640, height: 480, contentType: 'image/jpeg' },
    });

    const order = await api.post<{ id: string; creditsReserved: number }>(
      '/api/v1/generations',
      { kind: 'avatar', prompt: 'a city explorer', seed: 3 },
      anna.token,
    );
    expect(order).toMatchObject({ status: 202, body: { kind: 'avatar', creditsReserved: 1 } });
    const done = await api.finishedGeneration(anna.token, order.body.id);
    expect(done).toMatchObject({ status: 'succeeded', credits: { reserved: 1, captured: 1, refunded: 0 } });
    const [image] = done.images;
    if (!image) throw new Error('no image');

    const content = Buffer.from(await (await fetch(product.baseUrl + image.url)).arrayBuffer());
    expect(await sharp(content).metadata()).toMatchObject({
      format: 'png',
      width: image.width,
      height: image.height,
    });

    const gallery = await api.get<{ items: { id: string }[]; total: number }>(
      '/api/v1/gallery?type=avatar',
      anna.token,
    );
    expect(gallery.body).toMatchObject({
      total: 1,
      items: [{ id: image.id, prompt: 'a city explorer', favourite: false }],
    });
    expect((await api.get('/api/v1/gallery', boris.token)).body).toMatchObject({ total: 0, items: [] });
    expect((await api.get(`/api/v1/gallery/${image.id}`, boris.token)).status).toBe(404);

    const worn = await api.call('PATCH', '/api/v1/profile', {
      token: anna.token,
      body: { avatarFileId: image.fileId },
    });
    expect(worn.status).toBe(200);
    const seen = await api.get<{ avatarUrl: string }>(`/api/v1/users/${anna.id}`, boris.token);
    expect(seen.body).toMatchObject({ id: anna.id, displayName: 'Anna' });
    expect((await fetch(product.baseUrl + seen.body.avatarUrl)).headers.get('content-type')).toMatch(
      /^image\//,
    );

    expect((await api.get('/api/v1/credits', anna.token)).body).toEqual({ balance: 19, reserved: 0 });
    const ledger = await api.get<{ items: { type: string; amount: number }[] }>(
      '/api/v1/credits/ledger',
      anna.token,
    );
    expect(ledger.body.items.map(({ type }) => type)).toEqual(['capture', 'reserve', 'signup_bonus']);
    expect(ledger.body.items.reduce((sum, { amount }) => sum + amount, 0)).toBe(19);
  });

  it('chats with a friend, live and after a reconnect', async () => {
    const { api, baseUrl } = product;
    const chat = await api.post<{ id: string }>(
      '/api/v1/chats',
      { type: 'direct', memberIds: [boris.id] },
      anna.token,
    );
    expect(chat.status).toBe(201);
    const again = await api.post<{ id: string }>(
      '/api/v1/chats',
      { type: 'direct', memberIds: [anna.id] },
      boris.token,
    );
    expect(again).toMatchObject({ status: 200, body: { id: chat.body.id } });
    const chatId = chat.body.id;

    const heard: ChatEntry[] = [];
    const a = await connectChat(baseUrl, { token: anna.token });
    let b: Socket = await connectChat(baseUrl, { token: boris.token });
    b.on('chat.event', (entry: ChatEntry) => heard.push(entry));
    await ask(a, 'chat.join', { chatId });
    const joined = await ask<{ lastSeq: number }>(b, 'chat.join', { chatId, afterSeq: 0 });
    expect(joined.ok).toBe(true);

    const sent = await ask<{ message: { id: string; seq: number } }>(a, 'message.send', {
      chatId,
      clientId: 'c-1',
      text: 'hello',
    });
    expect(sent).toMatchObject({
      ok: true,
      message: { seq: joined.lastSeq + 1, text: 'hello', senderId: anna.id },
    });
    const repeated = await ask<{ message: { id: string } }>(a, 'message.send', {
      chatId,
      clientId: 'c-1',
      text: 'again',
    });
    expect(repeated.message.id).toBe(sent.message.id);
    await waitUntil('the friend hears it', () => heard.length > 0);
    expect(heard).toMatchObject([
      { chatId, seq: sent.message.seq, type: 'message.created', data: { text: 'hello' } },
    ]);

    b.disconnect();
    await api.post(`/api/v1/chats/${chatId}/messages`, { clientId: 'c-2', text: 'over REST' }, anna.token);
    b = await connectChat(baseUrl, { token: boris.token });
    const back = await ask<{ events: ChatEntry[] }>(b, 'chat.join', { chatId, afterSeq: sent.message.seq });
    expect(back.events).toMatchObject([{ seq: sent.message.seq + 1, data: { text: 'over REST' } }]);
    a.disconnect();
    b.disconnect();
  });

  it('signs out, and the token is dead at once', async () => {
    const { api } = product;
    const clara = await api.aUser('Clara');
    const socket = await connectChat(product.baseUrl, { token: clara.token });
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    expect((await api.post('/api/v1/auth/logout', undefined, clara.token)).status).toBe(204);
    expect((await api.get('/api/v1/profile/me', clara.token)).status).toBe(401);
    expect((await api.post('/api/v1/auth/refresh', { refreshToken: clara.refreshToken })).status).toBe(401);
    await closed;
  });
});
