import { describe, expect, it } from '@jest/globals';
import { childRefreshToken, newRefreshToken, refreshTokenHash } from './refresh-token.js';

const key = Buffer.alloc(32, 7);
const childId = '0197d6c2-7a10-7b1e-9d3c-2f4a6b8c0d1e';

describe('refresh tokens', () => {
  it('are 256 random bits', () => {
    const tokens = new Set(Array.from({ length: 100 }, newRefreshToken));
    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  it('have one child by id, of the same shape', () => {
    const parent = newRefreshToken();
    const child = childRefreshToken(key, parent, childId);
    expect(child).toMatch(/^[\w-]{43}$/);
    expect(childRefreshToken(key, parent, childId)).toBe(child);
  });

  it('have another child for another parent, id or key', () => {
    const parent = newRefreshToken();
    const children = [
      childRefreshToken(key, parent, childId),
      childRefreshToken(key, newRefreshToken(), childId),
      childRefreshToken(key, parent, childId.replace('0197', '0198')),
      childRefreshToken(Buffer.alloc(32, 8), parent, childId),
    ];
    expect(new Set(children).size).toBe(4);
  });

  it('are stored as a hash that does not hold them', () => {
    const token = newRefreshToken();
    expect(refreshTokenHash(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(refreshTokenHash(token)).toBe(refreshTokenHash(token));
    expect(refreshTokenHash(token)).not.toContain(token);
  });
});
