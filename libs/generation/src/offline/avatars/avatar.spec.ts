import { describe, expect, it } from '@jest/globals';
import { readPrompt } from '../prompt-words.js';
import { drawAvatar, loadAvatarStyle } from './avatar.js';
import { avatarStyles } from './avatar-styles.js';

describe('the avatar styles', () => {
  it.each(avatarStyles.map(({ id }) => id))(
    '%s is in the public domain by its own word (CC0 1.0)',
    async (id) => {
      const licence = (await loadAvatarStyle(id)).definition().meta?.license;
      expect(licence).toMatchObject({
        name: 'CC0 1.0',
        url: 'https://creativecommons.org/publicdomain/zero/1.0/',
      });
    },
  );

  it('are loaded once', async () => {
    expect(await loadAvatarStyle('clay')).toBe(await loadAvatarStyle('clay'));
  });
});

describe('drawAvatar', () => {
  it.each(avatarStyles.map(({ id }) => id))(
    '%s needs neither fonts nor anything outside the file',
    async (style) => {
      for (const seed of [1, 2, 3]) {
        const { svg } = await drawAvatar(readPrompt('"><script>x</script>'), {
          seed,
          style,
          width: 256,
          height: 200,
        });
        expect(svg).not.toMatch(/<text|<image|<script|font-family|href="(?!#)|NaN|undefined/);
      }
    },
  );

  it('gives different faces to different seeds', async () => {
    const faces = await Promise.all(
      [1, 2, 3, 4].map((seed) =>
        drawAvatar(readPrompt(''), { seed, style: 'open-peeps', width: 99, height: 99 }),
      ),
    );
    expect(new Set(faces.map(({ svg }) => svg)).size).toBe(4);
  });

  it('meets several styles when the prompt asks for none', async () => {
    const met = new Set<string>();
    for (let seed = 0; seed < 60; seed++)
      met.add((await drawAvatar(readPrompt(''), { seed: seed * 7919, width: 64, height: 64 })).styleId);
    expect(met.size).toBeGreaterThanOrEqual(8);
  });
});
