import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, polygon, rect } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { groundColour, leafColour } from './flora.js';
import type { IsometricItem, IsometricView } from './isometric.js';
import { inLight } from './light.js';
import type { SceneLight } from './light.js';
import type { SceneBrief } from './scene.js';

/** The slab's tiles along a side, and which rows and columns of them are streets. */
export interface StreetGrid {
  side: number;
  streets: readonly number[];
}

/** One tile of lawn with trees, or the pond. */
export function addParkTile(
  items: IsometricItem[],
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  view: IsometricView,
  { i, j, isPond }: { i: number; j: number; isPond: boolean },
): void {
  const lawn = inLight(light, groundColour(brief.season), 0.04);
  let markup = view.quad(i, j, 1.001, 1.001, lawn, 3);
  if (isPond) {
    const [x, y] = view.at(i + 0.5, j + 0.5, 3);
    const water = mix(light.sky[1], light.sky[3], 0.25);
    markup +=
      ellipse(x, y, view.tile * 0.62, view.tile * 0.31, inLight(light, '#d8c49c', 0.03)) +
      ellipse(x, y, view.tile * 0.54, view.tile * 0.26, water) +
      ellipse(x - view.tile * 0.1, y - view.tile * 0.05, view.tile * 0.26, view.tile * 0.08, '#ffffff', {
        opacity: 0.25,
      });
    items.push({ order: i + j + 0.9, markup });
    return;
  }
  items.push({ order: i + j - 0.5, markup });
  for (let tree = random.int(2, 4); tree > 0; tree--)
    addTree(
      items,
      random,
      brief,
      light,
      view,
      i + random.between(0.15, 0.85),
      j + random.between(0.15, 0.85),
    );
}

/** A small tree with its shadow. */
export function addTree(
  items: IsometricItem[],
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  view: IsometricView,
  i: number,
  j: number,
): void {
  const [x, y] = view.at(i, j, 3);
  const size = view.tile * random.between(0.15, 0.22);
  const leaf = inLight(light, leafColour(random, brief.season), 0.02);
  let markup =
    ellipse(x + size * 0.5, y, size * 0.9, size * 0.36, light.ink, { opacity: 0.2 }) +
    rect(x - 1.5, y - size * 1.1, 3, size * 1.1, inLight(light, '#6a4a38', 0));
  if (random.chance(0.4)) {
    const cone = inLight(light, brief.season === 'winter' ? '#e6eef6' : '#3f7a5a', 0.02);
    markup +=
      polygon(
        [
          [x, y - size * 3.1],
          [x + size * 0.8, y - size * 0.6],
          [x, y - size * 0.35],
        ],
        shade(cone, -0.09),
      ) +
      polygon(
        [
          [x, y - size * 3.1],
          [x - size * 0.8, y - size * 0.6],
          [x, y - size * 0.35],
        ],
        cone,
      );
  } else {
    markup +=
      circle(x, y - size * 1.6, size, shade(leaf, -0.09)) +
      circle(x - size * 0.16, y - size * 1.72, size * 0.8, leaf) +
      circle(x - size * 0.32, y - size * 1.9, size * 0.42, shade(leaf, 0.05));
  }
  items.push({ order: i + j + 0.05, markup });
}

/** Cars along the streets. */
export function addTraffic(
  items: IsometricItem[],
  random: Prng,
  light: SceneLight,
  view: IsometricView,
  { streets, side }: StreetGrid,
): void {
  for (const street of streets) {
    for (let along = 0.3; along < side - 0.6; along += random.between(1, 2.4)) {
      const isAlongI = random.chance(0.5);
      const lane = street + (random.chance(0.5) ? 0.18 : 0.6);
      const [i, j, di, dj] = isAlongI ? [along, lane, 0.42, 0.2] : [lane, along, 0.2, 0.42];
      const paint = inLight(
        light,
        random.pick(['#d9483b', '#f0bb3f', '#f4f1ea', '#3f6f9f', '#4f8f7a', '#40444f']),
        0.02,
      );
      const height = view.tile * 0.1;
      const faces = { top: shade(paint, 0.05), left: paint, right: shade(paint, -0.1) };
      const cabin = isAlongI
        ? { i: i + 0.1, j: j + 0.02, di: 0.2, dj: 0.16 }
        : { i: i + 0.02, j: j + 0.1, di: 0.16, dj: 0.2 };
      const glass = mix(light.sky[1], '#ffffff', 0.3);
      items.push({
        order: i + j + 0.3,
        markup:
          view.box({ i, j, di, dj, from: 2, to: height }, faces) +
          view.box(
            { ...cabin, from: height, to: height * 1.75 },
            { top: faces.top, left: glass, right: shade(glass, -0.1) },
          ),
      });
    }
  }
}

/** Glowing lamps along the streets. */
export function addStreetLamps(
  items: IsometricItem[],
  light: SceneLight,
  view: IsometricView,
  sheet: SvgSheet,
  { streets }: StreetGrid,
): void {
  const glow = sheet.radial([
    [0, '#fff0c4', 0.95],
    [0.15, '#ffd98c', 0.4],
    [1, '#ffc873', 0],
  ]);
  for (const street of streets) {
    for (const along of [0.6, 3.2, 5.4, 7.4, 9.4]) {
      for (const [i, j] of [
        [street + 0.02, along],
        [along, street + 0.02],
      ] as const) {
        const [x, y] = view.at(i, j, 3);
        const top = y - view.tile * 0.36;
        items.push({
          order: i + j + 0.2,
          markup: rect(x - 1, top, 2, y - top, light.ink) + circle(x, top, view.tile * 0.34, glow),
        });
      }
    }
  }
}
