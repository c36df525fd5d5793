import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#lib/access';
import { ManualClock } from '#lib/clock';
import { UnauthorizedError } from '#lib/errors';
import type { AuthChanges, AuthNews } from '../changes/auth-changes.js';
import type { AccessClaims, AccessTokens } from './access-tokens.js';
import type { ActorLoader } from './actor-loader.js';
import { TokenVerifier } from './token-verifier.js';

const TTL = 900_000;

/** What is around the verifier, counting how often it is asked. */
class Surroundings {
  readonly clock = new ManualClock(0);
  signatureChecks = 0;
  loads = 0;
  catchUps = 0;
  isFresh = true;
  /** Runs while an actor is being read. */
  duringLoad: (load: number) => void = () => undefined;
  private listener: (news: AuthNews) => void = () => undefined;
  private heard = 0;

  verifier(): TokenVerifier {
    const tokens = {
      verify: async (token: string): Promise<AccessClaims> => {
        this.signatureChecks += 1;
        if (token.startsWith('bad')) throw new UnauthorizedError();
        return { userId: `user of ${token}`, sessionId: `session of ${token}`, expiresAt: TTL };
      },
    };
    const actors = {
      load: async ({ userId, sessionId, expiresAt }: AccessClaims): Promise<Actor> => {
        this.loads += 1;
        this.duringLoad(this.loads);
        await Promise.resolve();
        return {
          userId,
          sessionId,
          expiresAt,
          roles: [],
          permissions: new Set([`as of load ${this.loads}`]),
        };
      },
    };
    const changes = {
      subscribe: (listener: (news: AuthNews) => void) => {
        this.listener = listener;
      },
      isFresh: () => this.isFresh,
      catchUp: async () => {
        if (!this.isFresh) this.catchUps += 1;
      },
    };
    Object.defineProperty(changes, 'heardCount', { get: () => this.heard });
    return new TokenVerifier(
      tokens as unknown as AccessTokens,
      actors as unknown as ActorLoader,
      changes as unknown as AuthChanges,
      this.clock,
    );
  }

  tell(news: AuthNews): void {
    this.heard += 1;
    this.listener(news);
  }
}

let around: Surroundings;
let verifier: TokenVerifier;
beforeEach(() => {
  around = new Surroundings();
  verifier = around.verifier();
});

describe('TokenVerifier', () => {
  it('answers at once for a token it knows', async () => {
    const first = verifier.verify('t');
    expect(first).toBeInstanceOf(Promise);
    const actor = await first;
    expect(verifier.verify('t')).toBe(actor);
    expect(around).toMatchObject({ signatureChecks: 1, loads: 1 });
  });

  it('looks once when the same new token comes many times together', async () => {
    const actors = await Promise.all(Array.from({ length: 50 }, async () => verifier.verify('t')));
    expect(new Set(actors).size).toBe(1);
    expect(around).toMatchObject({ signatureChecks: 1, loads: 1 });
  });

  it('keeps nothing of a token that does not hold', async () => {
    await expect(verifier.verify('bad')).rejects.toMatchObject({ status: 401 });
    await expect(verifier.verify('bad')).rejects.toMatchObject({ status: 401 });
    expect(around.signatureChecks).toBe(2);
  });

  it('refuses a known token once it has expired', async () => {
    await verifier.verify('t');
    around.clock.advance(TTL - 1);
    expect(verifier.verify('t')).toMatchObject({ userId: 'user of t' });
    around.clock.advance(1);
    await expect(verifier.verify('t')).rejects.toMatchObject({ status: 401 });
  });

  it('asks for news before it trusts what it knew more than a second ago', async () => {
    const actor = await verifier.verify('t');
    around.isFresh = false;
    const asked = verifier.verify('t');
    expect(asked).toBeInstanceOf(Promise);
    expect(await asked).toBe(actor);
    expect(around).toMatchObject({ catchUps: 1, loads: 1 });
  });

  it.each<[AuthNews, reloads: boolean]>([
    [{ kind: 'session_ended', subjectId: 'session of t' }, true],
    [{ kind: 'user_locked', subjectId: 'user of t' }, true],
    [{ kind: 'user_changed', subjectId: 'user of t' }, true],
    [{ kind: 'missed' }, true],
    [{ kind: 'session_ended', subjectId: 'session of another' }, false],
    [{ kind: 'user_changed', subjectId: 'user of another' }, false],
  ])('after %j reads anew: %s', async (news, reloads) => {
    const before = await verifier.verify('t');
    around.tell(news);
    const after = await verifier.verify('t');
    expect(after === before).toBe(!reloads);
    expect(around.loads).toBe(reloads ? 2 : 1);
  });

  it('does not keep what it read before news that came while it was reading', async () => {
    around.duringLoad = (load) => {
      if (load === 1) around.tell({ kind: 'user_changed', subjectId: 'user of t' });
    };
    const actor = await verifier.verify('t');
    expect(actor.permissions).toEqual(new Set(['as of load 2']));
    expect(verifier.verify('t')).toBe(actor);
  });

  it('serves, but keeps nothing, while news never stops', async () => {
    around.duringLoad = () => around.tell({ kind: 'user_changed', subjectId: 'somebody' });
    expect(await verifier.verify('t')).toMatchObject({ userId: 'user of t' });
    expect(around.loads).toBe(3);
    expect(verifier.verify('t')).toBeInstanceOf(Promise);
  });
});
