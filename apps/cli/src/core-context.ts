import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { appConfig, type Environment, loadConfig, readEnvironment } from '#lib/config';
import { Database } from '#lib/database';
import { AppLogger } from '#lib/logging';
import { AppModule, configDefinitions } from '../../api/src/app.module.js';
import { prepareDataDir } from '../../api/src/data-dir.js';

const READY_DEADLINE_MS = 30_000;

/** The variables of this command: those of the process, without running jobs unless the command asks for it. */
export function commandEnvironment(overrides: Environment = {}): Environment {
  return { ...readEnvironment(), APP_ROLE: 'api', ...overrides };
}

/**
 * Runs `work` with the product's services, once the database is connected and migrated, and closes everything afterwards.
 * @throws ConfigError, DataDirError, and whatever `work` throws
 */
export async function withCore<T>(
  work: (core: INestApplicationContext) => Promise<T>,
  environment: Environment = commandEnvironment(),
  readyDeadlineMs = READY_DEADLINE_MS,
): Promise<T> {
  const configuration = loadConfig(configDefinitions, environment);
  prepareDataDir(configuration.get(appConfig).dataDir);
  const logger = new AppLogger({ level: 'warn', isPretty: process.stdout.isTTY === true });
  const core = await NestFactory.createApplicationContext(AppModule.core(configuration, logger), {
    logger,
    abortOnError: false,
  });
  try {
    await databaseReady(core.get(Database), readyDeadlineMs);
    return await work(core);
  } finally {
    await core.close();
    logger.flush();
  }
}

/** A command does not wait for ever for a database that is away, or whose migrations are pending; those that run take the time they take. */
async function databaseReady(database: Database, deadlineMs: number): Promise<void> {
  const isReady = database.whenReady().then(() => true);
  for (;;) {
    const patience = new AbortController();
    const isOver = delay(deadlineMs, false, { signal: patience.signal }).catch(() => false);
    if (await Promise.race([isReady, isOver]).finally(() => patience.abort())) return;
    const { state, reason } = await database.health();
    if (state !== 'migrating') throw new Error(`The database is not ready: ${reason}`);
  }
}
