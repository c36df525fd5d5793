import { describe, expect, it } from '@jest/globals';
import { openText, sealText } from './sealed-text.js';

const key = Buffer.alloc(32, 1);

describe('sealed text', () => {
  it('opens with the key and label it was sealed with, and shows nothing before', () => {
    const sealed = sealText(key, 'the private half', 'kid-1');
    expect(sealed).toMatch(/^v1\.[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(Buffer.from(sealed.split('.')[3]!, 'base64url').toString()).not.toContain('private');
    expect(openText(key, sealed, 'kid-1')).toBe('the private half');
    expect(sealText(key, 'the private half', 'kid-1')).not.toBe(sealed);
  });

  const sealed = sealText(key, 'the private half', 'kid-1');
  const [version, iv, tag, content] = sealed.split('.') as [string, string, string, string];
  it.each([
    ['another key', Buffer.alloc(32, 2), sealed, 'kid-1'],
    ['another label', key, sealed, 'kid-2'],
    ['a changed text', key, [version, iv, tag, `${content.slice(0, -2)}AA`].join('.'), 'kid-1'],
    ['a short tag', key, [version, iv, tag.slice(0, 6), content].join('.'), 'kid-1'],
    ['another version', key, sealed.replace('v1', 'v2'), 'kid-1'],
    ['something else', key, 'plain', 'kid-1'],
  ])('does not open with %s', (_, usedKey, text, label) => {
    expect(() => openText(usedKey, text, label)).toThrow();
  });
});
