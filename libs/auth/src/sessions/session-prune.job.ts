import { Clock } from '#lib/clock';
import { type JobContext, type JobHandlerInstance, ScheduledJob } from '#lib/jobs';
import { RefreshTokenRepository } from './refresh-token.repository.js';
import { SessionRepository } from './session.repository.js';

/** Ended sessions are kept this long: their refresh tokens coming back is a sign of theft worth knowing. */
const KEEP_MS = 30 * 86_400_000;
const BATCH = 500;

/** Removes sessions that ended long ago, and refresh tokens that have run out, in small batches: a device leaves a hundred tokens a day. */
@ScheduledJob({ name: 'auth.prune_sessions', cron: '41 3 * * *', concurrency: 1 })
export class SessionPruneJob implements JobHandlerInstance {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly clock: Clock,
  ) {}

  async handle(_payload: unknown, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    const now = this.clock.now();
    while (!signal.aborted && (await this.sessions.removeDead(now - KEEP_MS, BATCH)) === BATCH);
    while (!signal.aborted && (await this.refreshTokens.removeExpired(now, BATCH)) === BATCH);
  }
}
