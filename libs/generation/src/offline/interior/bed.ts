import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, path, polygon, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { drawCushions } from './cushions.js';
import { facesOf, floorShadow, legs } from './furniture.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

/** A double bed with its head at the back wall and a night table on either side. */
export function drawBed(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: readonly [number, number],
  isLit: boolean,
): void {
  const foot = 2.15;
  const linen = mix('#fbf8f2', scheme.wall, 0.12);
  const cover = scheme.sofa;
  sheet.add(floorShadow(sheet, view, [x[0] - 0.15, x[1] + 0.15], [0.1, foot + 0.1]));
  for (const side of [x[0] - 0.52, x[1] + 0.08])
    drawNightTable(sheet, view, recipe, scheme, [side, side + 0.44], isLit);

  const head = recipe.sofa.back + 0.38;
  const isUpholstered = recipe.sofa.isTufted || recipe.sofa.arms === 'round';
  const board = isUpholstered ? shade(cover, -0.02) : scheme.wood;
  sheet.add(
    view.box(
      { x: [x[0] - 0.05, x[1] + 0.05], y: [0.1, head], d: [0.02, 0.12] },
      facesOf(sheet, board),
      recipe.sofa.arms === 'curved' ? 0.4 : 0.06,
    ),
  );
  if (isUpholstered) {
    let buttons = '';
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 6; column++) {
        const [cx, cy] = view.at(
          x[0] + ((x[1] - x[0]) * (column + (row % 2 ? 1 : 0.5))) / 6.5,
          0.76 + row * 0.17,
          0.12,
        );
        buttons += circle(cx, cy, 3, shade(board, -0.12));
      }
    }
    sheet.add(buttons);
  } else {
    for (let y = 0.62; y < head - 0.08; y += 0.15)
      sheet.add(view.front([x[0], x[1]], [y, y + 0.012], 0.12, shade(board, -0.09)));
  }
  sheet.add(legs(view, recipe.sofa.legs, scheme.wood, { x, d: [0.1, foot], height: 0.2 }));
  sheet.add(view.box({ x, y: [0.14, 0.3], d: [0.1, foot] }, facesOf(sheet, scheme.wood)));
  sheet.add(
    view.box(
      { x: [x[0] + 0.03, x[1] - 0.03], y: [0.28, 0.52], d: [0.12, foot - 0.02] },
      facesOf(sheet, linen),
      0.06,
    ),
  );
  for (const share of [0.26, 0.74]) {
    const at = x[0] + (x[1] - x[0]) * share;
    sheet.add(
      view.front(
        [at - 0.33, at + 0.33],
        [0.52, 0.92],
        0.3,
        sheet.linear([
          [0, '#ffffff'],
          [1, shade(linen, -0.06)],
        ]),
        0.13,
      ),
    );
  }
  drawCushions(sheet, view, random, scheme, [x[0] + 0.25, x[1] - 0.25], 0.52, 0.5);
  drawCover(sheet, view, scheme, x, foot, cover, linen);
}

function drawCover(
  sheet: SvgSheet,
  view: RoomView,
  scheme: InteriorScheme,
  x: readonly [number, number],
  foot: number,
  cover: string,
  linen: string,
): void {
  const wide = [x[0] - 0.03, x[1] + 0.03] as const;
  const [turn, top, low] = [0.86, 0.545, 0.2];
  sheet.add(
    view.flat(
      wide,
      [turn - 0.24, turn],
      sheet.linear([
        [0, '#ffffff'],
        [1, shade(linen, -0.03)],
      ]),
      top,
    ),
    view.flat(
      wide,
      [turn, foot],
      sheet.linear([
        [0, shade(cover, -0.02)],
        [1, shade(cover, 0.05)],
      ]),
      top,
    ),
  );
  const [left, upper] = view.at(wide[0], top, foot);
  const [right, lower] = view.at(wide[1], low, foot);
  const width = right - left;
  let hem = `M${round(left)} ${round(upper)}H${round(right)}V${round(lower)}`;
  for (let fold = 0; fold < 8; fold++)
    hem += `q${round(-width / 16)} ${fold % 2 ? -9 : 9} ${round(-width / 8)} 0`;
  sheet.add(
    path(
      `${hem}z`,
      sheet.linear([
        [0, shade(cover, 0.02)],
        [1, shade(cover, -0.09)],
      ]),
    ),
  );
  const folds = [0.2, 0.42, 0.63, 0.84]
    .map(
      (share) =>
        `M${round(left + width * share)} ${round(upper + 4)}q${round(width * 0.01)} ${round((lower - upper) * 0.5)} 0 ${round((lower - upper) * 0.9)}`,
    )
    .join('');
  sheet.add(stroke(folds, shade(cover, -0.07), 3, { opacity: 0.5 }));
  const band = scheme.accents[1];
  sheet.add(
    view.flat(
      wide,
      [foot - 0.66, foot - 0.16],
      sheet.linear([
        [0, shade(band, -0.01)],
        [1, shade(band, 0.05)],
      ]),
      top + 0.01,
    ),
  );
  for (const d of [foot - 0.56, foot - 0.28])
    sheet.add(view.flat(wide, [d, d + 0.05], shade(band, 0.12), top + 0.012, 0.7));
}

function drawNightTable(
  sheet: SvgSheet,
  view: RoomView,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: readonly [number, number],
  isLit: boolean,
): void {
  const d = [0.08, 0.5] as const;
  sheet.add(
    floorShadow(sheet, view, x, d, 0.3),
    legs(view, recipe.sofa.legs === 'plinth' ? 'block' : recipe.sofa.legs, scheme.wood, {
      x,
      d,
      height: 0.18,
    }),
  );
  sheet.add(view.box({ x, y: [0.16, 0.54], d }, facesOf(sheet, scheme.wood), 0.02));
  for (const y of [
    [0.2, 0.34],
    [0.37, 0.51],
  ] as const)
    sheet.add(
      view.front([x[0] + 0.03, x[1] - 0.03], y, d[1] + 0.005, shade(scheme.wood, 0.025)),
      view.front(
        [(x[0] + x[1]) / 2 - 0.04, (x[0] + x[1]) / 2 + 0.04],
        [(y[0] + y[1]) / 2 - 0.008, (y[0] + y[1]) / 2 + 0.008],
        d[1] + 0.01,
        scheme.metal,
      ),
    );
  const middle = (x[0] + x[1]) / 2;
  const [cx, cy] = view.at(middle, 0.54, 0.3);
  const unit = view.scale(0.3);
  const shadeColour = isLit ? '#ffe9bd' : mix('#f6efe2', scheme.accents[0], 0.2);
  sheet.add(
    path(
      `M${round(cx - unit * 0.05)} ${round(cy)}Q${round(cx - unit * 0.1)} ${round(cy - unit * 0.12)} ${round(cx - unit * 0.015)} ${round(cy - unit * 0.2)}h${round(unit * 0.03)}Q${round(cx + unit * 0.1)} ${round(cy - unit * 0.12)} ${round(cx + unit * 0.05)} ${round(cy)}z`,
      scheme.accents[3],
    ),
    polygon(
      [
        [cx - unit * 0.085, cy - unit * 0.4],
        [cx + unit * 0.085, cy - unit * 0.4],
        [cx + unit * 0.135, cy - unit * 0.19],
        [cx - unit * 0.135, cy - unit * 0.19],
      ],
      shadeColour,
    ),
  );
  if (isLit)
    sheet.add(
      circle(
        cx,
        cy - unit * 0.3,
        unit * 0.8,
        sheet.radial([
          [0, '#ffe2a0', 0.6],
          [0.3, '#ffd27a', 0.25],
          [1, '#ffc76b', 0],
        ]),
      ),
    );
}
