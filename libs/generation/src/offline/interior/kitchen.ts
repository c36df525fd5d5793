import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, path, round } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { facesOf, floorShadow } from './furniture.js';
import type { InteriorRecipe } from './interior-recipes.js';
import { drawDoor, drawFridge, drawHood, drawOpenShelf, drawOven, drawSplashback } from './kitchen-units.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';
import { drawVase } from './vase.js';

/** A fitted kitchen along the back wall between `x[0]` and `x[1]`. */
export function drawKitchen(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
  x: readonly [number, number],
  isLit: boolean,
): void {
  const d = [0, 0.6] as const;
  const doors = scheme.sofa;
  const top = recipe.wallFinish === 'brick' ? shade(scheme.wood, -0.02) : mix('#f1eee8', scheme.wood, 0.2);
  const fridge = [x[1] - 0.66, x[1]] as const;
  const run = [x[0], fridge[0] - 0.02] as const;
  sheet.add(floorShadow(sheet, view, x, [0.1, 0.66], 0.36));
  drawSplashback(sheet, view, recipe, scheme, run);
  sheet.add(view.box({ x: run, y: [0, 0.1], d: [0, 0.54] }, facesOf(sheet, shade(doors, -0.2))));
  sheet.add(view.box({ x: run, y: [0.1, 0.86], d }, facesOf(sheet, doors)));
  sheet.add(view.box({ x: [run[0] - 0.02, run[1]], y: [0.86, 0.9], d: [0, 0.62] }, facesOf(sheet, top)));
  const units = Math.max(3, Math.round((run[1] - run[0]) / 0.55));
  const wide = (run[1] - run[0]) / units;
  const oven = Math.min(units - 1, 1);
  for (let unit = 0; unit < units; unit++) {
    const place = [run[0] + unit * wide + 0.012, run[0] + (unit + 1) * wide - 0.012] as const;
    if (unit === oven) drawOven(sheet, view, scheme, place, isLit);
    else drawDoor(sheet, view, recipe, scheme, doors, place, [0.12, 0.84], d[1] + 0.002);
  }
  const hoodX = run[0] + (oven + 0.5) * wide;
  drawHood(sheet, view, scheme, hoodX, wide * 0.46);
  for (let unit = 0; unit < units; unit++) {
    if (unit === oven) continue;
    const place = [run[0] + unit * wide + 0.006, run[0] + (unit + 1) * wide - 0.006] as const;
    if (unit > oven && (unit - oven) % 2 === 1) drawOpenShelf(sheet, view, random, scheme, place);
    else {
      sheet.add(view.box({ x: place, y: [1.5, 2.24], d: [0, 0.34] }, facesOf(sheet, shade(doors, 0.02))));
      drawDoor(
        sheet,
        view,
        recipe,
        scheme,
        shade(doors, 0.02),
        [place[0] + 0.012, place[1] - 0.012],
        [1.52, 2.22],
        0.342,
      );
    }
  }
  drawFridge(sheet, view, scheme, fridge);
  drawWorktop(sheet, view, random, scheme, run, hoodX);
}

function drawWorktop(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  scheme: InteriorScheme,
  run: readonly [number, number],
  hobX: number,
): void {
  const [cx, cy] = view.at(hobX, 0.905, 0.34);
  const unit = view.scale(0.34);
  const pot = scheme.accents[1];
  sheet.add(
    ellipse(cx, cy, unit * 0.24, unit * 0.045, '#23272b'),
    path(
      `M${round(cx - unit * 0.11)} ${round(cy - unit * 0.15)}h${round(unit * 0.22)}v${round(unit * 0.12)}q0 ${round(unit * 0.03)} ${round(-unit * 0.03)} ${round(unit * 0.03)}h${round(-unit * 0.16)}q${round(-unit * 0.03)} 0 ${round(-unit * 0.03)} ${round(-unit * 0.03)}z`,
      sheet.linear(
        [
          [0, shade(pot, 0.06)],
          [1, shade(pot, -0.1)],
        ],
        [0, 0, 1, 0],
      ),
    ),
    ellipse(cx, cy - unit * 0.15, unit * 0.12, unit * 0.022, shade(pot, -0.06)),
    circle(cx, cy - unit * 0.185, unit * 0.018, shade(pot, -0.12)),
  );
  drawVase(sheet, view, random, { x: run[0] + 0.2, y: 0.9, d: 0.3, colour: scheme.accents[2], height: 0.2 });
  const bowl = run[1] - 0.32;
  const [bx, by] = view.at(bowl, 0.9, 0.36);
  for (const [dx, dy, fruit] of [
    [-0.05, 0.1, '#d9602f'],
    [0.05, 0.1, '#e8b83a'],
    [0, 0.13, '#a9b83f'],
  ] as const)
    sheet.add(circle(bx + dx * unit, by - dy * unit, unit * 0.045, fruit));
  sheet.add(
    path(
      `M${round(bx - unit * 0.14)} ${round(by - unit * 0.09)}h${round(unit * 0.28)}q${round(-unit * 0.03)} ${round(unit * 0.1)} ${round(-unit * 0.1)} ${round(unit * 0.1)}h${round(-unit * 0.08)}q${round(-unit * 0.07)} 0 ${round(-unit * 0.1)} ${round(-unit * 0.1)}z`,
      mix(scheme.wood, '#ffffff', 0.2),
    ),
  );
}
