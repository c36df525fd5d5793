import { Injectable } from '@nestjs/common';
import { type Actor, ActorVerifier } from '#lib/access';
import { Clock } from '#lib/clock';
import { type AuthNews, AuthChanges } from '../changes/auth-changes.js';
import { AccessTokens, invalidToken } from './access-tokens.js';
import { ActorCache } from './actor-cache.js';
import { ActorLoader } from './actor-loader.js';

const MAX_KNOWN = 20_000;
const MAX_LOADS = 3;

/**
 * The one verifier behind HTTP and sockets (QA1, Q2, Q3). A token is checked and its holder read once; from then on it is a look-up, until the
 * token expires or `AuthChanges` brings news of its session or user: at once from this process, within a second from others.
 */
@Injectable()
export class TokenVerifier extends ActorVerifier {
  private readonly known = new ActorCache(MAX_KNOWN);
  private readonly underWay = new Map<string, Promise<Actor>>();

  constructor(
    private readonly tokens: AccessTokens,
    private readonly actors: ActorLoader,
    private readonly changes: AuthChanges,
    private readonly clock: Clock,
  ) {
    super();
    changes.subscribe((news) => this.forget(news));
  }

  override verify(token: string): Actor | Promise<Actor> {
    const now = this.clock.now();
    const actor = this.known.get(token);
    return actor !== undefined && actor.expiresAt > now && this.changes.isFresh(now)
      ? actor
      : this.ask(token);
  }

  private async ask(token: string): Promise<Actor> {
    await this.changes.catchUp();
    const actor = this.known.get(token);
    if (actor === undefined) return this.learnOnce(token);
    if (actor.expiresAt > this.clock.now()) return actor;
    this.known.delete(token);
    throw invalidToken();
  }

  /** Requests that bring the same new token together share one look. */
  private learnOnce(token: string): Promise<Actor> {
    let learning = this.underWay.get(token);
    if (!learning) {
      learning = this.learn(token).finally(() => this.underWay.delete(token));
      this.underWay.set(token, learning);
    }
    return learning;
  }

  private async learn(token: string): Promise<Actor> {
    const claims = await this.tokens.verify(token);
    for (let load = 1; ; load++) {
      const heardBefore = this.changes.heardCount;
      const actor = await this.actors.load(claims);
      if (this.changes.heardCount === heardBefore) {
        this.known.set(token, actor);
        return actor;
      }
      // News came while we read: what we read may be older. Good for this request at last, but not to be kept.
      if (load === MAX_LOADS) return actor;
    }
  }

  private forget(news: AuthNews): void {
    if (news.kind === 'missed') this.known.clear();
    else this.known.deleteAllOf(news.subjectId);
  }
}
