import { mix, shade } from '../colour.js';
import { circle, group, lineData, path, polygon, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import type { RugPattern } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

/** A carpet on the floor. */
export function drawRug(
  sheet: SvgSheet,
  view: RoomView,
  pattern: RugPattern,
  scheme: InteriorScheme,
  x: readonly [number, number],
  d: readonly [number, number],
): void {
  const [first, second, third] = scheme.accents;
  const base = mix(second, scheme.trim, pattern === 'plain' || pattern === 'diamonds' ? 0.62 : 0.28);
  const at = (u: number, v: number): Point => view.at(x[0] + (x[1] - x[0]) * u, 0, d[0] + (d[1] - d[0]) * v);
  const quad = (u0: number, u1: number, v0: number, v1: number, fill: string): string =>
    polygon([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], fill);
  if (pattern === 'round') {
    const [cx, cd] = [(x[0] + x[1]) / 2, (d[0] + d[1]) / 2];
    const radius = Math.min((x[1] - x[0]) / 2, (d[1] - d[0]) / 2) * 1.06;
    for (const [share, colour] of [
      [1, base],
      [0.84, first],
      [0.66, base],
      [0.5, third],
      [0.3, base],
    ] as const)
      sheet.add(path(view.discData(cx, 0, cd, radius * share), colour));
    return;
  }
  sheet.add(quad(-0.006, 1.006, -0.006, 1.012, shade(base, -0.14)), quad(0, 1, 0, 1, base));
  const clip = sheet.clip(quad(0, 1, 0, 1, '#fff'));
  if (pattern === 'stripes') {
    for (let stripe = 0; stripe < 11; stripe++)
      sheet.add(
        quad(
          0,
          1,
          stripe / 11 + 0.015,
          (stripe + 0.5) / 11,
          [first, mix(third, scheme.trim, 0.4), shade(base, -0.06)][stripe % 3] ?? first,
        ),
      );
  }
  if (pattern === 'diamonds') {
    let lines = '';
    for (let step = -6; step <= 10; step++)
      lines +=
        lineData([at(step / 5, 0), at(step / 5 + 0.6, 1)]) +
        lineData([at(step / 5 + 0.6, 0), at(step / 5, 1)]);
    sheet.add(
      group(stroke(lines, mix(shade(base, -0.3), first, 0.3), 3.5, { opacity: 0.75 }), { 'clip-path': clip }),
    );
  }
  if (pattern === 'medallion') {
    sheet.add(
      quad(0.03, 0.97, 0.05, 0.95, shade(first, -0.06)),
      quad(0.06, 0.94, 0.1, 0.9, mix(base, scheme.trim, 0.35)),
      quad(0.075, 0.925, 0.125, 0.875, first),
      quad(0.11, 0.89, 0.19, 0.81, shade(first, -0.035)),
    );
    const [cx, cd] = [(x[0] + x[1]) / 2, (d[0] + d[1]) / 2];
    const radius = (d[1] - d[0]) * 0.3;
    for (const [share, colour] of [
      [1, mix(base, scheme.trim, 0.45)],
      [0.84, third],
      [0.55, mix(base, scheme.trim, 0.5)],
      [0.36, shade(first, -0.1)],
    ] as const)
      sheet.add(path(view.discData(cx, 0, cd, radius * share), colour));
    for (const [u, v] of [
      [0.17, 0.28],
      [0.83, 0.28],
      [0.17, 0.72],
      [0.83, 0.72],
    ] as const) {
      const [mx, my] = at(u, v);
      sheet.add(
        polygon(
          [
            [mx, my - 12],
            [mx + 30, my],
            [mx, my + 12],
            [mx - 30, my],
          ],
          third,
        ),
        polygon(
          [
            [mx, my - 6],
            [mx + 14, my],
            [mx, my + 6],
            [mx - 14, my],
          ],
          mix(base, scheme.trim, 0.5),
        ),
      );
    }
    for (let mark = 0; mark < 26; mark++) {
      const u = 0.04 + (mark / 25) * 0.92;
      for (const v of [0.075, 0.925]) {
        const [mx, my] = at(u, v);
        sheet.add(circle(mx, my, 3, mix(base, scheme.trim, 0.5)));
      }
    }
  }
  if (pattern === 'fans') {
    let arcs = '';
    for (let row = 0; row < 4; row++) {
      for (let column = -1; column < 6; column++) {
        const cx = x[0] + ((column + (row % 2 ? 0.5 : 1)) * (x[1] - x[0])) / 5;
        const cd = d[0] + ((row + 1) * (d[1] - d[0])) / 4;
        for (const share of [1, 0.66, 0.33]) {
          const points: Point[] = Array.from({ length: 13 }, (_, index) => {
            const angle = Math.PI * (index / 12);
            const r = ((x[1] - x[0]) / 10) * share;
            return view.at(cx + Math.cos(angle) * r, 0, cd - Math.sin(angle) * r);
          });
          arcs += lineData(points);
        }
      }
    }
    sheet.add(
      quad(0.02, 0.98, 0.03, 0.97, shade(first, -0.12)),
      group(stroke(arcs, scheme.metal, 3), { 'clip-path': clip }),
    );
  }
  if (pattern === 'plain')
    sheet.add(quad(0.03, 0.97, 0.05, 0.95, shade(base, 0.02)), quad(0.04, 0.96, 0.07, 0.93, base));
  let fringe = '';
  for (let mark = 0; mark <= 40; mark++)
    for (const v of [0, 1]) fringe += lineData([at(mark / 40, v), at(mark / 40, v + (v ? 0.03 : -0.025))]);
  if (pattern !== 'plain' && pattern !== 'fans') sheet.add(stroke(fringe, mix(base, '#ffffff', 0.5), 2));
}
