import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { path, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { facesOf, floorShadow } from './furniture.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';
import { drawVase } from './vase.js';

/** A dining table with stools in front of the kitchen. */
export function drawDiningTable(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: number,
  d: number,
): void {
  const half = 0.72;
  const height = 0.74;
  const wood = scheme.wood;
  sheet.add(floorShadow(sheet, view, [x - half, x + half], [d - 0.35, d + 0.5]));
  for (const side of [x - 0.42, x + 0.42]) drawStool(sheet, view, scheme, side, d - 0.5);
  const leg = recipe.table === 'frame' ? scheme.metal : shade(wood, -0.04);
  for (const at of [x - half + 0.08, x + half - 0.14])
    sheet.add(
      view.box(
        { x: [at, at + 0.06], y: [0, height - 0.04], d: [d - 0.3, d - 0.24] },
        facesOf(sheet, shade(leg, -0.06)),
      ),
      view.box({ x: [at, at + 0.06], y: [0, height - 0.04], d: [d + 0.28, d + 0.34] }, facesOf(sheet, leg)),
    );
  sheet.add(
    view.box(
      { x: [x - half, x + half], y: [height - 0.05, height], d: [d - 0.4, d + 0.4] },
      facesOf(sheet, wood),
      0.015,
    ),
  );
  for (const at of [x - 0.42, x + 0.42])
    sheet.add(
      path(view.discData(at, height + 0.004, d + 0.16, 0.14), '#fbfaf7'),
      path(view.discData(at, height + 0.006, d + 0.16, 0.09), mix('#ffffff', scheme.accents[0], 0.35)),
    );
  drawVase(sheet, view, random, { x, y: height, d: d - 0.06, colour: scheme.accents[0], height: 0.22 });
  for (const side of [x - 0.46, x + 0.46]) drawStool(sheet, view, scheme, side, d + 0.72);
}

function drawStool(sheet: SvgSheet, view: RoomView, scheme: InteriorScheme, x: number, d: number): void {
  const cloth = scheme.accents[0];
  let feet = '';
  for (const [dx, dd] of [
    [-0.17, -0.14],
    [0.17, -0.14],
    [-0.17, 0.14],
    [0.17, 0.14],
  ] as const) {
    const [tx, ty] = view.at(x + dx * 0.7, 0.44, d + dd * 0.7);
    const [fx, fy] = view.at(x + dx, 0, d + dd);
    feet += `M${round(tx)} ${round(ty)}L${round(fx)} ${round(fy)}`;
  }
  sheet.add(
    floorShadow(sheet, view, [x - 0.18, x + 0.18], [d - 0.18, d + 0.18], 0.3),
    stroke(feet, shade(scheme.wood, -0.04), 0.028 * view.scale(d)),
    path(view.discData(x, 0.43, d, 0.2), shade(cloth, -0.1)),
    path(
      view.discData(x, 0.47, d, 0.2),
      sheet.linear([
        [0, cloth],
        [1, shade(cloth, 0.05)],
      ]),
    ),
  );
}
