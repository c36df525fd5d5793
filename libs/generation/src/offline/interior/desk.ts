import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, polygon, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { facesOf, floorShadow, legs } from './furniture.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';
import { drawVase } from './vase.js';

/** A desk at the back wall with a screen, a lamp and a chair in front. */
export function drawDesk(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: readonly [number, number],
  isLit: boolean,
): void {
  const d = [0.06, 0.78] as const;
  const height = 0.75;
  sheet.add(floorShadow(sheet, view, x, [0.1, 1], 0.36));
  sheet.add(
    legs(
      view,
      recipe.sofa.legs === 'plinth' ? 'block' : recipe.sofa.legs,
      recipe.table === 'frame' ? scheme.metal : scheme.wood,
      { x, d, height },
    ),
  );
  const drawers = [x[1] - 0.46, x[1] - 0.04] as const;
  sheet.add(view.box({ x: drawers, y: [0.18, height], d }, facesOf(sheet, shade(scheme.wood, -0.03))));
  for (const y of [0.22, 0.4, 0.58])
    sheet.add(
      view.front([drawers[0] + 0.03, drawers[1] - 0.03], [y, y + 0.14], d[1], shade(scheme.wood, 0.03), 0.01),
      view.front([drawers[0] + 0.16, drawers[1] - 0.16], [y + 0.065, y + 0.082], d[1], scheme.metal),
    );
  sheet.add(
    view.box(
      { x: [x[0] - 0.03, x[1] + 0.03], y: [height - 0.04, height], d },
      facesOf(sheet, scheme.wood),
      0.01,
    ),
  );
  const middle = (x[0] + x[1]) / 2 - 0.12;
  sheet.add(
    view.front([middle - 0.06, middle + 0.06], [height, height + 0.12], 0.24, '#3a3f46'),
    view.front([middle - 0.42, middle + 0.42], [height + 0.1, height + 0.6], 0.26, '#22262c', 0.02),
    view.front(
      [middle - 0.395, middle + 0.395],
      [height + 0.13, height + 0.575],
      0.27,
      sheet.linear(
        [
          [0, shade(scheme.accents[0], 0.12)],
          [1, shade(scheme.accents[1], -0.1)],
        ],
        [0, 0, 1, 1],
      ),
    ),
  );
  sheet.add(view.flat([middle - 0.22, middle + 0.22], [0.46, 0.6], '#e7e7e4', height + 0.012));
  drawVase(sheet, view, random, {
    x: x[0] + 0.16,
    y: height,
    d: 0.3,
    colour: scheme.accents[2],
    height: 0.2,
  });
  drawDeskLamp(sheet, view, scheme, x[1] - 0.2, height, isLit);
  drawChair(sheet, view, scheme, middle, 1.25);
}

function drawDeskLamp(
  sheet: SvgSheet,
  view: RoomView,
  scheme: InteriorScheme,
  x: number,
  y: number,
  isLit: boolean,
): void {
  const [px, py] = view.at(x, y, 0.3);
  const unit = view.scale(0.3);
  sheet.add(
    ellipse(px, py, unit * 0.09, unit * 0.025, scheme.metal),
    stroke(
      `M${round(px)} ${round(py)}l${round(unit * 0.1)} ${round(-unit * 0.26)}l${round(-unit * 0.2)} ${round(-unit * 0.18)}`,
      scheme.metal,
      unit * 0.018,
    ),
    polygon(
      [
        [px - unit * 0.06, py - unit * 0.47],
        [px - unit * 0.14, py - unit * 0.42],
        [px - unit * 0.2, py - unit * 0.28],
        [px - unit * 0.02, py - unit * 0.34],
      ],
      scheme.accents[0],
    ),
  );
  if (isLit)
    sheet.add(
      circle(
        px - unit * 0.12,
        py - unit * 0.26,
        unit * 0.6,
        sheet.radial([
          [0, '#fff0c4', 0.75],
          [0.3, '#ffd98c', 0.28],
          [1, '#ffc76b', 0],
        ]),
      ),
    );
}

/** A chair seen from behind. */
function drawChair(sheet: SvgSheet, view: RoomView, scheme: InteriorScheme, x: number, d: number): void {
  const cloth = scheme.sofa;
  sheet.add(
    floorShadow(sheet, view, [x - 0.26, x + 0.26], [d - 0.3, d + 0.25], 0.4),
    legs(view, 'tapered', scheme.metal, { x: [x - 0.3, x + 0.3], d: [d - 0.34, d + 0.1], height: 0.46 }),
    view.box(
      { x: [x - 0.25, x + 0.25], y: [0.42, 0.5], d: [d - 0.36, d + 0.08] },
      facesOf(sheet, cloth),
      0.03,
    ),
    view.front(
      [x - 0.25, x + 0.25],
      [0.56, 0.98],
      d + 0.14,
      sheet.linear([
        [0, shade(cloth, 0.02)],
        [1, shade(cloth, -0.08)],
      ]),
      0.12,
    ),
    view.front([x - 0.03, x + 0.03], [0.44, 0.6], d + 0.13, scheme.metal),
  );
}
