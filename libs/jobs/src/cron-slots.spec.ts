import { describe, expect, it } from '@jest/globals';
import { nextSlot } from './cron-slots.js';

const next = (cron: string, after: string) => new Date(nextSlot(cron, Date.parse(after))).toISOString();

describe('nextSlot', () => {
  it.each([
    ['* * * * *', '2026-11-20T10:00:30.000Z', '2026-11-20T10:01:00.000Z'],
    ['*/15 * * * * *', '2026-11-20T10:00:31.500Z', '2026-11-20T10:00:45.000Z'],
    ['0 3 * * *', '2026-11-20T10:00:00.000Z', '2026-11-21T03:00:00.000Z'],
    ['30 4 * * 0', '2026-11-20T10:00:00.000Z', '2026-11-22T04:30:00.000Z'],
    ['0 0 29 2 *', '2026-11-20T10:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ])('%s after %s is %s', (cron, after, expected) => {
    expect(next(cron, after)).toBe(expected);
  });

  it('is after a slot, never that slot again', () => {
    expect(next('* * * * *', '2026-11-20T10:00:00.000Z')).toBe('2026-11-20T10:01:00.000Z');
  });

  it('counts in UTC through the nights in which clocks change', () => {
    expect(next('30 1 * * *', '2026-03-29T00:00:00.000Z')).toBe('2026-03-29T01:30:00.000Z');
    expect(next('30 1 * * *', '2026-03-29T01:30:00.000Z')).toBe('2026-03-30T01:30:00.000Z');
  });

  it.each(['', 'every minute', '61 * * * *', '* * *'])('refuses %p', (cron) => {
    expect(() => nextSlot(cron, 0)).toThrow();
  });
});
