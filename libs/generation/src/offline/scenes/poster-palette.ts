import { atLightness, chromaOf, hueOf, oklch, tint } from '../colour.js';
import type { SceneBrief } from './scene.js';

export interface PosterPalette {
  paper: string;
  ink: string;
  colours: readonly string[];
}

const palettes: readonly PosterPalette[] = [
  { paper: '#f4ead6', ink: '#22303c', colours: ['#d9502e', '#eea63a', '#2f6f73', '#1f3f5b', '#e9c9a1'] },
  { paper: '#f7efe4', ink: '#3a2a3f', colours: ['#e4727a', '#f3b562', '#6d597a', '#355070', '#b5c7a9'] },
  { paper: '#eef0e6', ink: '#233329', colours: ['#3f7d5a', '#a7c46a', '#f2c14e', '#e07a4b', '#24594f'] },
  { paper: '#f3e9e2', ink: '#2b2b38', colours: ['#c8553d', '#f28f3b', '#588b8b', '#ffd5c2', '#3d405b'] },
  { paper: '#e9eef2', ink: '#14213d', colours: ['#1d4e89', '#00798c', '#edae49', '#d1495b', '#8ab6d6'] },
];

const darkPalettes: readonly PosterPalette[] = [
  { paper: '#141a2e', ink: '#f3ead7', colours: ['#ef6f53', '#f2b84b', '#4fa3a5', '#5b5fc7', '#d8a7b1'] },
  { paper: '#1c1426', ink: '#f6e7dd', colours: ['#c43e73', '#f0884d', '#6a4fb3', '#39a0b8', '#f4c95d'] },
];

export function paletteOf({ random, dayTime, accent, words }: SceneBrief): PosterPalette {
  const base = random.pick(dayTime === 'night' ? darkPalettes : palettes);
  if (!accent) return base;
  const named = words.colours.slice(0, 3);
  const lean = base.colours.map((colour, index) => named[index] ?? tint(colour, accent, 0.6));
  const contrast =
    chromaOf(accent) > 0.05 ? oklch(0.78, 0.13, hueOf(accent) + 180) : (base.colours[1] ?? accent);
  return {
    paper: tint(base.paper, accent, 0.12),
    ink: atLightness(tint(base.ink, accent, 0.3), dayTime === 'night' ? 0.92 : 0.3),
    colours: [...lean.slice(0, 4), contrast],
  };
}
