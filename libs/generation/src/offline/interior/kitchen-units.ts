import { lightnessOf, mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, path, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { facesOf } from './furniture.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

export function drawSplashback(
  sheet: SvgSheet,
  view: RoomView,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: readonly [number, number],
): void {
  if (recipe.wallFinish === 'brick') return;
  const tile = mix('#ffffff', scheme.accents[1], 0.14);
  sheet.add(view.front(x, [0.9, 1.5], 0, tile));
  let joints = '';
  for (let row = 0, y = 0.9; y <= 1.5; row++, y += 0.1) {
    const [left, py] = view.at(x[0], y, 0);
    const [right] = view.at(x[1], y, 0);
    joints += `M${round(left)} ${round(py)}H${round(right)}`;
    for (let at = x[0] + (row % 2 ? 0.1 : 0.2); at < x[1] && y < 1.5; at += 0.2) {
      const [px] = view.at(at, y, 0);
      joints += `M${round(px)} ${round(py)}v${round(-0.1 * view.scale(0))}`;
    }
  }
  sheet.add(stroke(joints, shade(tile, -0.08), 1.5));
}

export function drawDoor(
  sheet: SvgSheet,
  view: RoomView,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  colour: string,
  x: readonly [number, number],
  y: readonly [number, number],
  d: number,
): void {
  sheet.add(
    view.front(
      x,
      y,
      d,
      sheet.linear([
        [0, shade(colour, 0.02)],
        [1, shade(colour, -0.04)],
      ]),
      0.008,
      { stroke: shade(colour, -0.1), 'stroke-width': 1.6 },
    ),
  );
  const isFramed =
    recipe.wallFinish === 'panels' || recipe.wallFinish === 'wainscot' || recipe.wallFinish === 'fans';
  if (isFramed)
    sheet.add(
      view.front([x[0] + 0.06, x[1] - 0.06], [y[0] + 0.06, y[1] - 0.06], d, 'none', 0, {
        stroke: shade(colour, lightnessOf(colour) > 0.5 ? -0.08 : 0.08),
        'stroke-width': 3,
      }),
    );
  const handle = y[0] > 1 ? y[0] + 0.05 : y[1] - 0.07;
  sheet.add(
    view.front(
      [x[0] + (x[1] - x[0]) * 0.34, x[1] - (x[1] - x[0]) * 0.34],
      [handle, handle + 0.016],
      d + 0.01,
      scheme.metal,
      0.008,
    ),
  );
}

export function drawOven(
  sheet: SvgSheet,
  view: RoomView,
  scheme: InteriorScheme,
  x: readonly [number, number],
  isLit: boolean,
): void {
  const d = 0.605;
  sheet.add(
    view.front(x, [0.12, 0.84], d, '#3a3e44', 0.01),
    view.front(
      [x[0] + 0.04, x[1] - 0.04],
      [0.26, 0.64],
      d,
      isLit
        ? sheet.linear([
            [0, '#7a4a22'],
            [1, '#c98a3f'],
          ])
        : sheet.linear([
            [0, '#4d545c'],
            [1, '#23272c'],
          ]),
      0.015,
    ),
    view.front(
      [x[0] + 0.05, x[1] - 0.05],
      [0.665, 0.685],
      d + 0.01,
      mix(scheme.metal, '#e8e8e8', 0.6),
      0.008,
    ),
  );
  for (const share of [0.2, 0.4, 0.6, 0.8]) {
    const [cx, cy] = view.at(x[0] + (x[1] - x[0]) * share, 0.755, d);
    sheet.add(
      circle(cx, cy, 0.025 * view.scale(d), '#d9dadb'),
      circle(cx, cy, 0.012 * view.scale(d), '#8d9196'),
    );
  }
}

export function drawHood(
  sheet: SvgSheet,
  view: RoomView,
  scheme: InteriorScheme,
  x: number,
  half: number,
): void {
  const steel = mix(scheme.metal, '#d9dcdf', 0.55);
  const [left, low] = view.at(x - half, 1.56, 0.4);
  const [right] = view.at(x + half, 1.56, 0.4);
  const [neckLeft, high] = view.at(x - half * 0.42, 1.86, 0.25);
  const [neckRight] = view.at(x + half * 0.42, 1.86, 0.25);
  sheet.add(
    view.front(
      [x - half * 0.42, x + half * 0.42],
      [1.84, view.ceiling],
      0.25,
      sheet.linear(
        [
          [0, shade(steel, 0.04)],
          [1, shade(steel, -0.07)],
        ],
        [0, 0, 1, 0],
      ),
    ),
    path(
      `M${round(left)} ${round(low)}L${round(neckLeft)} ${round(high)}H${round(neckRight)}L${round(right)} ${round(low)}z`,
      sheet.linear(
        [
          [0, shade(steel, 0.05)],
          [1, shade(steel, -0.08)],
        ],
        [0, 0, 1, 0],
      ),
    ),
    view.front([x - half, x + half], [1.51, 1.565], 0.4, shade(steel, -0.04)),
  );
}

export function drawOpenShelf(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  scheme: InteriorScheme,
  x: readonly [number, number],
): void {
  for (const y of [1.54, 1.9]) {
    sheet.add(view.box({ x, y: [y, y + 0.03], d: [0, 0.26] }, facesOf(sheet, scheme.wood)));
    for (let at = x[0] + 0.09; at < x[1] - 0.05; at += 0.13) {
      const colour = random.pick([...scheme.accents, '#f4f1ea', '#e6ddcd']);
      const tall = random.between(0.09, 0.2);
      sheet.add(
        view.front(
          [at - 0.045, at + 0.045],
          [y + 0.03, y + 0.03 + tall],
          0.18,
          sheet.linear(
            [
              [0, shade(colour, 0.06)],
              [1, shade(colour, -0.08)],
            ],
            [0, 0, 1, 0],
          ),
          0.02,
        ),
      );
    }
  }
}

export function drawFridge(
  sheet: SvgSheet,
  view: RoomView,
  scheme: InteriorScheme,
  x: readonly [number, number],
): void {
  const steel = mix('#dfe1e2', scheme.accents[0], 0.08);
  sheet.add(
    view.box(
      { x, y: [0.03, 1.92], d: [0, 0.62] },
      {
        front: sheet.linear(
          [
            [0, shade(steel, 0.03)],
            [0.5, steel],
            [1, shade(steel, -0.07)],
          ],
          [0, 0, 1, 0],
        ),
        top: steel,
        side: shade(steel, -0.13),
      },
      0.03,
    ),
  );
  sheet.add(view.front(x, [0.72, 0.733], 0.622, shade(steel, -0.18)));
  for (const y of [
    [0.34, 0.66],
    [0.8, 1.3],
  ] as const)
    sheet.add(view.front([x[0] + 0.05, x[0] + 0.072], y, 0.64, shade(steel, -0.22), 0.01));
}
