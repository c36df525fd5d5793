import { Command, CommandRunner } from 'nest-commander';
import { commandEnvironment, withCore } from '../core-context.js';
import { SEED_PASSWORD } from './seed-data.js';
import { Seeder } from './seeder.js';

/** `kvartal seed` (R19): demo people with pictures and conversations. Again: what is there stays as it is. */
@Command({ name: 'seed', description: 'Load demo data: people, pictures, chats' })
export class SeedCommand extends CommandRunner {
  override async run(): Promise<void> {
    const environment = commandEnvironment({ APP_ROLE: 'all' });
    if (environment.NODE_ENV === 'production') {
      throw new Error('The demo data has a known password and does not belong into production.');
    }
    const say = (line: string) => process.stdout.write(`${line}\n`);
    const report = await withCore((core) => new Seeder(core, say).run(), environment);
    say(
      report.added.length === 0
        ? 'The demo data is there already; nothing changed.'
        : `Added ${report.added.length} people, ${report.pictures} pictures, ${report.chats} chats. Password of each: ${SEED_PASSWORD}`,
    );
  }
}
