import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { uuidv7 } from './uuid.js';

const layout = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const timeOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

describe('uuidv7 (RFC 9562)', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('has the version, the variant and the time', () => {
    const before = Date.now();
    const id = uuidv7();
    expect(id).toMatch(layout);
    expect(timeOf(id)).toBeGreaterThanOrEqual(before);
  });

  it('ascends and never repeats, also far beyond what a millisecond holds', () => {
    const ids = Array.from({ length: 50_000 }, () => uuidv7());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id, at) => at === 0 || ids[at - 1]! < id)).toBe(true);
    expect(ids.every((id) => layout.test(id))).toBe(true);
  });

  it('ascends when the clock steps back', () => {
    const last = uuidv7();
    jest.spyOn(Date, 'now').mockReturnValue(1000);
    const next = uuidv7();
    expect(next > last).toBe(true);
    expect(next).toMatch(layout);
  });
});
