import { ConsoleLogger, Global, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Actor } from '#lib/access';
import { Clock, ClockModule, ManualClock } from '#lib/clock';
import { appConfig, ConfigModule } from '#lib/config';
import { CreditsModule, CreditsService, creditsConfig } from '#lib/credits';
import { Database, DatabaseModule, databaseConfig, type DatabaseEngine, uuidv7 } from '#lib/database';
import { FilesModule, filesConfig, FilesService } from '#lib/files';
import { GenerationModule, generationConfig, GenerationService, type GenerationView } from '#lib/generation';
import { JobsModule, jobsConfig } from '#lib/jobs';
import { Realtime } from '#lib/realtime';
import { StorageModule, storageConfig } from '#lib/storage';
import { UserLifecycle, UsersModule, UsersService } from '#lib/users';
import { migrations } from '#migrations';
import type { ImageProvider } from '../../libs/generation/src/providers/image-provider.port.js';
import { ImageProviderRegistry } from '../../libs/generation/src/providers/image-provider.registry.js';
import { createTestDatabase } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';

/** One live update as it left for a user's devices. */
export interface SentUpdate {
  namespace: string;
  userId: string;
  event: string;
  payload: GenerationView;
}

/** Keeps what would go to sockets. */
class RecordingRealtime {
  readonly sent: SentUpdate[] = [];

  emitToUser(namespace: string, userId: string, event: string, payload: GenerationView): void {
    this.sent.push({ namespace, userId, event, payload: structuredClone(payload) });
  }
}

@Global()
@Module({ providers: [{ provide: Realtime, useClass: RecordingRealtime }], exports: [Realtime] })
class RecordingRealtimeModule {}

class SilentLogger extends ConsoleLogger {
  constructor() {
    super({ logLevels: process.env.KVARTAL_TEST_LOG ? undefined : [] });
  }
}

const definitions = [
  appConfig,
  databaseConfig,
  storageConfig,
  jobsConfig,
  filesConfig,
  creditsConfig,
  generationConfig,
];

/** Generation with everything below it, without HTTP and sockets. */
export interface GenerationHouse {
  module: TestingModule;
  db: Database;
  clock: ManualClock;
  generations: GenerationService;
  credits: CreditsService;
  sent: SentUpdate[];
  /** A provider by its class, also of the modules below. */
  get<T>(type: { prototype: T }): T;
  /** Somebody with this many credits. */
  anActor(credits?: number): Promise<Actor>;
  /** A file of the actor, from the bytes of a picture. */
  aFile(actor: Actor, bytes: Buffer): Promise<string>;
  /** Waits until the generation has ended. */
  ended(actor: Actor, id: string): Promise<GenerationView>;
  count(table: 'generations' | 'gallery_items' | 'files'): Promise<number>;
  close(): Promise<void>;
}

/** `jobs`: whether this process runs them. `provider` stands in for the offline one. */
export async function openHouse(
  engine: DatabaseEngine,
  options: { jobs: boolean; provider?: ImageProvider; env?: Record<string, string> },
): Promise<GenerationHouse> {
  const database = await createTestDatabase(engine);
  const env = {
    ...database.env,
    NODE_ENV: 'test',
    APP_ROLE: options.jobs ? 'worker' : 'api',
    CREDITS_SIGNUP_BONUS: '0',
    GENERATION_OFFLINE_SIMULATE: 'on',
    ...options.env,
  };
  const builder = Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(definitions, env),
      ClockModule,
      DatabaseModule.forRoot({ migrations }),
      StorageModule,
      options.jobs ? JobsModule.withTimings({ pollMs: 50, burialRetryMs: 50 }) : JobsModule,
      RecordingRealtimeModule,
      FilesModule,
      UsersModule,
      CreditsModule,
      GenerationModule,
    ],
  }).setLogger(new SilentLogger());
  if (!options.jobs) builder.overrideProvider(Clock).useValue(new ManualClock());
  if (options.provider) {
    builder.overrideProvider(ImageProviderRegistry).useValue(new ImageProviderRegistry([options.provider]));
  }
  const module = await builder.compile();
  await module.init();
  const db = module.get(Database, { strict: false });
  await db.whenReady();
  const get: GenerationHouse['get'] = <T>(type: { prototype: T }) =>
    module.get(type as Type<T>, { strict: false });
  const house: GenerationHouse = {
    module,
    db,
    clock: get(Clock) as ManualClock,
    generations: get(GenerationService),
    credits: get(CreditsService),
    sent: (get(Realtime) as unknown as RecordingRealtime).sent,
    get,
    anActor: (credits = 20) => makeActor(house, credits),
    aFile: (actor, bytes) => makeFile(house, actor, bytes),
    ended: (actor, id) =>
      waitUntil(`generation ${id} has ended`, async () => {
        const generation = await house.generations.get(actor, id, 'en');
        return generation.finishedAt === null ? null : generation;
      }),
    count: async (table) => {
      const sql = {
        generations: 'SELECT count(*) AS n FROM generations',
        gallery_items: 'SELECT count(*) AS n FROM gallery_items',
        files: 'SELECT count(*) AS n FROM files',
      };
      return (await db.queryOne<{ n: number }>(sql[table]))!.n;
    },
    close: async () => {
      await module.close();
      await database.remove();
    },
  };
  return house;
}

async function makeActor(house: GenerationHouse, credits: number): Promise<Actor> {
  const userId = await house.db.transaction(async () => {
    const email = `${uuidv7()}@example.com`;
    const user = await house.get(UsersService).create({ email, displayName: 'Vera' });
    await house.get(UserLifecycle).registered(user);
    return user.id;
  });
  if (credits > 0) await house.credits.grant(null, userId, { amount: credits, reason: 'for the test' });
  return {
    userId,
    roles: [],
    permissions: new Set(),
    sessionId: uuidv7(),
    expiresAt: Number.MAX_SAFE_INTEGER,
  };
}

async function makeFile(house: GenerationHouse, { userId: ownerId }: Actor, source: Buffer): Promise<string> {
  const files = house.get(FilesService);
  const stored = await files.storeImage({ ownerId, purpose: 'source', source });
  const { id } = await house.db.transaction(() => files.createRow(stored, { ownerId, purpose: 'source' }));
  return id;
}
