import { describe, expect, it } from '@jest/globals';
import { EventAllowance } from './event-allowance.js';

describe('EventAllowance', () => {
  it('lets a burst of twice the rate pass and then the rate', () => {
    const allowance = new EventAllowance(20);
    const waits = Array.from({ length: 41 }, () => allowance.take('vera', 0));
    expect(waits.filter((wait) => wait > 0)).toEqual([50]);
    expect(allowance.take('vera', 50)).toBe(0);
    expect(allowance.take('vera', 50)).toBe(50);
    expect(allowance.take('boris', 50)).toBe(0);
  });

  it('gives nothing for a clock that steps back', () => {
    const allowance = new EventAllowance(1);
    expect([allowance.take('vera', 1000), allowance.take('vera', 1000)]).toEqual([0, 0]);
    expect(allowance.take('vera', 0)).toBe(1000);
  });

  it('forgets who has everything back, and only them', () => {
    const allowance = new EventAllowance(10);
    allowance.take('vera', 0);
    for (let count = 0; count < 20; count += 1) allowance.take('boris', 0);
    allowance.forgetIdle(500);
    expect(allowance.size).toBe(1);
    allowance.forgetIdle(2000);
    expect(allowance.size).toBe(0);
  });
});
