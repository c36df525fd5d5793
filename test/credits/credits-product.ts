import { Test } from '@nestjs/testing';
import { ClockModule } from '#lib/clock';
import { appConfig, ConfigModule } from '#lib/config';
import { creditsConfig, CreditsModule, CreditsService } from '#lib/credits';
import { Database, databaseConfig, type DatabaseEngine, DatabaseModule } from '#lib/database';
import { filesConfig } from '#lib/files';
import { jobsConfig, JobsModule } from '#lib/jobs';
import { StorageModule, storageConfig } from '#lib/storage';
import { UserLifecycle, UsersModule, UsersService, UserViews } from '#lib/users';
import { migrations } from '#migrations';
import { createTestDatabase } from '../support/databases.js';

/** The libs that credits stand on, and credits, on a database of their own. */
export interface CreditsProduct {
  credits: CreditsService;
  db: Database;
  views: UserViews;
  /** Somebody new, with the sign-up bonus. Their id. */
  aUser(): Promise<string>;
  close(): Promise<void>;
}

let users = 0;
const nothing = () => undefined;

export async function startCredits(
  engine: DatabaseEngine,
  variables: Record<string, string> = {},
): Promise<CreditsProduct> {
  const { env, remove } = await createTestDatabase(engine);
  const definitions = [appConfig, databaseConfig, storageConfig, jobsConfig, filesConfig, creditsConfig];
  const module = await Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(definitions, { ...env, APP_ROLE: 'api', ...variables }),
      ClockModule,
      DatabaseModule.forRoot({ migrations }),
      StorageModule,
      JobsModule,
      UsersModule,
      CreditsModule,
    ],
  })
    .setLogger({ log: nothing, error: nothing, warn: nothing })
    .compile();
  await module.init();
  const db = module.get(Database);
  await db.whenReady();
  return {
    credits: module.get(CreditsService),
    db,
    views: module.get(UserViews),
    aUser: () =>
      db.transaction(async () => {
        users += 1;
        const user = await module
          .get(UsersService)
          .create({ email: `user${users}@example.com`, displayName: 'Vera' });
        await module.get(UserLifecycle).registered(user);
        return user.id;
      }),
    close: async () => {
      await module.close();
      await remove();
    },
  };
}
