import { describe, expect, it } from '@jest/globals';
import {
  atLightness,
  chromaOf,
  hexOf,
  hueOf,
  lightnessOf,
  mix,
  oklch,
  rgbOf,
  saturate,
  shade,
  tint,
} from './colour.js';

const samples = ['#000000', '#ffffff', '#d6303f', '#2b5fd0', '#3f9d4e', '#f0bc2e', '#808080', '#010203'];

describe('colours', () => {
  it.each(samples)('%s survives the way to channels and back', (colour) => {
    expect(hexOf(rgbOf(colour))).toBe(colour);
    expect(mix(colour, '#123456', 0)).toBe(colour);
    expect(mix('#123456', colour, 1)).toBe(colour);
  });

  it.each(samples)('%s stays a colour whatever is done to it', (colour) => {
    for (const changed of [
      shade(colour, 2),
      shade(colour, -2),
      saturate(colour, 9),
      tint(colour, '#d6303f', 1),
      atLightness(colour, 0.5),
    ]) {
      expect(changed).toMatch(/^#[0-9a-f]{6}$/);
    }
  });

  it('shades by lightness and keeps the hue', () => {
    const darker = shade('#2b5fd0', -0.15);
    expect(lightnessOf(darker)).toBeCloseTo(lightnessOf('#2b5fd0') - 0.15, 1);
    expect(Math.abs(hueOf(darker) - hueOf('#2b5fd0'))).toBeLessThan(6);
  });

  it('takes the hue of the accent and keeps the lightness when tinting', () => {
    const tinted = tint('#b5dcf2', '#d6303f', 1);
    expect(Math.abs(hueOf(tinted) - hueOf('#d6303f'))).toBeLessThan(6);
    expect(lightnessOf(tinted)).toBeCloseTo(lightnessOf('#b5dcf2'), 1);
  });

  it('lowers the chroma of colours that sRGB cannot show', () => {
    expect(chromaOf(oklch(0.9, 0.4, 260))).toBeLessThan(0.15);
  });
});
