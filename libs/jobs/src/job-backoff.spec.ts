import { describe, expect, it } from '@jest/globals';
import { ServiceUnavailableError } from '#lib/errors';
import { backoffMs, LONGEST_BACKOFF_MS } from './job-backoff.js';

const error = new Error('no luck');

describe('backoffMs', () => {
  it('doubles with every attempt', () => {
    const waits = [1, 2, 3, 4].map((attempt) => backoffMs({ attempt, baseMs: 1000, error, random: 0.5 }));
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });

  it.each([
    [0, 750],
    [0.999, 1250],
  ])('with random %d takes %d of 1000', (random, expected) => {
    expect(backoffMs({ attempt: 1, baseMs: 1000, error, random })).toBe(expected);
  });

  it('stays within its limit, however many attempts there were', () => {
    for (const attempt of [20, 40, 5000]) {
      expect(backoffMs({ attempt, baseMs: 1000, error, random: 0.5 })).toBe(LONGEST_BACKOFF_MS);
    }
  });

  it('waits as long as the error asks for', () => {
    const busy = new ServiceUnavailableError({ retryAfterMs: 90_000 });
    expect(backoffMs({ attempt: 1, baseMs: 1000, error: busy, random: 0.5 })).toBe(90_000);
  });

  it.each([Number.NaN, Infinity, -5, 'soon', undefined])('ignores a nonsense wish of %p', (retryAfterMs) => {
    expect(backoffMs({ attempt: 1, baseMs: 1000, error: { retryAfterMs }, random: 0.5 })).toBe(1000);
  });
});
