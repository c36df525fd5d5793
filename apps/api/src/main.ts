import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { appConfig, ConfigError, loadConfig, readEnvironment } from '#lib/config';
import { Database } from '#lib/database';
import { AppLogger } from '#lib/logging';
import { configDefinitions } from './app.module.js';
import { banner } from './banner.js';
import { createApp } from './create-app.js';
import { DataDirError } from './data-dir.js';
import { firstAdministrator } from './first-administrator.js';
import { runReloading } from './reload.js';
import { shutDownOnSignals } from './shutdown.js';

async function main(): Promise<void> {
  const environment = readEnvironment();
  const configuration = loadConfig(configDefinitions, environment);
  const config = configuration.get(appConfig);
  if (config.reload) return runReloading(environment);
  const app = await createApp(configuration);
  process.on('unhandledRejection', (reason) => new Logger('Process').error(reason));
  shutDownOnSignals(app, config);
  await app.listen(config.port, config.host);
  await announce(app);
}

/** Waits for the database, makes the first administrator and prints the box. */
async function announce(app: NestFastifyApplication): Promise<void> {
  const administrator = await firstAdministrator(app);
  if (administrator === null) return;
  const { email, generatedPassword } = administrator;
  const address = app.getHttpServer().address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  app.get(AppLogger).flush();
  process.stdout.write(
    `${banner({
      baseUrl: `http://localhost:${port}`,
      database: app.get(Database).engine,
      administrator: generatedPassword === null ? null : { email, password: generatedPassword },
    })}\n`,
  );
}

main().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || error instanceof DataDirError;
  process.stderr.write(
    `${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(isExpected ? 78 : 1);
});
