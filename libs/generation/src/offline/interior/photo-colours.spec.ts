import { describe, expect, it } from '@jest/globals';
import { chromaOf, hueOf } from '../colour.js';
import { twoColourPhoto } from '../offline-art.fixture.js';
import { readPhotoColours } from './photo-colours.js';

describe('readPhotoColours', () => {
  it('finds the colours of the photo, the lively one before the grey one', async () => {
    const { leading } = await readPhotoColours(await twoColourPhoto('#8a8a8a', '#1f7fc4'));
    expect(Math.abs(hueOf(leading[0]!) - hueOf('#1f7fc4'))).toBeLessThan(12);
    expect(leading.some((colour) => chromaOf(colour) < 0.02)).toBe(true);
    expect(leading.length).toBeLessThanOrEqual(6);
  });

  it('keeps the places of the colours in the mosaic', async () => {
    const { mosaic } = await readPhotoColours(await twoColourPhoto('#ffffff', '#000000'));
    expect(mosaic.colours).toHaveLength(mosaic.columns * mosaic.rows);
    expect(mosaic.colours[0]).toMatch(/^#f/);
    expect(mosaic.colours.at(-1)).toMatch(/^#0/);
  });
});
