import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '#lib/config';
import { Database, type DatabaseEngine } from '#lib/database';
import { configDefinitions } from '../../apps/api/src/app.module.js';
import { createApp } from '../../apps/api/src/create-app.js';
import { Api } from './api.js';
import { createTestDatabase } from './databases.js';

/** The whole product in this process, on a database of its own. */
export interface Product {
  app: NestFastifyApplication;
  api: Api;
  baseUrl: string;
  dataDir: string;
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Starts the product listening on a free port of loopback. */
export async function startProduct(
  engine: DatabaseEngine,
  environment: Record<string, string> = {},
): Promise<Product> {
  const database = await createTestDatabase(engine);
  const env = {
    ...database.env,
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'off',
    AUTH_BCRYPT_COST: '4',
    ...environment,
  };
  const app = await createApp(loadConfig(configDefinitions, env));
  await app.listen(0, '127.0.0.1');
  await app.get(Database).whenReady();
  const { port } = app.getHttpServer().address() as { port: number };
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    app,
    api: new Api(baseUrl),
    baseUrl,
    dataDir: database.env.DATA_DIR ?? '',
    env,
    close: async () => {
      await app.close();
      await database.remove();
    },
  };
}
