import { Command, CommandRunner } from 'nest-commander';
import { Database } from '#lib/database';
import { commandEnvironment, withCore } from './core-context.js';

/** `kvartal migrate`: brings the database to the schema of this version. Two at once are fine: one waits for the other. */
@Command({ name: 'migrate', description: 'Bring the database to the schema of this version' })
export class MigrateCommand extends CommandRunner {
  override async run(): Promise<void> {
    const engine = await withCore(
      async (core) => core.get(Database).engine,
      // Where the product is told not to migrate at its start, this command is how it is done.
      commandEnvironment({ DATABASE_MIGRATE_ON_START: 'on' }),
    );
    process.stdout.write(`The ${engine} database is at the schema of this version.\n`);
  }
}
