import { Command, CommandRunner, Option } from 'nest-commander';
import { Database, Migrations } from '#lib/database';
import { commandEnvironment, withCore } from './core-context.js';

/** `kvartal migrate`: brings the database to the schema of this version. Two at once are fine: one waits for the other. */
@Command({ name: 'migrate', description: 'Bring the database to the schema of this version' })
export class MigrateCommand extends CommandRunner {
  override async run(_: string[], { revert = false }: { revert?: boolean }): Promise<void> {
    // Where the product is told not to migrate at its start, this command is how it is done.
    const environment = commandEnvironment({ DATABASE_MIGRATE_ON_START: 'on' });
    const said = await withCore(async (core) => {
      if (!revert) return `The ${core.get(Database).engine} database is at the schema of this version.`;
      const name = await core.get(Migrations).revertLast();
      return name === null ? 'There is nothing to revert.' : `Reverted ${name}, with the data it held.`;
    }, environment);
    process.stdout.write(`${said}\n`);
  }

  @Option({
    flags: '--revert',
    description: 'undo the last migration instead, and lose the data it held: back it up first',
  })
  parseRevert(): boolean {
    return true;
  }
}
