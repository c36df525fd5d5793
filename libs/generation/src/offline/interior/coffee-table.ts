import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { ellipse, path, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { facesOf, floorShadow, legs } from './furniture.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';
import { drawVase } from './vase.js';

/** A coffee table with a few things on it, centred at `x`. */
export function drawCoffeeTable(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: number,
  d: number,
): void {
  const height = recipe.table === 'slab' ? 0.3 : 0.4;
  const half = recipe.table === 'round' ? 0.48 : recipe.table === 'drum' ? 0.42 : 0.62;
  const deep = 0.36;
  sheet.add(floorShadow(sheet, view, [x - half, x + half], [d - deep, d + deep + 0.1]));
  const top =
    recipe.table === 'drum' && scheme.wall !== scheme.trim
      ? recipe.wallFinish === 'fans'
        ? '#e9e2d6'
        : scheme.wood
      : scheme.wood;
  if (recipe.table === 'round') {
    sheet.add(
      legs(view, 'tapered', scheme.wood, {
        x: [x - half * 0.7, x + half * 0.7],
        d: [d - deep * 0.6, d + deep * 0.7],
        height,
      }),
    );
    sheet.add(
      disc(view, shade(top, -0.12), x, height - 0.035, d, half),
      disc(
        view,
        sheet.linear([
          [0, shade(top, 0.02)],
          [1, shade(top, 0.07)],
        ]),
        x,
        height,
        d,
        half,
      ),
    );
  } else if (recipe.table === 'drum') {
    const [left, upper] = view.at(x - half, height, d);
    const [right, lower] = view.at(x + half, 0, d);
    const lift = (right - left) * 0.13;
    const body = recipe.wallFinish === 'fans' ? scheme.metal : shade(scheme.wood, -0.03);
    sheet.add(
      path(
        `M${round(left)} ${round(upper)}V${round(lower)}Q${round((left + right) / 2)} ${round(lower + lift * 1.7)} ${round(right)} ${round(lower)}V${round(upper)}z`,
        sheet.linear(
          [
            [0, shade(body, 0.03)],
            [0.5, body],
            [1, shade(body, -0.13)],
          ],
          [0, 0, 1, 0],
        ),
      ),
    );
    let ribs = '';
    for (let rib = 1; rib < 12; rib++)
      ribs += `M${round(left + ((right - left) * rib) / 12)} ${round(upper + lift * 0.7)}V${round(lower + lift * (0.4 + Math.sin((rib / 12) * Math.PI) * 0.5))}`;
    sheet.add(
      stroke(ribs, shade(body, -0.09), 2, { opacity: 0.6 }),
      disc(view, shade(top, -0.1), x, height - 0.015, d, half + 0.02),
      disc(
        view,
        sheet.linear([
          [0, top],
          [1, shade(top, 0.05)],
        ]),
        x,
        height + 0.01,
        d,
        half + 0.02,
      ),
    );
  } else {
    const place = [x - half, x + half] as const;
    if (recipe.table === 'frame') {
      sheet.add(
        legs(view, 'block', scheme.metal, { x: place, d: [d - deep, d + deep], height }),
        view.box(
          { x: place, y: [0.1, 0.13], d: [d - deep, d + deep] },
          facesOf(sheet, shade(scheme.wood, -0.05)),
        ),
      );
    } else {
      for (const side of [x - half + 0.06, x + half - 0.2])
        sheet.add(
          view.box(
            { x: [side, side + 0.14], y: [0, height - 0.04], d: [d - deep + 0.06, d + deep - 0.04] },
            facesOf(sheet, shade(scheme.wood, -0.05)),
          ),
        );
    }
    sheet.add(
      view.box(
        { x: place, y: [height - 0.055, height], d: [d - deep, d + deep] },
        facesOf(sheet, top),
        0.012,
      ),
    );
  }
  drawTableThings(sheet, view, random, scheme, { x, y: height + 0.005, d, half });
}

const disc = (view: RoomView, fill: string, x: number, y: number, d: number, radius: number): string =>
  path(view.discData(x, y, d, radius), fill);

function drawTableThings(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  scheme: InteriorScheme,
  { x, y, d, half }: { x: number; y: number; d: number; half: number },
): void {
  const [first, second, third] = scheme.accents;
  const left = x - half * 0.42;
  sheet.add(
    view.box(
      { x: [left - 0.16, left + 0.14], y: [y, y + 0.035], d: [d - 0.1, d + 0.12] },
      facesOf(sheet, first),
    ),
    view.box(
      { x: [left - 0.12, left + 0.11], y: [y + 0.035, y + 0.062], d: [d - 0.08, d + 0.1] },
      facesOf(sheet, mix(second, '#ffffff', 0.3)),
    ),
  );
  drawVase(sheet, view, random, { x: x + half * 0.28, y, d: d - 0.08, colour: third, height: 0.2 });
  const [cx, cy] = view.at(x + half * 0.02, y, d + 0.16);
  const unit = view.scale(d + 0.16);
  sheet.add(
    ellipse(cx, cy + unit * 0.006, unit * 0.07, unit * 0.025, '#ffffff'),
    path(
      `M${round(cx - unit * 0.042)} ${round(cy - unit * 0.06)}h${round(unit * 0.084)}q0 ${round(unit * 0.06)} ${round(-unit * 0.026)} ${round(unit * 0.064)}h${round(-unit * 0.032)}q${round(-unit * 0.026)} 0 ${round(-unit * 0.026)} ${round(-unit * 0.064)}z`,
      '#fdfcf9',
    ),
    ellipse(cx, cy - unit * 0.06, unit * 0.042, unit * 0.013, '#7a5238'),
  );
}
