import { describe, expect, it } from '@jest/globals';
import { hashText, Prng, smoothNoise } from './prng.js';

describe('Prng', () => {
  it('gives the mulberry32 sequence', () => {
    const random = new Prng(1);
    const drawn = Array.from({ length: 3 }, () => random.next() * 4294967296);
    expect(drawn).toEqual([2693262067, 11749833, 2265367787]);
  });

  it('stays inside the asked ranges', () => {
    const random = new Prng(7);
    for (let draw = 0; draw < 2000; draw++) {
      expect(random.next()).toBeLessThan(1);
      const whole = random.int(-2, 3);
      expect(whole).toBeGreaterThanOrEqual(-2);
      expect(whole).toBeLessThanOrEqual(3);
      const real = random.between(5, 6);
      expect(real >= 5 && real < 6).toBe(true);
    }
  });

  it('reaches both ends of an integer range', () => {
    const random = new Prng(3);
    const drawn = new Set(Array.from({ length: 200 }, () => random.int(1, 4)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });

  it('shuffles a copy', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];
    const shuffled = new Prng(5).shuffled(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });

  it('gives forks of different labels different numbers', () => {
    expect(new Prng(9).fork('sky').next()).not.toBe(new Prng(9).fork('sea').next());
    expect(new Prng(9).fork('sky').next()).toBe(new Prng(9).fork('sky').next());
  });

  it('refuses to pick from nothing', () => {
    expect(() => new Prng(1).pick([])).toThrow(RangeError);
  });
});

describe('hashText', () => {
  it('is an unsigned 32-bit integer that depends on text and seed', () => {
    const hashes = [hashText(''), hashText('а'), hashText('б'), hashText('а', 1), hashText('🙂')];
    expect(new Set(hashes).size).toBe(hashes.length);
    for (const hash of hashes) expect(hash).toBe(hash >>> 0);
  });
});

describe('smoothNoise', () => {
  it('is continuous and stays within one', () => {
    const noise = smoothNoise(new Prng(4));
    for (let step = 0; step < 1000; step++) {
      const value = noise(step / 50);
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(Math.abs(value - noise(step / 50 + 0.0001))).toBeLessThan(0.01);
    }
  });
});
