import { describe, expect, it } from '@jest/globals';
import { readPrompt } from '../prompt-words.js';
import { drawImage } from './image.js';
import { imageScenes } from './scenes.js';

const hours = ['рассвет', 'день', 'закат', 'ночь'];
const seasons = ['весна', 'лето', 'осень', 'зима, снег'];

const shapes = [
  [512, 512],
  [900, 600],
  [300, 900],
  [2048, 64],
  [512, 512],
] as const;

describe('drawImage', () => {
  it.each(imageScenes.map(({ id }) => id))(
    '%s is sound at every hour and season, in every shape',
    (style) => {
      for (let seed = 0; seed < 8; seed++) {
        const [width, height] = shapes[seed % shapes.length]!;
        const hour = `${hours[seed % 4]} ${seasons[(seed + (seed >> 2)) % 4]}`;
        const words = readPrompt(seed === 5 ? `${hour} дождь, красный` : hour);
        const { svg } = drawImage(words, { seed, style, width, height });
        expect(svg).not.toMatch(/NaN|undefined|Infinity|null|\de[+-]\d/);
        expect(
          svg.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"`),
        ).toBe(true);
        expect(svg.length).toBeLessThan(2_000_000);
      }
    },
  );

  it('meets every scene when the prompt names none', () => {
    const met = new Set<string>();
    for (let seed = 0; seed < 60; seed++)
      met.add(drawImage(readPrompt(''), { seed: seed * 7919, width: 64, height: 64 }).sceneId);
    expect(met.size).toBe(imageScenes.length);
  });
});
