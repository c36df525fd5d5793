import { Command, CommandRunner, Option } from 'nest-commander';
import { z } from 'zod';
import { AdminAccounts, type AdminOutcome } from '#lib/auth';
import { loadConfig } from '#lib/config';
import { parseOrThrow } from '#lib/http';
import { emailInput } from '#lib/users';
import { firstRunConfig } from '../../api/src/first-run.config.js';
import { commandEnvironment, withCore } from './core-context.js';

const says: Record<AdminOutcome['result'], (email: string) => string> = {
  created: (email) => `Administrator ${email} created.`,
  promoted: (email) => `${email} is an administrator now, with this password; its sessions are ended.`,
  unchanged: () => 'There is such an administrator already; nothing changed.',
};

/** Checked as sign-in checks it: an administrator who cannot sign in is none. */
const adminInput = z.object({ email: emailInput });

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
    const defaults = loadConfig([firstRunConfig], environment).get(firstRunConfig);
    const { email } = parseOrThrow(adminInput, { email: options.email ?? defaults.adminEmail });
    const password = options.password ?? defaults.adminPassword;
    const outcome = await withCore(
      (core) =>
        core.get(AdminAccounts).ensureAdmin({ email, ...(password === undefined ? {} : { password }) }),
      environment,
    );
    process.stdout.write(`${says[outcome.result](outcome.email)}\n`);
    if (outcome.generatedPassword !== null) {
      process.stdout.write(`Password (shown once): ${outcome.generatedPassword}\n`);
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
