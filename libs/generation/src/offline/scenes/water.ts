import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { group, path, rect, round } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { SceneLight } from './light.js';
import type { Orb } from './sky.js';

/** A stretch of calm water below `shore`, reflecting the sky, the orb and the given markup (mirrored at the shore). */
export function drawWater(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  { shore, bottom, orb, mirrored }: { shore: number; bottom: number; orb?: Orb; mirrored: string },
): void {
  const { width } = sheet;
  const near = mix(light.sky[1], light.ink, 0.3);
  sheet.add(
    rect(
      0,
      shore,
      width,
      bottom - shore,
      sheet.linear([
        [0, mix(light.haze, light.sky[3], 0.5)],
        [0.3, mix(light.sky[2], near, 0.35)],
        [1, near],
      ]),
    ),
  );
  if (mirrored) {
    const fade = sheet.mask(
      rect(
        0,
        shore,
        width,
        bottom - shore,
        sheet.linear([
          [0, '#ffffff', 0.75],
          [0.75, '#ffffff', 0.2],
          [1, '#ffffff', 0],
        ]),
      ),
    );
    const clip = sheet.clip(rect(0, shore, width, bottom - shore, '#fff'));
    const flipped = group(mirrored, { transform: `translate(0 ${round(shore * 2)}) scale(1 -1)` });
    sheet.add(group(group(flipped, { mask: fade }), { 'clip-path': clip }));
  }
  if (orb) drawGlitter(sheet, random, light, { shore, bottom, orb });
  drawRipples(sheet, random, light, shore, bottom);
}

function drawGlitter(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  { shore, bottom, orb }: { shore: number; bottom: number; orb: Orb },
): void {
  let data = '';
  const rows = 34;
  for (let row = 0; row < rows; row++) {
    const t = row / rows;
    const y = shore + 4 + (bottom - shore) * t ** 1.25;
    const spread = orb.radius * (0.7 + t * 1.5);
    const pieces = random.int(1, 3);
    for (let piece = 0; piece < pieces; piece++) {
      const length = spread * random.between(0.25, 1.1);
      const x = orb.x + (random.next() + random.next() - 1) * spread - length / 2;
      data += lens(x, y, length, 1.2 + t * 3);
    }
  }
  sheet.add(path(data, light.dayTime === 'night' ? light.glow : light.orb, { opacity: 0.62 }));
}

function drawRipples(sheet: SvgSheet, random: Prng, light: SceneLight, shore: number, bottom: number): void {
  const count = Math.round((sheet.width / 1000) * 56);
  let bright = '';
  let dark = '';
  for (let index = 0; index < count; index++) {
    const t = random.next();
    const y = shore + 6 + (bottom - shore - 8) * t;
    const length = random.between(30, 120) * (0.4 + t);
    const piece = lens(random.between(-0.05, 1) * sheet.width, y, length, 1 + t * 2.2);
    if (index % 2) bright += piece;
    else dark += piece;
  }
  sheet.add(
    path(bright, mix(light.sky[3], '#ffffff', 0.25), { opacity: 0.2 }),
    path(dark, shade(light.ink, 0.05), { opacity: 0.22 }),
  );
}

/** A flat lens-shaped stroke of light on water. */
function lens(x: number, y: number, length: number, thickness: number): string {
  return `M${round(x)} ${round(y)}q${round(length / 2)} ${round(-thickness)} ${round(length)} 0q${round(-length / 2)} ${round(thickness)} ${round(-length)} 0z`;
}
