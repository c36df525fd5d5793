import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { InjectConfig, SessionSecret } from '#lib/config';
import { Database, uuidv7 } from '#lib/database';
import { UsersService } from '#lib/users';
import { type AuthConfig, authConfig } from '../auth.config.js';
import { AccountLockedError, InvalidRefreshTokenError, RefreshReusedError } from '../auth.errors.js';
import { childRefreshToken, refreshTokenHash } from './refresh-token.js';
import { type RefreshTokenRecord, RefreshTokenRepository } from './refresh-token.repository.js';
import { SessionRepository } from './session.repository.js';
import { type OpenedSession, SessionService } from './session.service.js';

/** A client that lost the answer may ask again with the same token this long (DESIGN, Auth). */
const GRACE_MS = 10_000;

/**
 * Rotation of refresh tokens in families: each token is used once and gives one child. An older one coming back means that somebody has a copy,
 * and nobody can tell who, so the session ends (RFC 9700 section 4.14.2).
 */
@Injectable()
export class RefreshService {
  private readonly key: Buffer;

  constructor(
    private readonly db: Database,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly sessions: SessionRepository,
    private readonly sessionService: SessionService,
    private readonly users: UsersService,
    private readonly clock: Clock,
    @InjectConfig(authConfig) private readonly config: AuthConfig,
    secret: SessionSecret,
  ) {
    this.key = secret.derive('auth.refresh');
  }

  /**
   * The child of `token`; the same one when the newest token's parent comes again within 10 s, in parallel too.
   * @throws InvalidRefreshTokenError, RefreshReusedError, AccountLockedError
   */
  async rotate(token: string): Promise<OpenedSession> {
    const rotated = await this.db.transaction(() => this.rotateInTransaction(token));
    // Thrown only now: the end of the session must be committed.
    if (rotated === 'reused') throw new RefreshReusedError();
    return rotated;
  }

  private async rotateInTransaction(token: string): Promise<OpenedSession | 'reused'> {
    const parent = await this.refreshTokens.findByHashForUpdate(refreshTokenHash(token));
    const now = this.clock.now();
    if (parent === null || parent.expiresAt <= now) throw new InvalidRefreshTokenError();
    await this.requireUsable(parent);
    if (parent.childId === null) return this.addChild(parent, token, now);
    if (await this.isRetry(parent, now))
      return openedBy(parent, childRefreshToken(this.key, token, parent.childId));
    await this.sessionService.end(parent.sessionId, parent.userId, 'refresh_reused');
    return 'reused';
  }

  private async requireUsable(token: RefreshTokenRecord): Promise<void> {
    const user = await this.users.getById(token.userId);
    if (user.lockedAt !== null) throw new AccountLockedError();
    if (token.sessionEndReason === 'refresh_reused') throw new RefreshReusedError();
    if (token.sessionEndedAt !== null) throw new InvalidRefreshTokenError();
  }

  /** Only while the child is unused: who holds the grandchild has had every answer. */
  private async isRetry(parent: RefreshTokenRecord, now: number): Promise<boolean> {
    if (parent.childId === null || parent.rotatedAt === null || now - parent.rotatedAt > GRACE_MS)
      return false;
    return this.refreshTokens.isNewest(parent.childId);
  }

  private async addChild(parent: RefreshTokenRecord, token: string, now: number): Promise<OpenedSession> {
    const childId = uuidv7();
    const child = childRefreshToken(this.key, token, childId);
    const expiresAt = now + this.config.refreshTtlMs;
    await this.refreshTokens.insert({
      id: childId,
      sessionId: parent.sessionId,
      tokenHash: refreshTokenHash(child),
      createdAt: now,
      expiresAt,
    });
    await this.refreshTokens.markRotated(parent.id, { childId, now });
    await this.sessions.touch(parent.sessionId, { now, expiresAt });
    return openedBy(parent, child);
  }
}

function openedBy({ sessionId, userId }: RefreshTokenRecord, refreshToken: string): OpenedSession {
  return { sessionId, userId, refreshToken };
}
