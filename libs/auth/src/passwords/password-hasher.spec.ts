import { describe, expect, it } from '@jest/globals';
import { authConfig } from '../auth.config.js';
import { PasswordHasher } from './password-hasher.js';

function hasherOf(cost: number): PasswordHasher {
  const values = authConfig.schema.parse({ AUTH_BCRYPT_COST: String(cost) });
  return new PasswordHasher(authConfig.derive(values, { isProduction: false }));
}

describe('PasswordHasher', () => {
  const hasher = hasherOf(4);

  it('makes bcrypt hashes of its cost, each with a salt of its own', async () => {
    const [first, second] = await Promise.all([hasher.hash('nine bridges'), hasher.hash('nine bridges')]);
    expect(first).toMatch(/^\$2b\$04\$/);
    expect(second).not.toBe(first);
    expect(await hasher.verify('nine bridges', first)).toBe(true);
    expect(await hasher.verify('nine bridge', first)).toBe(false);
  });

  it('tells passwords apart behind a NUL', async () => {
    const hash = await hasher.hash('bridge\0one');
    expect(await hasher.verify('bridge\0two', hash)).toBe(false);
  });

  it('never matches where there is no password', async () => {
    expect(await hasher.verify('anything at all', null)).toBe(false);
  });

  it('does not cut: 73 bytes are refused', async () => {
    await expect(hasher.hash('x'.repeat(73))).rejects.toThrow('72');
  });

  it('sees that the cost in force is another one', async () => {
    const hash = await hasher.hash('nine bridges');
    expect(hasher.isOutdated(hash)).toBe(false);
    expect(hasherOf(5).isOutdated(hash)).toBe(true);
  });

  it('answers 503 to those who would wait too long, and serves the others', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 300 }, () => hasher.hash('nine bridges')));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(300 - 256);
    for (const outcome of refused) {
      expect(outcome).toMatchObject({ reason: { code: 'service.unavailable', retryAfterMs: 5000 } });
    }
    expect(await hasher.hash('nine bridges')).toMatch(/^\$2b\$/);
  });
});
