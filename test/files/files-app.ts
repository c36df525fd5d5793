import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Global, Injectable, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessGuard, type Actor, ActorVerifier } from '#lib/access';
import { Clock, ManualClock } from '#lib/clock';
import { appConfig, type AppConfig, ConfigModule, loadConfig } from '#lib/config';
import { Database, databaseConfig, type DatabaseEngine, DatabaseModule, uuidv7 } from '#lib/database';
import { UnauthorizedError } from '#lib/errors';
import { FileLinks, filesConfig, FilesHttpModule, FilesService } from '#lib/files';
import { createHttpAdapter, setUpHttp } from '#lib/http';
import { IdempotencyModule } from '#lib/idempotency';
import { JobsModule, jobsConfig } from '#lib/jobs';
import { AppLogger, type LoggingConfig, loggingConfig } from '#lib/logging';
import { Storage, storageConfig, StorageModule } from '#lib/storage';
import { migrations } from '../../migrations/index.js';
import { createTestDatabase } from '../support/databases.js';

/** A token is the id of its user. */
@Injectable()
class TokenIsUser extends ActorVerifier {
  override verify(token: string): Actor {
    if (token.length !== 36) throw new UnauthorizedError();
    return { userId: token, roles: [], permissions: new Set(), sessionId: token, expiresAt: Infinity };
  }
}

/** An answer of `POST` or `GET /files`. */
export interface FileAnswer {
  id: string;
  purpose: string;
  contentType: string;
  size: number;
  width: number;
  height: number;
  sha256: string;
  thumbhash: string;
  url: string;
  variants: { thumb: string; medium: string };
  createdAt: string;
}

/** An upload as a test says it. `type` undefined: as the name says. */
export interface UploadOf {
  bytes: Uint8Array;
  name?: string;
  type?: string;
  purpose?: string;
}

/** Files alone, over HTTP, on a database and a folder of its own. */
export class FilesApp {
  readonly db: Database;
  readonly files: FilesService;
  readonly links: FileLinks;
  readonly storage: Storage;
  readonly clock: ManualClock;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly dataDir: string,
    readonly baseUrl: string,
    private readonly remove: () => Promise<void>,
  ) {
    this.db = app.get(Database);
    this.files = app.get(FilesService);
    this.links = app.get(FileLinks);
    this.storage = app.get(Storage);
    this.clock = app.get(Clock);
  }

  static async start(engine: DatabaseEngine, environment: Record<string, string> = {}): Promise<FilesApp> {
    const database = await createTestDatabase(engine);
    const env = { ...database.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', ...environment };
    const values = loadConfig([appConfig, loggingConfig], env);
    const config = values.get(appConfig) as AppConfig;
    const logger = new AppLogger(values.get(loggingConfig) as LoggingConfig);

    @Global()
    @Module({ providers: [{ provide: Clock, useValue: new ManualClock() }], exports: [Clock] })
    class ManualClockModule {}

    @Module({
      imports: [
        ConfigModule.forRoot([appConfig, databaseConfig, storageConfig, jobsConfig, filesConfig], env),
        ManualClockModule,
        DatabaseModule.forRoot({ migrations }),
        IdempotencyModule,
        StorageModule,
        JobsModule.withTimings({ pollMs: 50 }),
        FilesHttpModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: ActorVerifier, useClass: TokenIsUser },
      ],
    })
    class FilesTestModule {}

    const app = await NestFactory.create<NestFastifyApplication>(FilesTestModule, createHttpAdapter(config), {
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
    return new FilesApp(app, config.dataDir, `http://127.0.0.1:${port}`, database.remove);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.remove();
  }

  /** The id, and token, of somebody new. */
  async aUser(): Promise<string> {
    const id = uuidv7();
    await this.db.execute(
      `INSERT INTO users (id, email, display_name, locale, created_at, updated_at) VALUES ($1, $2, 'Vera', 'en', 1, 1)`,
      [id, `${id}@example.com`],
    );
    return id;
  }

  fetch(path: string, options: { token?: string; method?: string; headers?: Record<string, string> } = {}) {
    const { token, method = 'GET', headers = {} } = options;
    return fetch(this.baseUrl + path, {
      method,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    });
  }

  post(token: string, upload: UploadOf, headers: Record<string, string> = {}, query = ''): Promise<Response> {
    const { bytes, name = 'picture.png', type, purpose = 'photo' } = upload;
    const form = new FormData();
    if (purpose) form.append('purpose', purpose);
    form.append('file', new Blob([new Uint8Array(bytes)], { type: type ?? typeByName(name) }), name);
    return this.postForm(token, form, query, headers);
  }

  postForm(
    token: string,
    form: FormData,
    query = '',
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const init = { method: 'POST', headers: { authorization: `Bearer ${token}`, ...headers }, body: form };
    return fetch(`${this.baseUrl}/api/v1/files${query}`, init);
  }

  /** Uploads what must be taken. */
  async upload(token: string, upload: UploadOf): Promise<FileAnswer> {
    const response = await this.post(token, upload);
    const body = (await response.json()) as FileAnswer;
    if (response.status !== 201) throw new Error(`${response.status} ${JSON.stringify(body)}`);
    return body;
  }

  async bytesOf(path: string, token?: string): Promise<Buffer> {
    const response = await this.fetch(path, { token });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** What lies in the folders: stored objects, drafts of objects, spooled uploads. */
  async onDisk(): Promise<{ objects: number; drafts: number; spooled: number }> {
    let objects = 0;
    for await (const _ of this.storage.list('')) objects += 1;
    const count = async (...path: string[]) => (await readdir(join(this.dataDir, ...path))).length;
    return { objects, drafts: await count('storage', '.drafts'), spooled: await count('tmp', 'uploads') };
  }

  async rows(): Promise<number> {
    return Number((await this.db.queryOne<{ n: number }>('SELECT count(*) AS n FROM files'))?.n);
  }
}

function typeByName(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return extension === 'pdf' ? 'application/pdf' : `image/${extension === 'jpg' ? 'jpeg' : extension}`;
}
