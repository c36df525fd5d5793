/** Opens the database of the environment as a starting replica does, and prints what it loaded and which migrations it applied. */
import { Logger } from '@nestjs/common';
import { createDatabase, databaseConfig } from '#lib/database';
import { migrations } from '../../migrations/index.js';

Logger.overrideLogger(['fatal', 'error']);

const config = databaseConfig.derive(databaseConfig.schema.parse(process.env), { isProduction: false });
const db = await createDatabase({ config, file: config.file ?? '', entities: [], migrations });
db.start();
await db.whenReady();
await db.query('SELECT count(*) AS n FROM migrations');
const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
const { loadedModules } = globalThis as unknown as { loadedModules: string[] };
process.stdout.write(JSON.stringify({ loadedModules, sharedObjects, pending: await db.migrator.pending() }));
await db.onApplicationShutdown();
