import { describe, expect, it } from '@jest/globals';
import { cleanName } from './original-name.js';

describe('cleanName', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['/etc/passwd', 'passwd'],
    ['C:\\Users\\me\\photo.jpg', 'photo.jpg'],
    ['..', null],
    ['../', null],
    ['   ', null],
    ['', null],
    [undefined, null],
    ['.htaccess', 'htaccess'],
    [' a b .png ', 'a b .png'],
    ['a\r\nSet-Cookie: x=1.png', 'aSet-Cookie x=1.png'],
    ['a\0.png', 'a.png'],
    ['<script>.png', 'script.png'],
    ['e\u0301.png', '\u00e9.png'],
    ['\ud800.png', '\ufffd.png'],
    ['👩‍🚀.png', '👩🚀.png'],
  ])('%j becomes %j', (name, clean) => {
    expect(cleanName(name)).toBe(clean);
  });

  it('shortens by characters, not in the middle of one, and keeps the extension', () => {
    const name = cleanName(`${'😀'.repeat(300)}.jpeg`)!;
    expect([...name]).toHaveLength(200);
    expect(name.endsWith('😀.jpeg')).toBe(true);
    expect([...cleanName(`a.${'x'.repeat(300)}`)!]).toHaveLength(200);
  });
});
