// Draws docs/images/offline-art.png: what the offline generator can do, style by style. Needs a build: npm run build && node tools/picture-sheet.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import sharp, { type OverlayOptions } from 'sharp';
import type { ArtStyle, OfflineArtRequest } from '../libs/generation/src/offline/offline-art.ts';

const offline = new URL('../dist/libs/generation/src/offline/offline-art.js', import.meta.url);
const { avatarStyles, imageScenes, interiorStyles, renderOfflineArt, transferStyles } = await import(
  offline.href
);
const target = new URL('../docs/images/offline-art.png', import.meta.url);

const width = 1200;
const gap = 8;
const sizeLimit = 600 * 1024;

interface Shelf {
  styles: readonly ArtStyle[];
  columns: number;
  /** Height of a picture against its width. */
  ratio: number;
  request: (style: ArtStyle, index: number) => Partial<OfflineArtRequest>;
}

const hours = ['night', 'day', 'day', 'day', 'dawn', 'autumn day', 'dawn', 'day', 'dusk', 'shapes'];
const rooms = [
  'living',
  'bedroom',
  'living dusk',
  'study',
  'living',
  'living',
  'kitchen',
  'living',
  'bedroom',
  'kitchen',
];
const photo = await renderOfflineArt({
  kind: 'image',
  style: 'park',
  prompt: 'autumn day',
  seed: 5,
  width: 900,
  height: 675,
});

const shelves: readonly Shelf[] = [
  { styles: avatarStyles, columns: 8, ratio: 1, request: (_style, index) => ({ seed: index + 3 }) },
  {
    styles: imageScenes,
    columns: 5,
    ratio: 3 / 4,
    request: (_style, index) => ({ prompt: hours[index], seed: 11 }),
  },
  {
    styles: interiorStyles,
    columns: 5,
    ratio: 3 / 4,
    request: (_style, index) => ({ prompt: `${rooms[index]} day`, seed: 6 }),
  },
  { styles: transferStyles, columns: 8, ratio: 3 / 4, request: () => ({ source: photo.png, seed: 1 }) },
];

const tiles: OverlayOptions[] = [];
let top = gap;
for (const { styles, columns, ratio, request } of shelves) {
  const wide = Math.floor((width - gap * (columns + 1)) / columns);
  const tall = Math.round(wide * ratio);
  for (const [index, style] of styles.entries()) {
    const size = { width: wide * 2, height: tall * 2 };
    const art = await renderOfflineArt({
      kind: style.kind,
      style: style.id,
      prompt: '',
      ...size,
      ...request(style, index),
    });
    tiles.push({
      input: await sharp(art.png).resize(wide, tall).toBuffer(),
      left: gap + (index % columns) * (wide + gap),
      top: top + Math.floor(index / columns) * (tall + gap),
    });
  }
  top += Math.ceil(styles.length / columns) * (tall + gap);
}

const sheet = await sharp({ create: { width, height: top, channels: 3, background: '#ffffff' } })
  .composite(tiles)
  .png({ palette: true, colours: 256, dither: 0.8, effort: 10, compressionLevel: 9 })
  .toBuffer();
if (sheet.length > sizeLimit) throw new Error(`the sheet has ${sheet.length} bytes, more than ${sizeLimit}`);
mkdirSync(new URL('.', target), { recursive: true });
writeFileSync(target, sheet);
console.log(`docs/images/offline-art.png: ${width} x ${top}, ${Math.round(sheet.length / 1024)} KB`);
