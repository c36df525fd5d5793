import { mix, shade } from '../colour.js';
import { circle, group, lineData, path, polygon, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import type { RugPattern } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

interface Weave {
  view: RoomView;
  scheme: InteriorScheme;
  base: string;
  /** A light thread. */
  pale: string;
  x: readonly [number, number];
  d: readonly [number, number];
  /** A point of the rug by shares of its length and depth. */
  at: (u: number, v: number) => Point;
  quad: (u0: number, u1: number, v0: number, v1: number, fill: string) => string;
  /** Cuts off what runs over the edge. */
  clipped: (markup: string) => string;
}

const fringed: readonly RugPattern[] = ['stripes', 'diamonds', 'medallion'];

/** A carpet on the floor. */
export function drawRug(
  sheet: SvgSheet,
  view: RoomView,
  pattern: RugPattern,
  scheme: InteriorScheme,
  x: readonly [number, number],
  d: readonly [number, number],
): void {
  const base = mix(
    scheme.accents[1],
    scheme.trim,
    pattern === 'plain' || pattern === 'diamonds' ? 0.62 : 0.28,
  );
  const at = (u: number, v: number): Point => view.at(x[0] + (x[1] - x[0]) * u, 0, d[0] + (d[1] - d[0]) * v);
  const quad: Weave['quad'] = (u0, u1, v0, v1, fill) =>
    polygon([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], fill);
  const clip = sheet.clip(quad(0, 1, 0, 1, '#fff'));
  const clipped = (markup: string): string => group(markup, { 'clip-path': clip });
  const weave: Weave = { view, scheme, base, pale: mix(base, scheme.trim, 0.45), x, d, at, quad, clipped };
  if (pattern !== 'round')
    sheet.add(quad(-0.006, 1.006, -0.006, 1.012, shade(base, -0.14)), quad(0, 1, 0, 1, base));
  sheet.add(weaves[pattern](weave));
  if (fringed.includes(pattern)) sheet.add(fringe(weave));
}

const weaves: Readonly<Record<RugPattern, (weave: Weave) => string>> = {
  plain({ quad, base }) {
    return quad(0.03, 0.97, 0.05, 0.95, shade(base, 0.02)) + quad(0.04, 0.96, 0.07, 0.93, base);
  },
  round({ scheme, base, ...weave }) {
    const [first, , third] = scheme.accents;
    const radius = Math.min(weave.x[1] - weave.x[0], weave.d[1] - weave.d[0]) * 0.53;
    return rings(weave, radius, [
      [1, base],
      [0.84, first],
      [0.66, base],
      [0.5, third],
      [0.3, base],
    ]);
  },
  stripes({ quad, scheme, base }) {
    const [first, , third] = scheme.accents;
    const tones = [first, mix(third, scheme.trim, 0.4), shade(base, -0.06)];
    return Array.from({ length: 11 }, (_, stripe) =>
      quad(0, 1, stripe / 11 + 0.015, (stripe + 0.5) / 11, tones[stripe % 3] ?? first),
    ).join('');
  },
  diamonds({ at, scheme, base, clipped }) {
    let lines = '';
    for (let step = -6; step <= 10; step++) {
      const u = step / 5;
      lines += lineData([at(u, 0), at(u + 0.6, 1)]) + lineData([at(u + 0.6, 0), at(u, 1)]);
    }
    return clipped(stroke(lines, mix(shade(base, -0.3), scheme.accents[0], 0.3), 3.5, { opacity: 0.75 }));
  },
  medallion({ quad, at, scheme, pale, ...weave }) {
    const [first, , third] = scheme.accents;
    let markup =
      quad(0.03, 0.97, 0.05, 0.95, shade(first, -0.06)) +
      quad(0.06, 0.94, 0.1, 0.9, pale) +
      quad(0.075, 0.925, 0.125, 0.875, first) +
      quad(0.11, 0.89, 0.19, 0.81, shade(first, -0.035));
    markup += rings(weave, (weave.d[1] - weave.d[0]) * 0.3, [
      [1, pale],
      [0.84, third],
      [0.55, pale],
      [0.36, shade(first, -0.1)],
    ]);
    for (const u of [0.17, 0.83]) {
      for (const v of [0.28, 0.72])
        markup += lozenge(at(u, v), 30, 12, third) + lozenge(at(u, v), 14, 6, pale);
    }
    for (let mark = 0; mark < 26; mark++) {
      for (const v of [0.075, 0.925]) {
        const [x, y] = at(0.04 + (mark / 25) * 0.92, v);
        markup += circle(x, y, 3, pale);
      }
    }
    return markup;
  },
  fans({ view, x, d, quad, scheme, clipped }) {
    let arcs = '';
    for (let row = 0; row < 4; row++) {
      for (let column = -1; column < 6; column++) {
        const cx = x[0] + ((column + (row % 2 ? 0.5 : 1)) * (x[1] - x[0])) / 5;
        const cd = d[0] + ((row + 1) * (d[1] - d[0])) / 4;
        for (const share of [1, 0.66, 0.33]) {
          const r = ((x[1] - x[0]) / 10) * share;
          const points = Array.from({ length: 13 }, (_, index) => {
            const angle = (Math.PI * index) / 12;
            return view.at(cx + Math.cos(angle) * r, 0, cd - Math.sin(angle) * r);
          });
          arcs += lineData(points);
        }
      }
    }
    return (
      quad(0.02, 0.98, 0.03, 0.97, shade(scheme.accents[0], -0.12)) + clipped(stroke(arcs, scheme.metal, 3))
    );
  },
};

function rings(
  { view, x, d }: Pick<Weave, 'view' | 'x' | 'd'>,
  radius: number,
  colours: readonly (readonly [share: number, colour: string])[],
): string {
  const [cx, cd] = [(x[0] + x[1]) / 2, (d[0] + d[1]) / 2];
  return colours.map(([share, colour]) => path(view.discData(cx, 0, cd, radius * share), colour)).join('');
}

function lozenge([x, y]: Point, wide: number, tall: number, fill: string): string {
  const corners: Point[] = [
    [x, y - tall],
    [x + wide, y],
    [x, y + tall],
    [x - wide, y],
  ];
  return polygon(corners, fill);
}

function fringe({ at, base }: Weave): string {
  let data = '';
  for (let mark = 0; mark <= 40; mark++) {
    for (const v of [0, 1]) data += lineData([at(mark / 40, v), at(mark / 40, v + (v ? 0.03 : -0.025))]);
  }
  return stroke(data, mix(base, '#ffffff', 0.5), 2);
}
