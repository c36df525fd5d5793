import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { ApiClient } from './api-client.js';
import { ChatSession } from './chat-session.js';

interface SignedIn {
  user: { id: string; displayName: string; credits: number };
  accessToken: string;
}
interface Generation {
  id: string;
  status: string;
  progress: number;
  images: { id: string; url: string; width: number; height: number; fileId: string }[];
  credits: { reserved: number; captured: number; refunded: number };
  error?: { code: string; message: string };
}

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    out: { type: 'string', default: 'demo-output' },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

function must(condition: boolean, expectation: string): void {
  if (!condition) throw new Error(`Wrong answer: ${expectation}`);
}

async function register(api: ApiClient, displayName: string): Promise<SignedIn> {
  const run = randomUUID().slice(0, 8);
  return api.post<SignedIn>(
    '/api/v1/auth/register',
    {
      email: `${displayName.toLowerCase()}.${run}@example.com`,
      password: `walk-the-city-${run}`,
      displayName,
    },
    201,
  );
}

async function aPhoto(): Promise<Blob> {
  const sky = `<svg width="1600" height="1200"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="#f4a261"/>
    <stop offset="1" stop-color="#264653"/></linearGradient></defs><rect width="1600" height="1200" fill="url(#g)"/>
    <circle cx="1180" cy="420" r="120" fill="#ffe8c2"/><path d="M0 900 L500 620 L820 860 L1200 560 L1600 880 V1200 H0Z" fill="#1d3540"/></svg>`;
  return new Blob([new Uint8Array(await sharp(Buffer.from(sky)).jpeg().toBuffer())], { type: 'image/jpeg' });
}

async function finished(api: ApiClient, id: string): Promise<Generation> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const generation = await api.get<Generation>(`/api/v1/generations/${id}`);
    if (!['queued', 'running'].includes(generation.status)) return generation;
    await delay(100);
  }
  throw new Error(`Generation ${id} did not end`);
}

async function demo(): Promise<void> {
  const guest = new ApiClient(options.url);
  say(`Kvartal at ${options.url}`);
  const ready = await guest.get<{ status: string }>('/health/ready');
  must(ready.status === 'ok', `/health/ready says ${ready.status}`);

  const refusal = await guest.refusalOf('/api/v1/profile/me');
  must(
    refusal.status === 401 && refusal.code === 'auth.unauthorized',
    'a stranger is told 401 auth.unauthorized',
  );
  say(`1. Without a token: ${refusal.status} ${refusal.code}`);

  const anna = await register(guest, 'Anna');
  const boris = await register(guest, 'Boris');
  const api = guest.withToken(anna.accessToken);
  must(anna.user.credits > 0, 'a newcomer has credits');
  say(`2. Anna and Boris registered; Anna has ${anna.user.credits} credits`);

  const form = new FormData();
  form.append('purpose', 'photo');
  form.append('file', await aPhoto(), 'sunset.jpg');
  const photo = await api.upload<{ id: string; width: number; height: number; variants: { thumb: string } }>(
    '/api/v1/files',
    form,
  );
  must(photo.width === 1600 && photo.height === 1200, 'the photo keeps its size');
  const thumb = await guest.download(photo.variants.thumb);
  const thumbSize = await sharp(thumb.bytes).metadata();
  must(thumbSize.width === 256 && thumb.contentType === 'image/webp', 'the thumb is a WebP 256 wide');
  say(
    `3. Photo uploaded: ${photo.width} x ${photo.height}, thumb ${thumbSize.width} x ${thumbSize.height} ${thumb.contentType}`,
  );

  const key = randomUUID();
  const order = { kind: 'avatar', prompt: 'a cheerful city explorer in blue', seed: 7 };
  const accepted = await api.post<Generation>('/api/v1/generations', order, 202, { 'idempotency-key': key });
  const again = await api.post<Generation>('/api/v1/generations', order, 202, { 'idempotency-key': key });
  must(again.id === accepted.id, 'the same key twice is one generation');
  const done = await finished(api, accepted.id);
  must(done.status === 'succeeded', `the avatar is drawn (${done.error?.message ?? done.status})`);
  const avatar = done.images[0];
  if (!avatar) throw new Error('Wrong answer: a finished generation has an image');
  const { bytes } = await guest.download(avatar.url);
  const drawn = await sharp(bytes).metadata();
  must(drawn.format === 'png' && drawn.width === avatar.width, 'the avatar is a PNG of the size it says');
  await mkdir(options.out, { recursive: true });
  await writeFile(`${options.out}/avatar.png`, bytes);
  say(`4. Avatar generated: ${drawn.width} x ${drawn.height} PNG, saved as ${options.out}/avatar.png`);

  const gallery = await api.get<{ items: { id: string }[]; total: number }>('/api/v1/gallery?type=avatar');
  must(gallery.total === 1 && gallery.items[0]?.id === avatar.id, 'the gallery holds that one avatar');
  await api.put(`/api/v1/gallery/${avatar.id}/favourite`);
  const stats = await api.get<{ total: number; favourites: number }>('/api/v1/gallery/stats');
  must(stats.total === 1 && stats.favourites === 1, 'the statistics count it');
  await api.patch('/api/v1/profile', { avatarFileId: avatar.fileId });
  const credits = await api.get<{ balance: number; reserved: number }>('/api/v1/credits');
  must(credits.balance === anna.user.credits - 1 && credits.reserved === 0, 'it cost one credit');
  say(`5. In the gallery, favourite, set as avatar; ${credits.balance} credits left`);

  const chat = await api.post<{ id: string }>(
    '/api/v1/chats',
    { type: 'direct', memberIds: [boris.user.id] },
    201,
  );
  const annaSocket = await ChatSession.open(options.url, anna.accessToken);
  const borisSocket = await ChatSession.open(options.url, boris.accessToken);
  await annaSocket.ask('chat.join', { chatId: chat.id, afterSeq: 0 });
  const joined = await borisSocket.ask<{ lastSeq: number }>('chat.join', { chatId: chat.id, afterSeq: 0 });
  const hello = { chatId: chat.id, clientId: randomUUID(), text: 'Look, I have a new face!' };
  const sent = await annaSocket.ask<{ message: { id: string; seq: number } }>('message.send', hello);
  const repeated = await annaSocket.ask<{ message: { id: string } }>('message.send', hello);
  must(repeated.message.id === sent.message.id, 'the same clientId twice is one message');
  await borisSocket.waitFor((entry) => entry.data.text === hello.text);
  await borisSocket.ask('message.send', {
    chatId: chat.id,
    clientId: randomUUID(),
    text: 'Suits you. See you at the bridge!',
  });
  await annaSocket.waitFor((entry) => entry.data.senderId === boris.user.id);
  borisSocket.close();
  await annaSocket.ask('message.send', { chatId: chat.id, clientId: randomUUID(), text: 'At six?' });
  const back = await ChatSession.open(options.url, boris.accessToken);
  const missed = await back.ask<{ events: { seq: number }[]; lastSeq: number }>('chat.join', {
    chatId: chat.id,
    afterSeq: joined.lastSeq + 2,
  });
  must(
    missed.events.length === 1 && missed.lastSeq === joined.lastSeq + 3,
    'who comes back gets just what was missed',
  );
  say(`6. Chat: two messages live, one caught up after a reconnect (log at ${missed.lastSeq})`);
  annaSocket.close();
  back.close();
  say('All answers were right.');
}

demo().catch((error: unknown) => {
  const isRefused = error instanceof TypeError && error.message === 'fetch failed';
  const hint = isRefused
    ? `Nothing answers at ${options.url}: run npm start first, or give --url.`
    : String(error);
  process.stderr.write(`The demo failed. ${hint}\n`);
  process.exit(1);
});
