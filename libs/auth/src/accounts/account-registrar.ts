import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { UserLifecycle, type UserLocale, type UserRecord, UsersService } from '#lib/users';
import { PasswordService } from '../passwords/password.service.js';
import { RolesService } from '../roles/roles.service.js';

/** An account about to be made; the password as its hash, for hashing has no place in a transaction. */
export interface AccountDraft {
  email: string;
  displayName: string;
  /** Default `ru`. */
  locale?: UserLocale;
  passwordHash: string;
}

/** Makes whole accounts: user, password, first roles and whatever other libs add to a new user, all or nothing. */
@Injectable()
export class AccountRegistrar {
  constructor(
    private readonly db: Database,
    private readonly users: UsersService,
    private readonly lifecycle: UserLifecycle,
    private readonly passwords: PasswordService,
    private readonly roles: RolesService,
  ) {}

  /** In the ambient transaction, or one of its own. Wants `RolesService.ready` before. @throws EmailTakenError */
  register({ email, displayName, locale, passwordHash }: AccountDraft): Promise<UserRecord> {
    return this.db.transaction(async () => {
      const user = await this.users.create({ email, displayName, locale });
      await this.passwords.store(user.id, passwordHash);
      await this.roles.giveToNewUser(user.id);
      await this.lifecycle.registered(user);
      return user;
    });
  }
}
