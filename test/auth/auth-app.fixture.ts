import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AccessGuard } from '#lib/access';
import { AdminAccounts, AuthHttpModule, AuthModule, authConfig } from '#lib/auth';
import { Clock, ClockModule, ManualClock } from '#lib/clock';
import { type AppConfig, appConfig, ConfigModule, loadConfig } from '#lib/config';
import { Database, DatabaseModule, type DatabaseEngine, databaseConfig } from '#lib/database';
import { FilesModule, filesConfig } from '#lib/files';
import { createHttpAdapter, setUpHttp } from '#lib/http';
import { JobsModule, jobsConfig } from '#lib/jobs';
import { AppLogger, type LoggingConfig, loggingConfig, LoggingModule } from '#lib/logging';
import { RealtimeModule, realtimeConfig } from '#lib/realtime';
import { StorageModule, storageConfig } from '#lib/storage';
import { UsersHttpModule } from '#lib/users';
import { migrations } from '../../migrations/index.js';
import { Api } from '../support/api.js';
import { createTestDatabase, type TestDatabaseEnvironment } from '../support/databases.js';

const configDefinitions = [
  appConfig,
  loggingConfig,
  databaseConfig,
  storageConfig,
  jobsConfig,
  realtimeConfig,
  filesConfig,
  authConfig,
];

/** The platform floor alone, listening, with a clock of its own. */
export interface AuthApp {
  app: NestFastifyApplication;
  api: Api;
  clock: ManualClock;
  db: Database;
  /** Every line it logged. */
  log: string[];
  close(): Promise<void>;
}

/** An app on a database of its own. */
export interface OwnAuthApp extends AuthApp {
  place: TestDatabaseEnvironment;
}

/** An administrator who signed in. */
export const ADMIN = { email: 'chief@example.com', password: 'tall towers of Kazan 7' };

/** One replica on the database at `place`; `environment` adds variables. Waits for the database. */
export async function startReplica(
  place: TestDatabaseEnvironment,
  environment: Record<string, string> = {},
): Promise<AuthApp> {
  const env = {
    ...place.env,
    NODE_ENV: 'test',
    LOG_LEVEL: 'trace',
    APP_ROLE: 'api',
    AUTH_BCRYPT_COST: '4',
    // News are looked for when a token is checked, so that nothing happens behind a test's back.
    AUTH_REVOCATION_POLL_MS: '5000',
    ...environment,
  };
  const values = loadConfig([appConfig, loggingConfig], env);
  const config = values.get(appConfig) as AppConfig;
  const log: string[] = [];
  const logger = new AppLogger(values.get(loggingConfig) as LoggingConfig, {
    write: (line) => log.push(line),
  });
  const clock = new ManualClock();

  @Module({
    imports: [
      ConfigModule.forRoot(configDefinitions, env),
      LoggingModule.forRoot(logger),
      ClockModule,
      DatabaseModule.forRoot({ migrations }),
      StorageModule,
      JobsModule,
      RealtimeModule,
      FilesModule,
      AuthModule,
      UsersHttpModule,
      AuthHttpModule,
    ],
    providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
  })
  class PlatformModule {}

  const module = await Test.createTestingModule({ imports: [PlatformModule] })
    .overrideProvider(Clock)
    .useValue(clock)
    .setLogger(logger)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter(config), {
    bodyParser: false,
    forceCloseConnections: true,
  });
  app.setGlobalPrefix('api/v1', { exclude: ['.well-known/*path'] });
  setUpHttp(app, { config, logger, observers: [] });
  await app.listen(0, '127.0.0.1');
  const db = app.get(Database);
  await db.whenReady();
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, api: new Api(`http://127.0.0.1:${port}`), clock, db, log, close: () => app.close() };
}

/** One replica on a fresh database. */
export async function startAuthApp(
  engine: DatabaseEngine,
  environment: Record<string, string> = {},
): Promise<OwnAuthApp> {
  const place = await createTestDatabase(engine);
  const replica = await startReplica(place, environment);
  return {
    ...replica,
    place,
    close: async () => {
      await replica.close();
      await place.remove();
    },
  };
}

/** Makes the administrator if there is none, and signs in: the access token. */
export async function anAdmin({ app, api }: AuthApp): Promise<string> {
  await app.get(AdminAccounts).ensureAdmin(ADMIN);
  return api.signIn(ADMIN.email, ADMIN.password);
}

/** What `user` gets for a refresh token. */
export interface TokensAnswer {
  accessToken: string;
  refreshToken: string;
  tokenType: string;
  expiresIn: number;
  code?: string;
}

export const refresh = (api: Api, refreshToken: string) =>
  api.post<TokensAnswer>('/api/v1/auth/refresh', { refreshToken });

export const me = (api: Api, token: string) =>
  api.get<{ id: string; email: string; code?: string; roles: string[]; permissions: string[] }>(
    '/api/v1/profile/me',
    token,
  );
