import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, lineData, path, polygon, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { distance, towards } from './plan-blocks.js';
import type { PlanPalette, Street } from './plan-blocks.js';

/** The walk: along a side street, a main street and another side street, as the cuts have left them. */
export function drawRoute(
  sheet: SvgSheet,
  random: Prng,
  palette: PlanPalette,
  roads: readonly Street[],
): void {
  const main = roads.find(({ depth }) => depth === 0);
  if (!main) return;
  const [first, second] = roads.filter(({ depth }) => depth === 1);
  if (!first || !second) return;
  const nearestEnd = (road: Street): [near: Point, far: Point] => {
    const gap = (point: Point): number =>
      Math.abs(
        (main.to[0] - main.from[0]) * (main.from[1] - point[1]) -
          (main.from[0] - point[0]) * (main.to[1] - main.from[1]),
      );
    return gap(road.from) < gap(road.to) ? [road.from, road.to] : [road.to, road.from];
  };
  const [firstNear, firstFar] = nearestEnd(first);
  const [secondNear, secondFar] = nearestEnd(second);
  const reach = Math.min(sheet.width, sheet.height) * 0.36;
  const start = towards(firstNear, firstFar, Math.min(0.8, reach / distance(firstNear, firstFar)));
  const end = towards(secondNear, secondFar, Math.min(0.8, reach / distance(secondNear, secondFar)));
  const points = [start, firstNear, secondNear, end];
  sheet.add(
    stroke(lineData(points), palette.street, 13),
    stroke(lineData(points), palette.route, 7, { 'stroke-dasharray': '1 15' }),
    stroke(lineData(points), palette.route, 6, { opacity: 0.35 }),
  );
  for (const stop of [towards(start, firstNear, 0.5), towards(secondNear, end, random.between(0.35, 0.6))]) {
    sheet.add(circle(stop[0], stop[1], 11, palette.street), circle(stop[0], stop[1], 7.5, palette.route));
  }
  drawPin(sheet, palette.pin, palette, start);
  drawPin(sheet, palette.route, palette, end);
}

function drawPin(sheet: SvgSheet, colour: string, palette: PlanPalette, [x, y]: Point): void {
  const drop = `M${round(x)} ${round(y)}C${round(x - 8)} ${round(y - 22)} ${round(x - 28)} ${round(y - 34)} ${round(x - 28)} ${round(y - 56)}a28 28 0 0 1 56 0C${round(x + 28)} ${round(y - 34)} ${round(x + 8)} ${round(y - 22)} ${round(x)} ${round(y)}z`;
  sheet.add(
    ellipse(x + 6, y + 2, 22, 8, palette.shadow, { opacity: 0.35 }),
    path(
      drop,
      sheet.linear([
        [0, shade(colour, 0.06)],
        [1, shade(colour, -0.06)],
      ]),
    ),
    circle(x, y - 56, 12, '#ffffff'),
  );
}

/** A compass rose in the upper right corner. */
export function drawCompass(sheet: SvgSheet, palette: PlanPalette): void {
  const [x, y, r] = [sheet.width - 86, 86, 40];
  const needle = (angle: number, length: number, colour: string, half: number): string => {
    const [dx, dy] = [Math.sin(angle), -Math.cos(angle)];
    return polygon(
      [
        [x + dx * length, y + dy * length],
        [x - dy * half, y + dx * half],
        [x + dy * half, y - dx * half],
      ],
      colour,
    );
  };
  sheet.add(
    circle(x, y, r + 12, palette.street, { opacity: 0.9 }),
    circle(x, y, r + 6, 'none', { stroke: palette.pin, 'stroke-width': 2.5 }),
  );
  for (let quarter = 1; quarter < 4; quarter++) sheet.add(needle((quarter * Math.PI) / 2, r, palette.pin, 7));
  sheet.add(needle(0, r + 4, palette.route, 8), circle(x, y, 4.5, palette.street));
}
