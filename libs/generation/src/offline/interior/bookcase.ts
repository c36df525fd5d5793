import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { facesOf, floorShadow } from './furniture.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';
import { drawVase } from './vase.js';

/** Open shelves with books and small things. */
export function drawBookcase(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  scheme: InteriorScheme,
  x: readonly [number, number],
  height: number,
): void {
  const d = [0, 0.34] as const;
  const panel = 0.035;
  const shelves = Math.max(2, Math.round(height / 0.36));
  const step = (height - 0.12) / shelves;
  sheet.add(
    floorShadow(sheet, view, x, d, 0.35),
    view.front(x, [0.04, height], 0.02, shade(scheme.wood, -0.17)),
  );
  for (let shelf = 0; shelf < shelves; shelf++) {
    const floor = 0.12 + shelf * step;
    sheet.add(
      view.front(
        [x[0], x[1]],
        [floor, floor + step],
        0.02,
        sheet.linear([
          [0, '#000000', 0.25],
          [0.4, '#000000', 0.02],
        ]),
      ),
    );
    fillShelf(sheet, view, random, scheme, [x[0] + panel + 0.02, x[1] - panel - 0.02], floor, step - 0.05);
    sheet.add(view.box({ x, y: [floor - panel, floor], d }, facesOf(sheet, scheme.wood)));
  }
  sheet.add(view.box({ x, y: [height - panel, height], d }, facesOf(sheet, scheme.wood)));
  for (const side of [x[0], x[1] - panel])
    sheet.add(
      view.box({ x: [side, side + panel], y: [0, height], d }, facesOf(sheet, shade(scheme.wood, -0.01))),
    );
}

function fillShelf(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  scheme: InteriorScheme,
  x: readonly [number, number],
  floor: number,
  room: number,
): void {
  const d = 0.22;
  let at = x[0];
  const covers = [...scheme.accents, '#e9e1d2', '#39424e', scheme.sofa];
  while (at < x[1] - 0.06) {
    if (random.chance(0.12)) {
      drawVase(sheet, view, random, {
        x: at + 0.08,
        y: floor,
        d,
        colour: random.pick(scheme.accents),
        height: room * 0.4,
      });
      at += 0.2;
      continue;
    }
    if (random.chance(0.1)) {
      const [cx, cy] = view.at(at + 0.07, floor + 0.07, d);
      sheet.add(
        circle(cx, cy, 0.07 * view.scale(d), random.pick([scheme.metal, scheme.accents[0], '#e6dfd2'])),
      );
      at += 0.18;
      continue;
    }
    const books = random.int(3, 6);
    for (let book = 0; book < books && at < x[1] - 0.05; book++) {
      const thick = random.between(0.025, 0.05);
      const colour = random.pick(covers);
      const tall = room * random.between(0.6, 0.92);
      sheet.add(
        view.front([at, at + thick], [floor, floor + tall], d, colour),
        view.front(
          [at, at + thick],
          [floor + tall * 0.74, floor + tall * 0.8],
          d,
          mix(colour, '#ffffff', 0.4),
        ),
      );
      at += thick + 0.004;
    }
    at += random.between(0.02, 0.1);
  }
}
