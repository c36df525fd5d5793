import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { InjectConfig } from '#lib/config';
import { Database, uuidv7 } from '#lib/database';
import { type AuthConfig, authConfig } from '../auth.config.js';
import { SessionNotFoundError } from '../auth.errors.js';
import { AuthChanges } from '../changes/auth-changes.js';
import { newRefreshToken, refreshTokenHash } from './refresh-token.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import type { SessionEndReason } from './session.entity.js';
import { type SessionRecord, SessionRepository } from './session.repository.js';

/** The device that signs in, as it shows itself: for the list of sessions only, nothing is decided by it. */
export interface ClientInfo {
  /** Null: it did not say. At most 300 characters are kept. */
  userAgent: string | null;
  ip: string | null;
}

/** A session of a user, and what its holder needs to go on: the refresh token is shown this once. */
export interface OpenedSession {
  sessionId: string;
  userId: string;
  refreshToken: string;
}

const MAX_USER_AGENT = 300;
const MAX_ADDRESS = 64;
const uuid = z.uuid();

/** Signed-in devices (R11): opened by sign-in, kept alive by refresh, ended by their user, by a new password, or by a stolen token. */
@Injectable()
export class SessionService {
  constructor(
    private readonly db: Database,
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly changes: AuthChanges,
    private readonly clock: Clock,
    @InjectConfig(authConfig) private readonly config: AuthConfig,
  ) {}

  /** Opens a session with its first refresh token, in one transaction. */
  async open(userId: string, client: ClientInfo): Promise<OpenedSession> {
    const now = this.clock.now();
    const expiresAt = now + this.config.refreshTtlMs;
    const session: SessionRecord = {
      id: uuidv7(),
      userId,
      userAgent: client.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
      ip: client.ip?.slice(0, MAX_ADDRESS) ?? null,
      createdAt: now,
      lastUsedAt: now,
      expiresAt,
      endedAt: null,
      endReason: null,
    };
    const refreshToken = newRefreshToken();
    await this.db.transaction(async () => {
      await this.sessions.insert(session);
      await this.refreshTokens.insert({
        id: uuidv7(),
        sessionId: session.id,
        tokenHash: refreshTokenHash(refreshToken),
        createdAt: now,
        expiresAt,
      });
    });
    return { sessionId: session.id, userId, refreshToken };
  }

  /** The living sessions of the actor, last used first. */
  list(actor: Actor): Promise<SessionRecord[]> {
    return this.sessions.findLiving(actor.userId, this.clock.now());
  }

  /** Ends one session of the actor, the current one too. @throws SessionNotFoundError */
  async endOwn(actor: Actor, sessionId: string): Promise<void> {
    const id = sessionId.toLowerCase();
    const hasEnded = uuid.safeParse(id).success && (await this.end(id, actor.userId, 'ended_by_user'));
    if (!hasEnded) throw new SessionNotFoundError();
  }

  /** Ends the session the actor speaks through; fine when it has ended already. */
  async endCurrent(actor: Actor): Promise<void> {
    await this.end(actor.sessionId, actor.userId, 'logout');
  }

  /** Ends every session of the actor but the current one. */
  endOthers(actor: Actor): Promise<void> {
    return this.endAllOf(actor.userId, { exceptId: actor.sessionId, reason: 'ended_by_user' });
  }

  /** Ends every session of a user but `exceptId`, in the ambient transaction if there is one. */
  endAllOf(
    userId: string,
    { exceptId, reason }: { exceptId: string | null; reason: SessionEndReason },
  ): Promise<void> {
    return this.db.transaction(async () => {
      const ended = await this.sessions.endAll(userId, { exceptId, reason, now: this.clock.now() });
      await this.changes.record(ended.map((subjectId) => ({ kind: 'session_ended', subjectId })));
    });
  }

  /** False when there is no such living session of this user. Its tokens are dead when this resolves. */
  end(sessionId: string, userId: string, reason: SessionEndReason): Promise<boolean> {
    return this.db.transaction(async () => {
      const hasEnded = await this.sessions.end(sessionId, { userId, reason, now: this.clock.now() });
      if (hasEnded) await this.changes.record([{ kind: 'session_ended', subjectId: sessionId }]);
      return hasEnded;
    });
  }
}
