import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AdminAccounts } from '#lib/auth';
import { appConfig, ConfigError, loadConfig, readEnvironment } from '#lib/config';
import { Database } from '#lib/database';
import { AppLogger } from '#lib/logging';
import { configDefinitions } from './app.module.js';
import { banner } from './banner.js';
import { createApp } from './create-app.js';
import { DataDirError } from './data-dir.js';
import { type FirstRunConfig, firstRunConfig } from './first-run.config.js';
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
  const database = app.get(Database);
  await database.whenReady();
  const { adminEmail, adminPassword } = app.get<FirstRunConfig>(firstRunConfig.token);
  const { generatedPassword } = await app
    .get(AdminAccounts)
    .ensureAdmin({ email: adminEmail, ...(adminPassword === undefined ? {} : { password: adminPassword }) });
  const address = app.getHttpServer().address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  app.get(AppLogger).flush();
  process.stdout.write(
    `${banner({
      baseUrl: `http://localhost:${port}`,
      database: database.engine,
      administrator: generatedPassword === null ? null : { email: adminEmail, password: generatedPassword },
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
