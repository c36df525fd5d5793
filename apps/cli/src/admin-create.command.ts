import { Command, CommandRunner, Option } from 'nest-commander';
import { AdminAccounts } from '#lib/auth';
import { loadConfig } from '#lib/config';
import { type FirstRunConfig, firstRunConfig } from '../../api/src/first-run.config.js';
import { commandEnvironment, withCore } from './core-context.js';

interface AdminCreateOptions {
  email?: string;
  password?: string;
}

/** `kvartal admin:create` (Q6): idempotent; weak passwords are refused; without a password one is generated and printed once. */
@Command({
  name: 'admin:create',
  description: 'Make sure that an administrator exists (ADMIN_EMAIL, ADMIN_PASSWORD, or options)',
})
export class AdminCreateCommand extends CommandRunner {
  override async run(_: string[], options: AdminCreateOptions): Promise<void> {
    const environment = commandEnvironment();
    const defaults = loadConfig([firstRunConfig], environment).get(firstRunConfig) as FirstRunConfig;
    const email = options.email ?? defaults.adminEmail;
    const password = options.password ?? defaults.adminPassword;
    const result = await withCore(
      (core) => core.get(AdminAccounts).ensureAdmin({ email, password, isExplicit: true }),
      environment,
    );
    process.stdout.write(
      result.created
        ? `Administrator ${email} created.\n`
        : `${email} is an administrator already; nothing changed.\n`,
    );
    if (result.generatedPassword !== null) {
      process.stdout.write(`Password (shown once): ${result.generatedPassword}\n`);
    }
  }

  @Option({ flags: '-e, --email <email>', description: 'e-mail of the administrator' })
  parseEmail(email: string): string {
    return email;
  }

  @Option({
    flags: '-p, --password <password>',
    description: 'password; better given as ADMIN_PASSWORD or ADMIN_PASSWORD_FILE',
  })
  parsePassword(password: string): string {
    return password;
  }
}
