import { Injectable } from '@nestjs/common';
import type { UserRecord } from './user-record.js';

/** What a lib does about a new account. */
export type RegistrationHandler = (user: UserRecord) => Promise<void>;

/**
 * Where other libs hang what must happen together with a new account: a sign-up bonus, a default role. Handlers run one after the other
 * in the registering transaction, so that there is no account without them; what they throw undoes the registration.
 */
@Injectable()
export class UserLifecycle {
  private readonly handlers = new Map<string, RegistrationHandler>();

  /** @throws Error when `name` is in use: two libs would do the same thing */
  onRegistered(name: string, handler: RegistrationHandler): void {
    if (this.handlers.has(name)) throw new Error(`There is a registration handler named '${name}' already`);
    this.handlers.set(name, handler);
  }

  /** Runs every handler for `user`; called by who registers, inside the transaction. */
  async registered(user: UserRecord): Promise<void> {
    for (const handler of this.handlers.values()) await handler(user);
  }
}
