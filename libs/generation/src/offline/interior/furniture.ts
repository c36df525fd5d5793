import { shade } from '../colour.js';
import { ellipse, polygon } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { BoxFaces, RoomView } from './room-view.js';

/** The three tones of a piece of furniture. */
export function facesOf(sheet: SvgSheet, colour: string): BoxFaces {
  return {
    front: sheet.linear([
      [0, shade(colour, 0.01)],
      [1, shade(colour, -0.05)],
    ]),
    top: sheet.linear([
      [0, shade(colour, 0.02)],
      [1, shade(colour, 0.06)],
    ]),
    side: shade(colour, -0.09),
  };
}

/** A soft shadow on the floor under a piece of furniture. */
export function floorShadow(
  sheet: SvgSheet,
  view: RoomView,
  x: readonly [number, number],
  d: readonly [number, number],
  strength = 0.42,
): string {
  const [left] = view.at(x[0], 0, d[1]);
  const [right] = view.at(x[1], 0, d[1]);
  const [, far] = view.at(0, 0, d[0]);
  const [, near] = view.at(0, 0, d[1]);
  const fill = sheet.radial([
    [0, '#120c08', strength],
    [0.62, '#120c08', strength * 0.72],
    [1, '#120c08', 0],
  ]);
  return ellipse(
    (left + right) / 2,
    (far + near) / 2,
    (right - left) * 0.6,
    Math.max(14, (near - far) * 0.72),
    fill,
  );
}

/** Four legs under a box; tapered ones stand out a little. */
export function legs(
  view: RoomView,
  kind: InteriorRecipe['sofa']['legs'],
  colour: string,
  { x, d, height }: { x: readonly [number, number]; d: readonly [number, number]; height: number },
): string {
  let markup = '';
  for (const depth of [d[0] + 0.08, d[1] - 0.04]) {
    for (const [at, lean] of [
      [x[0] + 0.1, -0.05],
      [x[1] - 0.1, 0.05],
    ] as const) {
      const scale = view.scale(depth);
      const [px, py] = view.at(at, height, depth);
      const foot = view.at(at + (kind === 'tapered' ? lean : 0), 0, depth);
      const [top, end] =
        kind === 'metal' ? [0.012, 0.012] : kind === 'tapered' ? [0.03, 0.014] : [0.045, 0.045];
      markup += polygon(
        [
          [px - top * scale, py],
          [px + top * scale, py],
          [foot[0] + end * scale, foot[1]],
          [foot[0] - end * scale, foot[1]],
        ],
        depth < d[1] - 0.1 ? shade(colour, -0.08) : colour,
      );
    }
  }
  return markup;
}
