import { describe, expect, it } from '@jest/globals';
import { readPrompt } from '../prompt-words.js';
import { interiorStyles } from './interior-styles.js';
import type { PhotoColours } from './photo-colours.js';
import { drawInterior } from './room.js';

const rooms = ['гостиная', 'спальня', 'кабинет', 'кухня'];
const photo: PhotoColours = {
  leading: ['#c0392b', '#27406f'],
  mosaic: { columns: 2, rows: 1, colours: ['#c0392a', '#27406e'] },
};

describe('drawInterior', () => {
  it.each(interiorStyles.map(({ id }) => id))('%s furnishes every room soundly', (style) => {
    for (const [index, room] of rooms.entries()) {
      for (const [width, height] of [
        [512, 512],
        [1600, 600],
        [64, 2048],
      ] as const) {
        const words = readPrompt(`${room} ${index % 2 ? 'ночь' : 'день'}`);
        const { svg, styleId } = drawInterior(words, { seed: index, style, width, height });
        expect(styleId).toBe(style);
        expect(svg).not.toMatch(/NaN|undefined|Infinity|null|\de[+-]\d/);
      }
    }
  });

  it.each(interiorStyles.map(({ id }) => id))(
    '%s hangs the photo on the wall and uses its colours',
    (style) => {
      for (const room of rooms.slice(0, 3)) {
        const { svg } = drawInterior(readPrompt(room), { seed: 3, style, width: 512, height: 512, photo });
        for (const colour of photo.mosaic.colours) expect(svg).toContain(`fill="${colour}"`);
      }
    },
  );

  it('furnishes different rooms differently', () => {
    const drawn = rooms.map(
      (room) => drawInterior(readPrompt(room), { seed: 1, style: 'loft', width: 512, height: 512 }).svg,
    );
    expect(new Set(drawn).size).toBe(rooms.length);
  });
});
