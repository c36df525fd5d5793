import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AppConfig } from '#lib/config';
import { Lifecycle } from '#lib/health';
import { AppLogger } from '#lib/logging';

/** The process is gone by then, counted from the signal (DESIGN, Configuration). */
const GONE_WITHIN_MS = 25_000;
/** Requests that are still under way then are cut, so that there is time to close the rest in good order. */
const CUT_AFTER_MS = 20_000;
const SWEEP_MS = 100;

/**
 * SIGTERM: readiness is 503 at once, requests are served for the drain time, then what is under way is finished and everything closed. SIGINT,
 * from a terminal, closes without the wait. A second signal quits.
 */
export function shutDownOnSignals(app: NestFastifyApplication, config: AppConfig): void {
  const logger = new Logger('Shutdown');
  let isClosing = false;
  const close = async (signal: NodeJS.Signals) => {
    if (isClosing) process.exit(1);
    isClosing = true;
    app.get(Lifecycle).drain();
    logger.log(`${signal}: closing`);
    setTimeout(() => app.getHttpServer().closeAllConnections(), CUT_AFTER_MS).unref();
    setTimeout(() => {
      logger.error(`not closed within ${GONE_WITHIN_MS} ms, quitting`);
      app.get(AppLogger).flush();
      process.exit(1);
    }, GONE_WITHIN_MS).unref();
    if (signal === 'SIGTERM') await delay(config.shutdownDrainMs);
    // What was asked before is answered on connections that would be kept for the next request.
    setInterval(() => app.getHttpServer().closeIdleConnections(), SWEEP_MS).unref();
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
