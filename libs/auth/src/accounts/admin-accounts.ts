import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { UsersService } from '#lib/users';
import { AuthChanges } from '../changes/auth-changes.js';
import { requireGoodPassword } from '../passwords/password-policy.js';
import { PasswordService } from '../passwords/password.service.js';
import { RolesService } from '../roles/roles.service.js';
import { SessionService } from '../sessions/session.service.js';
import { AccountRegistrar } from './account-registrar.js';

/** The administrator somebody asks for. Without a password one is generated, but only while there is no administrator at all. */
export interface AdminRequest {
  email: string;
  password?: string;
}

/** What was done about it. */
export interface AdminOutcome {
  /** `created`: a new account; `promoted`: an account that was there became one; `unchanged`: nothing was to do. */
  result: 'created' | 'promoted' | 'unchanged';
  email: string;
  /** The password that was generated, shown this once; null when one was given or nothing was done. */
  generatedPassword: string | null;
}

// Without 0 and o, 1 and l: it is copied by hand. 32 signs, so that 20 of them are 100 bits.
const SIGNS = '23456789abcdefghijkmnpqrstuvwxyz';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Administrators made by the operator: at the first start, and by `kvartal admin:create` (Q6). */
@Injectable()
export class AdminAccounts {
  constructor(
    private readonly db: Database,
    private readonly users: UsersService,
    private readonly registrar: AccountRegistrar,
    private readonly passwords: PasswordService,
    private readonly roles: RolesService,
    private readonly sessions: SessionService,
    private readonly changes: AuthChanges,
  ) {}

  /**
   * Sees to it that there is an administrator with this e-mail address; without a password, that there is any. Idempotent, and safe in several
   * processes at once. An administrator keeps their password; another account with the address gets this one and loses its sessions, for
   * whoever registered it need not be the person meant.
   * @throws WeakPasswordError
   */
  async ensureAdmin({ email: given, password }: AdminRequest): Promise<AdminOutcome> {
    const email = given.trim().toLowerCase();
    if (password !== undefined) requireGoodPassword(password, { field: 'password', email });
    await this.roles.ready();
    const unchanged: AdminOutcome = { result: 'unchanged', email, generatedPassword: null };
    if (await this.isDone(email, password)) return unchanged;
    const chosen = password ?? generatedPassword();
    const passwordHash = await this.passwords.hash(chosen);
    const result = await this.db.transaction(async () => {
      await this.changes.lock();
      return (await this.isDone(email, password)) ? 'unchanged' : this.appoint(email, passwordHash);
    });
    if (result === 'unchanged') return unchanged;
    return { result, email, generatedPassword: password === undefined ? chosen : null };
  }

  private async isDone(email: string, password: string | undefined): Promise<boolean> {
    if (password === undefined) return (await this.roles.findAdministrators()).length > 0;
    const user = await this.users.findByEmail(email);
    return user !== null && (await this.roles.isAdministrator(user.id));
  }

  private async appoint(email: string, passwordHash: string): Promise<'created' | 'promoted'> {
    const existing = await this.users.findByEmail(email);
    if (existing === null) {
      const { id } = await this.registrar.register({
        email,
        displayName: email.split('@', 1)[0]!,
        passwordHash,
      });
      await this.roles.giveAdministration(id);
      return 'created';
    }
    await this.passwords.store(existing.id, passwordHash);
    await this.users.unlock(existing.id);
    await this.sessions.endAllOf(existing.id, { exceptId: null, reason: 'password_changed' });
    await this.roles.giveAdministration(existing.id);
    return 'promoted';
  }
}

function generatedPassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
