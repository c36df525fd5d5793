import { randomUUID } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { io, type Socket } from 'socket.io-client';
import { AccessGuard, type Actor, ActorVerifier } from '#lib/access';
import { ChatHttpModule, ChatSocketModule } from '#lib/chat';
import { ClockModule } from '#lib/clock';
import { type AppConfig, appConfig, ConfigModule, loadConfig } from '#lib/config';
import { Database, DatabaseModule, type DatabaseEngine, databaseConfig } from '#lib/database';
import { UnauthorizedError } from '#lib/errors';
import { filesConfig } from '#lib/files';
import { createHttpAdapter, setUpHttp } from '#lib/http';
import { IdempotencyModule } from '#lib/idempotency';
import { JobsModule, jobsConfig } from '#lib/jobs';
import { AppLogger, type LoggingConfig, loggingConfig, LoggingModule } from '#lib/logging';
import { Realtime, RealtimeModule, realtimeConfig } from '#lib/realtime';
import { StorageModule, storageConfig } from '#lib/storage';
import { UsersService } from '#lib/users';
import { migrations } from '../../migrations/index.js';
import { type Answer, Api } from '../support/api.js';
import { createTestDatabase, type TestDatabaseEnvironment } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';

const definitions = [
  appConfig,
  loggingConfig,
  databaseConfig,
  storageConfig,
  jobsConfig,
  realtimeConfig,
  filesConfig,
];

/** A log entry as clients see it. */
export interface Entry {
  chatId: string;
  seq: number;
  type: string;
  data: Record<string, unknown> & { id: string; text?: string | null };
  at: string;
}

/** A message as clients see it. */
export interface MessageView {
  id: string;
  seq: number;
  clientId: string;
  senderId: string;
  text: string | null;
  attachments: { id: string; url: string }[];
  replyTo: string | null;
  editedAt: string | null;
  deletedAt: string | null;
}

/** The ack of any event. */
export interface Ack {
  ok: boolean;
  error?: { code: string; message: string; requestId: string };
  events: Entry[];
  lastSeq: number;
  hasMore: boolean;
  resync?: boolean;
  message: MessageView;
  seq: number;
  unread: number;
}

/** Says who holds a token: the token is the user's id and a number. */
class TokenByName extends ActorVerifier {
  verify(token: string): Actor {
    const [userId = '', sessionId] = token.split('/');
    if (!sessionId) throw new UnauthorizedError();
    return { userId, roles: [], permissions: new Set(), sessionId, expiresAt: Date.now() + 900_000 };
  }
}

/** Chats over HTTP and sockets, with everything below them, on a database of their own. */
export class ChatApp {
  private readonly sockets: Socket[] = [];
  private people = 0;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    private readonly place: TestDatabaseEnvironment,
  ) {}

  static async start(engine: DatabaseEngine): Promise<ChatApp> {
    const place = await createTestDatabase(engine);
    const env = {
      ...place.env,
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      APP_ROLE: 'api',
      RATE_LIMITS: 'off',
      APP_SESSION_SECRET_KEY: 'a secret that only the tests know 42',
    };
    const values = loadConfig([appConfig, loggingConfig], env);
    const config = values.get(appConfig) as AppConfig;
    const logger = new AppLogger(values.get(loggingConfig) as LoggingConfig);
    @Global()
    @Module({ providers: [{ provide: ActorVerifier, useClass: TokenByName }], exports: [ActorVerifier] })
    class TokenModule {}
    @Module({
      imports: [
        ConfigModule.forRoot(definitions, env),
        LoggingModule.forRoot(logger),
        ClockModule,
        DatabaseModule.forRoot({ migrations }),
        IdempotencyModule,
        StorageModule,
        JobsModule,
        RealtimeModule,
        TokenModule,
        ChatHttpModule,
        ChatSocketModule,
      ],
      providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
    })
    class AppModule {}
    const app = await NestFactory.create<NestFastifyApplication>(AppModule, createHttpAdapter(config), {
      logger,
      bodyParser: false,
      abortOnError: false,
      forceCloseConnections: true,
    });
    app.setGlobalPrefix('api/v1');
    setUpHttp(app, { config, logger, observers: [] });
    await app.listen(0, '127.0.0.1');
    await app.get(Database).whenReady();
    const { port } = app.getHttpServer().address() as { port: number };
    return new ChatApp(app, `http://127.0.0.1:${port}`, place);
  }

  get db(): Database {
    return this.app.get(Database);
  }

  get realtime(): Realtime {
    return this.app.get(Realtime);
  }

  /** Somebody new. */
  async aPerson(name = 'somebody'): Promise<Person> {
    this.people += 1;
    const users = this.app.get(UsersService);
    const { id } = await this.db.transaction(() =>
      users.create({ email: `${name}.${this.people}@example.com`, displayName: name }),
    );
    return new Person(this, id);
  }

  async crowd(count: number): Promise<Person[]> {
    const people: Person[] = [];
    while (people.length < count) people.push(await this.aPerson());
    return people;
  }

  /** How many statements `act` costs: the least of three times, for the job scheduler looks into the database too. */
  async statementsOf(act: () => Promise<unknown>): Promise<number> {
    const counts: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const before = this.db.statementCount;
      await act();
      counts.push(this.db.statementCount - before);
    }
    return Math.min(...counts);
  }

  /** A device in `/chats` that has heard everything since it connected, or the refusal. */
  async connect(auth: object, options: object = {}): Promise<Device> {
    const defaults = { transports: ['websocket'], reconnection: false, forceNew: true };
    const socket = io(`${this.url}/chats`, { auth, ...defaults, ...options });
    const device = new Device(socket);
    this.sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return device;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    await this.app.close();
    await this.place.remove();
  }
}

/** A user who speaks REST and opens sockets. */
export class Person {
  private readonly api: Api;

  constructor(
    private readonly app: ChatApp,
    readonly id: string,
  ) {
    this.api = new Api(`${app.url}/api/v1`);
  }

  /** A new token, of a session of its own. */
  get token(): string {
    return `${this.id}/${randomUUID()}`;
  }

  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>> {
    return this.api.call<T>(method, path, { token: this.token, body, ...(headers ? { headers } : {}) });
  }

  /** The body of an answer that must be good. */
  async ask<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async aGroup(members: readonly Person[] = [], title = 'A group'): Promise<string> {
    const memberIds = members.map(({ id }) => id);
    return (await this.ask<{ id: string }>('POST', '/chats', { type: 'group', memberIds, title })).id;
  }

  send(chatId: string, text: string, clientId = randomUUID() as string): Promise<MessageView> {
    return this.ask('POST', `/chats/${chatId}/messages`, { clientId, text });
  }

  /** The whole log of a chat. */
  async log(chatId: string): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (;;) {
      const after = entries.at(-1)?.seq ?? 0;
      const path = `/chats/${chatId}/events?after=${after}&limit=500`;
      const { items, hasMore } = await this.ask<{ items: Entry[]; hasMore: boolean }>('GET', path);
      entries.push(...items);
      if (!hasMore) return entries;
    }
  }

  device(): Promise<Device> {
    return this.app.connect({ token: this.token });
  }
}

/** A connected client that remembers what it heard. */
export class Device {
  readonly entries: Entry[] = [];
  readonly heard: { event: string; body: Record<string, unknown> }[] = [];

  constructor(readonly socket: Socket) {
    socket.onAny((event: string, body: Record<string, unknown>) => {
      if (event === 'chat.event') this.entries.push(body as unknown as Entry);
      else this.heard.push({ event, body });
    });
  }

  ask(event: string, payload: unknown): Promise<Ack> {
    return this.socket.timeout(10_000).emitWithAck(event, payload) as Promise<Ack>;
  }

  async join(chatId: string, afterSeq?: number): Promise<Ack> {
    const ack = await this.ask('chat.join', afterSeq === undefined ? { chatId } : { chatId, afterSeq });
    if (!ack.ok) throw new Error(JSON.stringify(ack));
    return ack;
  }

  async say(chatId: string, text: string, clientId = randomUUID() as string): Promise<MessageView> {
    const ack = await this.ask('message.send', { chatId, clientId, text });
    if (!ack.ok) throw new Error(JSON.stringify(ack));
    return ack.message;
  }

  seqs(): number[] {
    return this.entries.map(({ seq }) => seq);
  }

  untilSeq(seq: number): Promise<unknown> {
    return waitUntil(`entry ${seq} has come`, () => (this.entries.at(-1)?.seq ?? 0) >= seq);
  }

  /** The bodies of an event that was heard so far. */
  bodiesOf(event: string): Record<string, unknown>[] {
    return this.heard.filter((one) => one.event === event).map(({ body }) => body);
  }

  until(event: string, matches: (body: Record<string, unknown>) => boolean = () => true): Promise<unknown> {
    return waitUntil(`${event} has come`, () => this.bodiesOf(event).some(matches));
  }
}

/** How many answers had which status. */
export function statusCounts(answers: readonly { status: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
