import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, path, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { floorShadow } from './furniture.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

/** Cushions leaning against a back, in the room's accents. */
export function drawCushions(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  scheme: InteriorScheme,
  x: readonly [number, number],
  seat: number,
  d: number,
): void {
  const places = [0.1, 0.24, 0.76, 0.9].filter((_, index) => index % 3 === 0 || random.chance(0.75));
  places.forEach((place, index) => {
    const size = random.between(0.34, 0.42);
    const colour = scheme.accents[index % 4] ?? scheme.sofa;
    const [cx, cy] = view.at(x[0] + (x[1] - x[0]) * place, seat + size * 0.44, d + index * 0.03);
    const half = (size * view.scale(d)) / 2;
    const pinch = half * 0.86;
    const tilt = random.between(-11, 11);
    const shape = `M${round(-half)} ${round(-half)}Q0 ${round(-pinch)} ${round(half)} ${round(-half)}Q${round(pinch)} 0 ${round(half)} ${round(half)}Q0 ${round(pinch)} ${round(-half)} ${round(half)}Q${round(-pinch)} 0 ${round(-half)} ${round(-half)}z`;
    const fill = sheet.linear(
      [
        [0, shade(colour, 0.05)],
        [1, shade(colour, -0.06)],
      ],
      [0, 0, 1, 1],
    );
    const lines = [-0.5, 0, 0.5]
      .map((at) => `M${round(-half * 0.84)} ${round(half * at)}H${round(half * 0.84)}`)
      .join('');
    const pattern =
      [
        stroke(lines, shade(colour, 0.12), 3.5, { opacity: 0.7 }),
        circle(0, 0, half * 0.4, 'none', { stroke: shade(colour, 0.12), 'stroke-width': 3, opacity: 0.7 }),
        '',
      ][random.int(0, 2)] ?? '';
    sheet.add(
      `<g transform="translate(${round(cx)} ${round(cy)}) rotate(${round(tilt)})">${path(shape, fill)}${pattern}</g>`,
    );
  });
}

/** A folded blanket over an arm. */
export function drawThrow(
  sheet: SvgSheet,
  view: RoomView,
  scheme: InteriorScheme,
  x: readonly [number, number],
  front: number,
): void {
  const colour = mix(scheme.accents[2], '#ffffff', 0.25);
  const place = [x[0] - 0.03, x[1] + 0.015] as const;
  const fill = sheet.linear(
    [
      [0, shade(colour, 0.03)],
      [0.5, shade(colour, -0.03)],
      [1, shade(colour, 0.01)],
    ],
    [0, 0, 1, 0],
  );
  sheet.add(view.front(place, [0.27, 0.66], front + 0.03, fill, 0.05));
  let fringe = '';
  for (let at = place[0] + 0.02; at < place[1]; at += 0.035) {
    const [px, py] = view.at(at, 0.27, front + 0.03);
    fringe += `M${round(px)} ${round(py)}v${round(0.05 * view.scale(front))}`;
  }
  sheet.add(stroke(fringe, shade(colour, -0.05), 2.2));
}

/** An upholstered stool. */
export function drawPouf(sheet: SvgSheet, view: RoomView, colour: string, x: number, d: number): void {
  const [radius, height] = [0.3, 0.38];
  const [left, top] = view.at(x - radius, height, d);
  const [right, bottom] = view.at(x + radius, 0, d);
  const lift = (right - left) * 0.16;
  sheet.add(
    floorShadow(sheet, view, [x - radius, x + radius], [d - 0.3, d + 0.36]),
    path(
      `M${round(left)} ${round(top)}Q${round(left - 7)} ${round((top + bottom) / 2)} ${round(left + 6)} ${round(bottom)}Q${round((left + right) / 2)} ${round(bottom + lift * 1.5)} ${round(right - 6)} ${round(bottom)}Q${round(right + 7)} ${round((top + bottom) / 2)} ${round(right)} ${round(top)}z`,
      sheet.linear(
        [
          [0, shade(colour, 0.02)],
          [0.55, shade(colour, -0.02)],
          [1, shade(colour, -0.12)],
        ],
        [0, 0, 1, 0],
      ),
    ),
    path(
      view.discData(x, height, d, radius),
      sheet.linear([
        [0, shade(colour, 0.02)],
        [1, shade(colour, 0.08)],
      ]),
    ),
    stroke(
      `M${round(left)} ${round((top + bottom) / 2)}Q${round((left + right) / 2)} ${round((top + bottom) / 2 + lift * 1.7)} ${round(right)} ${round((top + bottom) / 2)}`,
      shade(colour, 0.1),
      3,
      { opacity: 0.6 },
    ),
  );
}
