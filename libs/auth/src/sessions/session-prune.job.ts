import { Clock } from '#lib/clock';
import { ScheduledJob } from '#lib/jobs';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import { SessionRepository } from './session.repository.js';

/** Ended sessions are kept this long: their refresh tokens coming back is a sign of theft worth knowing. */
const KEEP_MS = 30 * 86_400_000;

/** Removes sessions that ended long ago, and refresh tokens that have run out. */
@ScheduledJob({ name: 'auth.prune_sessions', cron: '41 3 * * *', concurrency: 1 })
export class SessionPruneJob {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const now = this.clock.now();
    await this.sessions.removeDead(now - KEEP_MS);
    await this.refreshTokens.removeExpired(now);
  }
}
