import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { UsersService } from '#lib/users';
import { AccountLockedError } from '../auth.errors.js';
import { RoleRepository } from '../roles/role.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { type AccessClaims, invalidToken } from './access-tokens.js';

/** What the database says about the holder of a token, now. */
@Injectable()
export class ActorLoader {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionRepository,
    private readonly roles: RoleRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws UnauthorizedError when the session is not alive, AccountLockedError */
  async load({ userId, sessionId, expiresAt }: AccessClaims): Promise<Actor> {
    const user = await this.users.findById(userId);
    if (!user) throw invalidToken();
    if (user.lockedAt !== null) throw new AccountLockedError();
    const session = await this.sessions.findById(sessionId);
    const isAlive =
      session !== null &&
      session.userId === userId &&
      session.endedAt === null &&
      session.expiresAt > this.clock.now();
    if (!isAlive) throw invalidToken();
    const { roles, permissions } = await this.roles.grantsOf(userId);
    return { userId, sessionId, expiresAt, roles, permissions: new Set(permissions) };
  }
}
