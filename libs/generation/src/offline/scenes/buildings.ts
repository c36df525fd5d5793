import { mix, shade } from '../colour.js';
import { smoothNoise } from '../prng.js';
import type { Prng } from '../prng.js';
import { circle, path, polygon, rect, rectData, round } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { SceneLight } from './light.js';

/** One row of houses against the sky. */
export interface SkylineRow {
  /** y of the ground line. */
  ground: number;
  /** Tallest houses in units. */
  tallest: number;
  /** 0 at hand, 1 at the horizon. */
  distance: number;
  /** Widths of houses in units. */
  widths: readonly [number, number];
  /** Share of windows with light, 0 to 1; 0 draws no windows. */
  litShare: number;
  /** x (share of the width) around which the towers gather. */
  centre: number;
}

const lampColours = ['#ffd98c', '#ffc36b', '#fff0c4', '#ffb057', '#cfe6ff'] as const;

/** Draws a row of houses with roofs, shaded sides and windows; returns the markup of the bodies for reflections. */
export function drawSkylineRow(sheet: SvgSheet, random: Prng, light: SceneLight, row: SkylineRow): string {
  const top = mix(light.ink, light.haze, row.distance);
  const foot = mix(top, light.haze, 0.25 + row.distance * 0.45);
  const fill = sheet.linearAcross(
    [
      [0, top],
      [1, foot],
    ],
    [0, row.ground - row.tallest],
    [0, row.ground],
  );
  const side = shade(top, light.isLit ? -0.045 : -0.07);
  const noise = smoothNoise(random.fork('heights'), 3);
  const windows = new Map<string, string>();
  let bodies = '';
  let sides = '';
  let x = -random.between(0, row.widths[1]);
  while (x < sheet.width) {
    const width = random.between(...row.widths);
    const position = (x + width / 2) / sheet.width;
    const hump = Math.exp(-(((position - row.centre) * 2.4) ** 2));
    const height =
      row.tallest *
      Math.min(
        1,
        Math.max(0.16, 0.22 + hump * 0.5 + noise(position * 7) * 0.35 + random.between(-0.1, 0.16)),
      );
    const y = row.ground - height;
    bodies += rect(x, y, width + 0.6, height, fill) + roof(random, { x, y, width, height }, fill);
    const shaded = width * random.between(0.22, 0.4);
    if (row.distance < 0.7) sides += rect(x + width - shaded, y, shaded, height, side, { opacity: 0.5 });
    if (row.litShare > 0) addWindows(random, windows, { x, y, width, height }, row.litShare);
    x += width + (random.chance(0.18) ? random.between(4, 18) : 0);
  }
  sheet.add(bodies, sides);
  const unlit = light.isLit ? shade(top, 0.05) : mix(top, light.sky[1], 0.45);
  for (const [colour, data] of windows) {
    sheet.add(path(data, colour || unlit, { opacity: colour ? 0.95 - row.distance * 0.5 : 0.55 }));
  }
  return bodies;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

function roof(random: Prng, { x, y, width, height }: Box, fill: string): string {
  const middle = x + width / 2;
  const isTower = height > width * 2.2;
  switch (random.int(0, isTower ? 7 : 5)) {
    case 0: {
      const inset = width * random.between(0.16, 0.28);
      const step = random.between(10, 26);
      return rect(x + inset, y - step, width - inset * 2, step + 1, fill);
    }
    case 1:
      return polygon(
        [
          [x, y + 1],
          [middle, y - width * random.between(0.22, 0.42)],
          [x + width, y + 1],
        ],
        fill,
      );
    case 2: {
      const tank = Math.min(width * 0.3, 20);
      const at = x + width * random.between(0.15, 0.6);
      return (
        rect(at, y - 20, tank, 14, fill) +
        rect(at + 2, y - 8, 2, 9, fill) +
        rect(at + tank - 4, y - 8, 2, 9, fill) +
        polygon(
          [
            [at - 2, y - 19],
            [at + tank / 2, y - 28],
            [at + tank + 2, y - 19],
          ],
          fill,
        )
      );
    }
    case 3:
      return polygon(
        [
          [x, y + 1],
          [x, y - width * random.between(0.15, 0.35)],
          [x + width, y + 1],
        ],
        fill,
      );
    case 6: {
      const spire = random.between(40, 95);
      const inset = width * 0.22;
      return (
        rect(x + inset, y - 22, width - inset * 2, 23, fill) +
        polygon(
          [
            [middle - 7, y - 20],
            [middle, y - 22 - spire],
            [middle + 7, y - 20],
          ],
          fill,
        )
      );
    }
    case 7: {
      const radius = width * 0.36;
      return (
        path(
          `M${round(middle - radius)} ${round(y + 1)}a${round(radius)} ${round(radius * 1.1)} 0 0 1 ${round(radius * 2)} 0z`,
          fill,
        ) +
        rect(middle - 1.5, y - radius * 1.1 - 26, 3, 28, fill) +
        circle(middle, y - radius * 1.1 - 26, 3, fill)
      );
    }
    default:
      return random.chance(0.5)
        ? rect(x + width * random.between(0.2, 0.7), y - random.between(14, 38), 2.5, 40, fill)
        : '';
  }
}

function addWindows(random: Prng, windows: Map<string, string>, box: Box, litShare: number): void {
  const pane = random.between(5, 8);
  const tall = pane * random.pick([1, 1.5, 1.9]);
  const gapX = pane * random.between(0.75, 1.5);
  const gapY = tall * random.between(0.7, 1.1);
  const columns = Math.floor((box.width - 10) / (pane + gapX));
  const rows = Math.floor((box.height - 16) / (tall + gapY));
  if (columns < 1) return;
  const margin = (box.width - columns * (pane + gapX) + gapX) / 2;
  const own = litShare * random.between(0.45, 1.5);
  const mainColour = random.pick(lampColours);
  for (let row = 0; row < rows; row++) {
    const floorIsLit = random.chance(0.06);
    for (let column = 0; column < columns; column++) {
      const isLit = random.chance(floorIsLit ? 0.9 : own);
      const colour = isLit ? (random.chance(0.75) ? mainColour : random.pick(lampColours)) : '';
      const data = rectData(
        box.x + margin + column * (pane + gapX),
        box.y + 12 + row * (tall + gapY),
        pane,
        tall,
      );
      windows.set(colour, (windows.get(colour) ?? '') + data);
    }
  }
}
