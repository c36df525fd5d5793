import { describe, expect, it } from '@jest/globals';
import type { Actor } from '#lib/access';
import { ActorCache } from './actor-cache.js';

function actor(userId: string, sessionId: string): Actor {
  return { userId, sessionId, roles: [], permissions: new Set(), expiresAt: 1 };
}

describe('ActorCache', () => {
  it('keeps the last used within its limit', () => {
    const cache = new ActorCache(2);
    cache.set('a', actor('u1', 's1'));
    cache.set('b', actor('u1', 's2'));
    cache.get('a');
    cache.set('c', actor('u2', 's3'));
    expect(cache.size).toBe(2);
    expect(cache.get('a')).toMatchObject({ sessionId: 's1' });
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('c')).toMatchObject({ userId: 'u2' });
  });

  it('replaces a token without pushing another one out', () => {
    const cache = new ActorCache(2);
    cache.set('a', actor('u1', 's1'));
    cache.set('b', actor('u2', 's2'));
    cache.set('a', actor('u1', 's1'));
    expect(cache.size).toBe(2);
  });

  it('forgets everything of a user, and of a session', () => {
    const cache = new ActorCache(10);
    cache.set('a', actor('u1', 's1'));
    cache.set('b', actor('u1', 's2'));
    cache.set('c', actor('u2', 's3'));
    cache.set('d', actor('u2', 's3'));
    cache.set('e', actor('u2', 's4'));
    cache.deleteAllOf('u1');
    expect([...'abcde'].filter((token) => cache.get(token))).toEqual(['c', 'd', 'e']);
    cache.deleteAllOf('s3');
    expect([...'abcde'].filter((token) => cache.get(token))).toEqual(['e']);
    cache.deleteAllOf('nobody');
    cache.clear();
    expect(cache.size).toBe(0);
    cache.set('e', actor('u2', 's4'));
    cache.deleteAllOf('u2');
    expect(cache.size).toBe(0);
  });
});
