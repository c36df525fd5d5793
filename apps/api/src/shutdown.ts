import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppConfig } from '#lib/config';
import { Lifecycle } from '#lib/health';
import { AppLogger } from '#lib/logging';

const CLOSE_DEADLINE_MS = 15_000;

/**
 * SIGTERM: readiness is 503 at once, requests are served for the drain time, then everything is finished and closed. SIGINT, from a
 * terminal, closes without the wait. A second signal quits.
 */
export function shutDownOnSignals(app: NestFastifyApplication, config: AppConfig): void {
  const logger = new Logger('Shutdown');
  let isClosing = false;
  const close = async (signal: NodeJS.Signals) => {
    if (isClosing) process.exit(1);
    isClosing = true;
    app.get(Lifecycle).drain();
    logger.log(`${signal}: closing`);
    if (signal === 'SIGTERM') await delay(config.shutdownDrainMs);
    setTimeout(() => {
      logger.error(`not closed after ${CLOSE_DEADLINE_MS} ms, quitting`);
      app.get(AppLogger).flush();
      process.exit(1);
    }, CLOSE_DEADLINE_MS).unref();
    await app.close();
    app.get(AppLogger).flush();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      close(signal).catch((error: unknown) => {
        logger.error(error);
        process.exit(1);
      });
    });
  }
}
