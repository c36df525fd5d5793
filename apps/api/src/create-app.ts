import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RequestMethod } from '@nestjs/common';
import { appConfig, type Configuration } from '#lib/config';
import { createHttpAdapter, setUpHttp } from '#lib/http';
import { AppLogger, loggingConfig } from '#lib/logging';
import { MetricsService } from '#lib/monitoring';
import { AppModule } from './app.module.js';
import { prepareDataDir } from './data-dir.js';
import { setUpDocs } from './docs.js';

/** API prefix of everything but probes, metrics and well-known addresses. */
export const API_PREFIX = 'api/v1';

const unprefixed = [
  { path: 'health/*path', method: RequestMethod.GET },
  { path: 'metrics', method: RequestMethod.GET },
  { path: '.well-known/*path', method: RequestMethod.GET },
];

/**
 * Builds the product, not yet listening. It starts even while its database is away.
 * @throws DataDirError when the data folder cannot be used
 */
export async function createApp(configuration: Configuration): Promise<NestFastifyApplication> {
  const config = configuration.get(appConfig);
  const logger = new AppLogger(configuration.get(loggingConfig));
  prepareDataDir(config.dataDir);
  const app = await NestFactory.create<NestFastifyApplication>(
    config.role === 'worker'
      ? AppModule.worker(configuration, logger)
      : AppModule.full(configuration, logger),
    createHttpAdapter(config),
    { logger, bodyParser: false, abortOnError: false },
  );
  app.setGlobalPrefix(API_PREFIX, { exclude: unprefixed });
  setUpHttp(app, { config, logger, observers: [app.get(MetricsService).observeRequest] });
  setUpDocs(app);
  return app;
}
