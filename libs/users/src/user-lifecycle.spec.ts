import { describe, expect, it } from '@jest/globals';
import { UserLifecycle } from './user-lifecycle.js';
import type { UserRecord } from './user-record.js';

const user = { id: 'u' } as UserRecord;

describe('UserLifecycle', () => {
  it('runs handlers one after the other, in the order they came', async () => {
    const lifecycle = new UserLifecycle();
    const log: string[] = [];
    lifecycle.onRegistered('slow', async ({ id }) => {
      log.push(`slow begins for ${id}`);
      await Promise.resolve();
      log.push('slow ends');
    });
    lifecycle.onRegistered('quick', async () => void log.push('quick'));
    await lifecycle.registered(user);
    expect(log).toEqual(['slow begins for u', 'slow ends', 'quick']);
  });

  it('stops at the first that throws, and passes it on', async () => {
    const lifecycle = new UserLifecycle();
    const log: string[] = [];
    lifecycle.onRegistered('broken', async () => {
      throw new Error('no bonus');
    });
    lifecycle.onRegistered('next', async () => void log.push('next'));
    await expect(lifecycle.registered(user)).rejects.toThrow('no bonus');
    expect(log).toEqual([]);
  });

  it('refuses a second handler of the same name', () => {
    const lifecycle = new UserLifecycle();
    lifecycle.onRegistered('credits', async () => undefined);
    expect(() => lifecycle.onRegistered('credits', async () => undefined)).toThrow("'credits'");
  });
});
