import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from '#lib/access';
import { AuthHttpModule, AuthModule, authConfig } from '#lib/auth';
import { ChatHttpModule, ChatModule, ChatSocketModule } from '#lib/chat';
import { ClockModule } from '#lib/clock';
import { appConfig, type ConfigDefinition, ConfigModule, type Configuration } from '#lib/config';
import { CreditsHttpModule, CreditsModule, creditsConfig } from '#lib/credits';
import { DatabaseModule, databaseConfig } from '#lib/database';
import { FilesHttpModule, FilesModule, filesConfig } from '#lib/files';
import {
  GenerationHttpModule,
  GenerationModule,
  GenerationSocketModule,
  generationConfig,
} from '#lib/generation';
import { HealthModule } from '#lib/health';
import { UnknownQueryGuard } from '#lib/http';
import { IdempotencyModule } from '#lib/idempotency';
import { jobsConfig, JobsModule } from '#lib/jobs';
import { type AppLogger, LoggingModule, loggingConfig } from '#lib/logging';
import { MonitoringModule, monitoringConfig } from '#lib/monitoring';
import { RealtimeModule, realtimeConfig } from '#lib/realtime';
import { StorageModule, storageConfig } from '#lib/storage';
import { UsersHttpModule, UsersModule } from '#lib/users';
import { migrations } from '#migrations';
import { firstRunConfig } from './first-run.config.js';
import { Vitals } from './vitals.js';

/** Every variable the product reads, by lib. `.env.example` is made from it. */
export const configDefinitions: readonly ConfigDefinition[] = [
  appConfig,
  firstRunConfig,
  loggingConfig,
  databaseConfig,
  storageConfig,
  jobsConfig,
  realtimeConfig,
  filesConfig,
  authConfig,
  monitoringConfig,
  creditsConfig,
  generationConfig,
];

/** The product: libs from the lowest floor up. */
@Module({})
export class AppModule {
  /** Everything but the product's routes and sockets: what the command line needs. */
  static core(configuration: Configuration, logger: AppLogger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(configuration),
        LoggingModule.forRoot(logger),
        ClockModule,
        DatabaseModule.forRoot({ migrations }),
        IdempotencyModule,
        StorageModule,
        JobsModule,
        RealtimeModule,
        FilesModule,
        UsersModule,
        AuthModule,
        HealthModule,
        MonitoringModule,
        CreditsModule,
        GenerationModule,
        ChatModule,
      ],
    };
  }

  /** A process that runs jobs and answers probes and scrapes alone. */
  static worker(configuration: Configuration, logger: AppLogger): DynamicModule {
    return {
      ...AppModule.core(configuration, logger),
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: UnknownQueryGuard },
        Vitals,
      ],
    };
  }

  /** The whole product. */
  static full(configuration: Configuration, logger: AppLogger): DynamicModule {
    const worker = AppModule.worker(configuration, logger);
    return {
      ...worker,
      imports: [
        ...(worker.imports ?? []),
        FilesHttpModule,
        UsersHttpModule,
        AuthHttpModule,
        CreditsHttpModule,
        GenerationHttpModule,
        GenerationSocketModule,
        ChatHttpModule,
        ChatSocketModule,
      ],
    };
  }
}
