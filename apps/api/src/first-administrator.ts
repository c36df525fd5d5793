import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { AdminAccounts, type AdminOutcome, WeakPasswordError } from '#lib/auth';
import { ConfigError } from '#lib/config';
import { Database } from '#lib/database';
import { ServiceUnavailableError } from '#lib/errors';
import { Lifecycle } from '#lib/health';
import { type FirstRunConfig, firstRunConfig } from './first-run.config.js';

const RETRY_MS = 1000;

/**
 * Sees to the first administrator as soon as the database is there, however often that goes away again. Null when the process is told to end
 * before.
 * @throws ConfigError when ADMIN_PASSWORD is weak
 */
export async function firstAdministrator(app: INestApplicationContext): Promise<AdminOutcome | null> {
  const { adminEmail: email, adminPassword: password } = app.get<FirstRunConfig>(firstRunConfig.token);
  const request = { email, ...(password === undefined ? {} : { password }) };
  for (;;) {
    try {
      await app.get(Database).whenReady();
      return await app.get(AdminAccounts).ensureAdmin(request);
    } catch (error) {
      if (app.get(Lifecycle).isDraining) return null;
      if (error instanceof WeakPasswordError) {
        throw new ConfigError([{ variable: 'ADMIN_PASSWORD', message: weaknessOf(error) }]);
      }
      if (!(error instanceof ServiceUnavailableError)) throw error;
      await delay(RETRY_MS);
    }
  }
}

function weaknessOf({ issues, message }: InstanceType<typeof WeakPasswordError>): string {
  return issues?.map((issue) => issue.message).join('; ') ?? message;
}
