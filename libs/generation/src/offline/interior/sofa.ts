import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { drawCushions, drawThrow } from './cushions.js';
import { facesOf, floorShadow, legs } from './furniture.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

/** A sofa against the back wall, `x` metres from side to side, with cushions. */
export function drawSofa(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: readonly [number, number],
): void {
  const { arms, legs: legKind, isTufted, back } = recipe.sofa;
  const cloth = scheme.sofa;
  const faces = facesOf(sheet, cloth);
  const [behind, front] = [0.3, 1.2];
  const arm = { square: 0.2, round: 0.24, slim: 0.11, curved: 0.2 }[arms];
  const base = legKind === 'plinth' ? 0.05 : 0.15;
  const seat = 0.43;
  const inner = [x[0] + arm, x[1] - arm] as const;
  sheet.add(floorShadow(sheet, view, [x[0] - 0.1, x[1] + 0.1], [behind, front + 0.12]));
  sheet.add(
    legKind === 'plinth'
      ? view.box(
          { x: [x[0] + 0.06, x[1] - 0.06], y: [0, 0.06], d: [behind, front - 0.04] },
          facesOf(sheet, shade(scheme.wood, -0.15)),
        )
      : legs(view, legKind, legKind === 'metal' ? scheme.metal : scheme.wood, {
          x,
          d: [behind, front],
          height: base + 0.02,
        }),
  );

  const backRadius = arms === 'curved' ? 0.3 : arms === 'round' ? 0.14 : 0.07;
  sheet.add(
    view.box(
      {
        x: arms === 'curved' ? x : [x[0] + arm * 0.4, x[1] - arm * 0.4],
        y: [base, back],
        d: [behind - 0.1, behind + 0.12],
      },
      facesOf(sheet, shade(cloth, -0.03)),
      backRadius,
    ),
  );
  const seats = x[1] - x[0] > 1.9 ? 3 : 2;
  const wide = (inner[1] - inner[0]) / seats;
  for (let index = 0; index < seats; index++) {
    const place = [inner[0] + index * wide + 0.012, inner[0] + (index + 1) * wide - 0.012] as const;
    sheet.add(
      view.front(
        place,
        [seat - 0.04, back - 0.05],
        behind + 0.2,
        sheet.linear([
          [0, shade(cloth, 0.035)],
          [0.8, shade(cloth, -0.01)],
          [1, shade(cloth, -0.08)],
        ]),
        arms === 'square' ? 0.05 : 0.1,
      ),
    );
    if (isTufted) sheet.add(tufts(view, cloth, place, [seat + 0.08, back - 0.12], behind + 0.2));
  }
  sheet.add(
    view.box(
      { x: inner, y: [base, seat - 0.11], d: [behind, front - 0.03] },
      facesOf(sheet, shade(cloth, -0.05)),
    ),
  );
  for (let index = 0; index < seats; index++) {
    const place = [inner[0] + index * wide + 0.008, inner[0] + (index + 1) * wide - 0.008] as const;
    sheet.add(
      view.box(
        { x: place, y: [seat - 0.12, seat], d: [behind + 0.16, front] },
        { ...faces, side: shade(cloth, -0.06) },
        0.045,
      ),
    );
  }
  drawCushions(sheet, view, random, scheme, inner, seat, behind + 0.34);
  for (const side of [x[0], x[1] - arm]) {
    const height = { square: 0.6, round: 0.64, slim: 0.58, curved: 0.52 }[arms];
    sheet.add(
      view.box(
        { x: [side, side + arm], y: [base, height], d: [behind, front + 0.02] },
        arms === 'slim' && !isTufted ? faces : facesOf(sheet, shade(cloth, -0.015)),
        arms === 'square' ? 0.04 : arm * 0.48,
      ),
    );
    if (arms === 'round') {
      const [cx, cy] = view.at(side + arm / 2, height - arm * 0.42, front + 0.02);
      sheet.add(
        circle(cx, cy, arm * 0.3 * view.scale(front), 'none', {
          stroke: shade(cloth, -0.09),
          'stroke-width': 2.5,
        }),
      );
    }
  }
  drawThrow(sheet, view, scheme, [x[1] - arm, x[1]], front);
}

function tufts(
  view: RoomView,
  cloth: string,
  x: readonly [number, number],
  y: readonly [number, number],
  d: number,
): string {
  let markup = '';
  for (let row = 0; row < 2; row++) {
    for (let column = 0; column < 3; column++) {
      const [cx, cy] = view.at(
        x[0] + ((x[1] - x[0]) * (column + 0.5)) / 3,
        y[0] + (y[1] - y[0]) * (row ? 0.85 : 0.2),
        d,
      );
      markup +=
        circle(cx, cy, 3.2, shade(cloth, -0.12)) +
        stroke(
          `M${round(cx - 11)} ${round(cy + 5)}Q${round(cx)} ${round(cy - 2)} ${round(cx + 11)} ${round(cy + 5)}`,
          shade(cloth, -0.07),
          1.6,
        );
    }
  }
  return markup;
}
