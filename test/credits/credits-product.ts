import { Global, Injectable, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AccessGuard, type Actor, ActorVerifier } from '#lib/access';
import { ClockModule } from '#lib/clock';
import { type AppConfig, appConfig, ConfigModule, loadConfig } from '#lib/config';
import { creditsConfig, CreditsHttpModule, CreditsModule, CreditsService } from '#lib/credits';
import { Database, databaseConfig, type DatabaseEngine, DatabaseModule } from '#lib/database';
import { filesConfig } from '#lib/files';
import { createHttpAdapter, setUpHttp } from '#lib/http';
import { IdempotencyModule } from '#lib/idempotency';
import { jobsConfig, JobsModule } from '#lib/jobs';
import { AppLogger, type LoggingConfig, loggingConfig } from '#lib/logging';
import { StorageModule, storageConfig } from '#lib/storage';
import { UserLifecycle, UsersModule, UsersService, UserViews } from '#lib/users';
import { migrations } from '../../migrations/index.js';
import { Api } from '../support/api.js';
import { createTestDatabase } from '../support/databases.js';

/** The libs that credits stand on, and credits, over HTTP and on a database of their own. */
export interface CreditsProduct {
  credits: CreditsService;
  db: Database;
  views: UserViews;
  /** A token is the id of its user; `<id>:<permission>` has that permission. */
  api: Api;
  /** Somebody new, with the sign-up bonus. Their id. */
  aUser(): Promise<string>;
  close(): Promise<void>;
}

/** The actor that the tokens of this product stand for. */
export function actorOf(token: string): Actor {
  const [userId = '', ...permissions] = token.split(':');
  return { userId, roles: [], permissions: new Set(permissions), sessionId: userId, expiresAt: Infinity };
}

@Injectable()
class TokenIsUser extends ActorVerifier {
  override verify(token: string): Actor {
    return actorOf(token);
  }
}

@Global()
@Module({ providers: [{ provide: ActorVerifier, useClass: TokenIsUser }], exports: [ActorVerifier] })
class TokenModule {}

const definitions = [
  appConfig,
  loggingConfig,
  databaseConfig,
  storageConfig,
  jobsConfig,
  filesConfig,
  creditsConfig,
];

let users = 0;

/** Starts it; `variables` are added to the environment. */
export async function startCredits(
  engine: DatabaseEngine,
  variables: Record<string, string> = {},
): Promise<CreditsProduct> {
  const database = await createTestDatabase(engine);
  const env = { ...database.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', APP_ROLE: 'api', ...variables };
  const values = loadConfig([appConfig, loggingConfig], env);
  const config = values.get(appConfig) as AppConfig;
  const logger = new AppLogger(values.get(loggingConfig) as LoggingConfig);
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(definitions, env),
      ClockModule,
      DatabaseModule.forRoot({ migrations }),
      IdempotencyModule,
      StorageModule,
      JobsModule,
      TokenModule,
      UsersModule,
      CreditsModule,
      CreditsHttpModule,
    ],
    providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
  })
    .setLogger(logger)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter(config), {
    bodyParser: false,
    forceCloseConnections: true,
  });
  app.setGlobalPrefix('api/v1');
  setUpHttp(app, { config, logger, observers: [] });
  await app.listen(0, '127.0.0.1');
  const db = app.get(Database);
  await db.whenReady();
  const { port } = app.getHttpServer().address() as { port: number };
  return {
    credits: app.get(CreditsService),
    db,
    views: app.get(UserViews),
    api: new Api(`http://127.0.0.1:${port}`),
    aUser: () =>
      db.transaction(async () => {
        users += 1;
        const user = await app
          .get(UsersService)
          .create({ email: `user${users}@example.com`, displayName: 'Vera' });
        await app.get(UserLifecycle).registered(user);
        return user.id;
      }),
    close: async () => {
      await app.close();
      await database.remove();
    },
  };
}
