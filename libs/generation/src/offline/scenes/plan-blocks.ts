import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, group, lineData, polygon, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';

/** The colours of a city plan. */
export interface PlanPalette {
  street: string;
  block: string;
  building: readonly string[];
  park: string;
  tree: string;
  water: string;
  bank: string;
  route: string;
  pin: string;
  shadow: string;
}

/** Four corners in turn. */
export type Quad = readonly [Point, Point, Point, Point];

/** A straight street and the depth of the cut that made it: 0 is the main street. */
export interface Street {
  from: Point;
  to: Point;
  depth: number;
}

/** The point at share `t` of the way from `a` to `b`. */
export const towards = (a: Point, b: Point, t: number): Point => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
];
/** Straight distance. */
export const distance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Width of a street by the depth of the cut that made it. */
export const streetWidths = [30, 24, 19, 15, 12, 10, 8, 8, 8, 8] as const;

/** Cuts a quad into blocks, leaving streets between them, until the blocks are house-sized. */
export function divide(random: Prng, quad: Quad, depth: number, blocks: Quad[], roads: Street[]): void {
  const [a, b, c, d] = quad;
  const across = (distance(a, b) + distance(d, c)) / 2;
  const along = (distance(a, d) + distance(b, c)) / 2;
  const limit = random.between(105, 190);
  if (depth >= 9 || (Math.max(across, along) < limit && depth > 3)) {
    blocks.push(quad);
    return;
  }
  const cut = random.between(0.4, 0.6);
  const skew = random.between(-0.06, 0.06);
  const half = (streetWidths[depth] ?? 8) / 2;
  if (across >= along) {
    const gap = half / across;
    const [top, bottom] = [cut + skew, cut - skew];
    roads.push({ from: towards(a, b, top), to: towards(d, c, bottom), depth });
    divide(random, [a, towards(a, b, top - gap), towards(d, c, bottom - gap), d], depth + 1, blocks, roads);
    divide(random, [towards(a, b, top + gap), b, c, towards(d, c, bottom + gap)], depth + 1, blocks, roads);
  } else {
    const gap = half / along;
    const [left, right] = [cut + skew, cut - skew];
    roads.push({ from: towards(a, d, left), to: towards(b, c, right), depth });
    divide(random, [a, b, towards(b, c, right - gap), towards(a, d, left - gap)], depth + 1, blocks, roads);
    divide(random, [towards(a, d, left + gap), towards(b, c, right + gap), c, d], depth + 1, blocks, roads);
  }
}

function inset(quad: Quad, by: number): Quad {
  const centre: Point = [
    quad.reduce((sum, [x]) => sum + x, 0) / 4,
    quad.reduce((sum, [, y]) => sum + y, 0) / 4,
  ];
  return quad.map((corner) =>
    towards(corner, centre, Math.min(0.8, by / distance(corner, centre))),
  ) as unknown as Quad;
}

const inside = ([a, b, c, d]: Quad, u: number, v: number): Point =>
  towards(towards(a, b, u), towards(d, c, u), v);

/** A block with houses around a courtyard, or a park. */
export function drawBlock(sheet: SvgSheet, random: Prng, palette: PlanPalette, block: Quad): void {
  if (random.chance(0.15)) return drawParkBlock(sheet, random, palette, block);
  sheet.add(polygon(block, palette.block));
  const columns = random.int(2, 3);
  const rows = random.int(2, 3);
  const hasCourtyard = columns === 3 && rows === 3;
  const inner = inset(block, 7);
  let shadows = '';
  let roofs = '';
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      if ((hasCourtyard && column === 1 && row === 1) || random.chance(0.07)) continue;
      const trim = random.between(0.015, 0.045);
      const [u0, u1] = [column / columns + trim, (column + 1) / columns - trim];
      const [v0, v1] = [row / rows + trim, (row + 1) / rows - trim];
      const house: Quad = [
        inside(inner, u0, v0),
        inside(inner, u1, v0),
        inside(inner, u1, v1),
        inside(inner, u0, v1),
      ];
      const colour = random.pick(palette.building);
      const high = random.between(3, 8);
      shadows += polygon(
        house.map(([x, y]): Point => [x + high, y + high]),
        palette.shadow,
      );
      roofs += polygon(house, colour);
      if (random.chance(0.6)) {
        const [m0, m1] = [inside(inner, (u0 + u1) / 2, v0), inside(inner, (u0 + u1) / 2, v1)];
        roofs += polygon([m0, house[1], house[2], m1], shade(colour, -0.045));
      } else roofs += polygon(inset(house, 6), shade(colour, 0.035));
    }
  }
  sheet.add(group(shadows, { opacity: 0.24 }), roofs);
  if (hasCourtyard) {
    const [x, y] = inside(inner, 0.5, 0.5);
    sheet.add(circle(x, y, 9, palette.tree), circle(x + 10, y + 6, 6, shade(palette.tree, 0.04)));
  }
}

function drawParkBlock(sheet: SvgSheet, random: Prng, palette: PlanPalette, block: Quad): void {
  sheet.add(polygon(block, palette.park));
  const way = (from: Point, to: Point): string => lineData([from, to]);
  const paths =
    way(inside(block, 0.02, 0.02), inside(block, 0.98, 0.98)) +
    way(inside(block, 0.98, 0.02), inside(block, 0.02, 0.98));
  const [x, y] = inside(block, 0.5, 0.5);
  sheet.add(
    stroke(paths, palette.street, 4),
    circle(x, y, 14, palette.street),
    circle(x, y, 8, palette.water),
  );
  let trees = '';
  let lit = '';
  for (let tree = 0; tree < 26; tree++) {
    const [tx, ty] = inside(block, random.between(0.08, 0.92), random.between(0.08, 0.92));
    if (distance([tx, ty], [x, y]) < 20) continue;
    const r = random.between(4, 8);
    trees += circle(tx + 2, ty + 2.5, r, palette.shadow, { opacity: 0.25 }) + circle(tx, ty, r, palette.tree);
    lit += circle(tx - r * 0.25, ty - r * 0.25, r * 0.6, shade(palette.tree, 0.05));
  }
  sheet.add(trees, lit);
}
