import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { InjectConfig } from '#lib/config';
import { Database } from '#lib/database';
import { type UserLocale, UsersService, UserViews } from '#lib/users';
import { type AuthConfig, authConfig } from '../auth.config.js';
import { AccountLockedError, InvalidCredentialsError, WrongPasswordError } from '../auth.errors.js';
import { requireGoodPassword } from '../passwords/password-policy.js';
import { PasswordService } from '../passwords/password.service.js';
import { RolesService } from '../roles/roles.service.js';
import { RefreshService } from '../sessions/refresh.service.js';
import { type ClientInfo, type OpenedSession, SessionService } from '../sessions/session.service.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { AccountRegistrar } from './account-registrar.js';
import type { Login, PasswordChange, Registration, SignedInAnswer, Tokens } from './auth.dto.js';

/** Signing up, in and out (QA1, R11). Hashing and signing stay outside of transactions. */
@Injectable()
export class AuthService {
  constructor(
    private readonly db: Database,
    private readonly registrar: AccountRegistrar,
    private readonly users: UsersService,
    private readonly views: UserViews,
    private readonly roles: RolesService,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly refreshes: RefreshService,
    private readonly tokens: AccessTokens,
    @InjectConfig(authConfig) private readonly config: AuthConfig,
  ) {}

  /** Makes an account and signs it in. @throws WeakPasswordError, EmailTakenError */
  async register(
    { email, password, displayName, locale }: Registration & { locale?: UserLocale },
    client: ClientInfo,
  ): Promise<SignedInAnswer> {
    requireGoodPassword(password, { field: 'password', email });
    await this.roles.ready();
    const passwordHash = await this.passwords.hash(password);
    const session = await this.db.transaction(async () => {
      const user = await this.registrar.register({ email, displayName, locale, passwordHash });
      return this.sessions.open(user.id, client);
    });
    return this.signedIn(session);
  }

  /**
   * Signs in. Unknown e-mail and wrong password answer alike, after the same time; only who knows the password hears of a lock.
   * @throws InvalidCredentialsError, AccountLockedError
   */
  async login({ email, password }: Login, client: ClientInfo): Promise<SignedInAnswer> {
    const user = await this.users.findByEmail(email);
    const hash = await this.passwords.check(user?.id ?? null, password);
    if (user === null || hash === null) throw new InvalidCredentialsError();
    if (user.lockedAt !== null) throw new AccountLockedError();
    const current = await this.passwords.refreshHash(user.id, password, hash);
    const session = await this.db.transaction(async () => {
      // Hashing takes its time: whoever changed the password meanwhile has ended all sessions, and this must not be one more.
      if (!(await this.passwords.isStill(user.id, current))) throw new InvalidCredentialsError();
      return this.sessions.open(user.id, client);
    });
    return this.signedIn(session);
  }

  /** New tokens for a refresh token. @throws InvalidRefreshTokenError, RefreshReusedError, AccountLockedError */
  async refresh(refreshToken: string): Promise<Tokens> {
    return this.tokensOf(await this.refreshes.rotate(refreshToken));
  }

  /** Ends the session of the actor; its tokens are dead when this resolves. */
  logout(actor: Actor): Promise<void> {
    return this.sessions.endCurrent(actor);
  }

  /**
   * Sets another password and ends all other sessions.
   * @throws WrongPasswordError, WeakPasswordError
   */
  async changePassword(actor: Actor, { currentPassword, newPassword }: PasswordChange): Promise<void> {
    const { email } = await this.users.getById(actor.userId);
    const before = await this.passwords.check(actor.userId, currentPassword);
    if (before === null) throw new WrongPasswordError();
    requireGoodPassword(newPassword, { field: 'newPassword', email });
    const after = await this.passwords.hash(newPassword);
    await this.db.transaction(async () => {
      // Of two changes at the same moment one comes too late: its current password is not the current one any more.
      if (!(await this.passwords.replace(actor.userId, { before, after }))) throw new WrongPasswordError();
      await this.sessions.endAllOf(actor.userId, { exceptId: actor.sessionId, reason: 'password_changed' });
    });
  }

  private async signedIn(session: OpenedSession): Promise<SignedInAnswer> {
    const tokens = await this.tokensOf(session);
    return { user: await this.views.full(session.userId), ...tokens };
  }

  private async tokensOf(session: OpenedSession): Promise<Tokens> {
    return {
      accessToken: await this.tokens.issue(session),
      refreshToken: session.refreshToken,
      tokenType: 'Bearer',
      expiresIn: this.config.accessTtlMs / 1000,
    };
  }
}
