import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { polygon } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { drawFloor } from './floor.js';
import type { InteriorRecipe } from './interior-recipes.js';
import { nearest } from './room-depth.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';
import { drawWallFinish } from './walls.js';

/** Walls, floor, ceiling, skirting and mouldings. */
export function drawShell(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
): void {
  const { half, ceiling } = view;
  const wallTone = (step: number): string => shade(scheme.wall, step);
  sheet.add(
    polygon(
      [
        view.at(-half, ceiling, 0),
        view.at(half, ceiling, 0),
        view.at(half, ceiling, nearest),
        view.at(-half, ceiling, nearest),
      ],
      sheet.linear([
        [0, shade(scheme.ceiling, -0.02)],
        [1, shade(scheme.ceiling, -0.1)],
      ]),
    ),
    view.onSideWall(
      -1,
      [0, nearest],
      [0, ceiling],
      sheet.linear(
        [
          [0, wallTone(-0.02)],
          [1, wallTone(-0.1)],
        ],
        [1, 0, 0, 0],
      ),
    ),
    view.onSideWall(
      1,
      [0, nearest],
      [0, ceiling],
      sheet.linear(
        [
          [0, wallTone(-0.07)],
          [1, wallTone(-0.16)],
        ],
        [0, 0, 1, 0],
      ),
    ),
    view.front(
      [-half, half],
      [0, ceiling],
      0,
      sheet.linear([
        [0, wallTone(0.015)],
        [1, wallTone(-0.025)],
      ]),
    ),
  );
  drawWallFinish(sheet, view, random.fork('wall'), recipe, scheme);
  drawFloor(sheet, view, random.fork('floor'), recipe, scheme);
  drawEdges(sheet, view, recipe, scheme);
}

function drawEdges(sheet: SvgSheet, view: RoomView, recipe: InteriorRecipe, scheme: InteriorScheme): void {
  const { half, ceiling } = view;
  const skirting = recipe.wallFinish === 'plaster' ? shade(scheme.wall, -0.05) : scheme.trim;
  const tall = recipe.ceilingFinish === 'moulding' ? 0.16 : 0.1;
  sheet.add(
    view.front([-half, half], [0, tall], 0, skirting),
    view.front([-half, half], [tall - 0.015, tall], 0, shade(skirting, -0.08)),
  );
  for (const side of [-1, 1])
    sheet.add(view.onSideWall(side, [0, nearest], [0, tall], shade(skirting, side < 0 ? -0.05 : -0.1)));
  if (recipe.ceilingFinish === 'moulding') {
    for (const [index, [from, to]] of (
      [
        [0.14, 0.09],
        [0.09, 0.04],
        [0.04, 0],
      ] as const
    ).entries()) {
      sheet.add(
        view.front([-half, half], [ceiling - from, ceiling - to], 0, shade(scheme.trim, index * -0.035)),
      );
      for (const side of [-1, 1])
        sheet.add(
          view.onSideWall(
            side,
            [0, nearest],
            [ceiling - from, ceiling - to],
            shade(scheme.trim, index * -0.035 - (side < 0 ? 0.03 : 0.07)),
          ),
        );
    }
  }
  if (recipe.ceilingFinish === 'beams') {
    const beam = recipe.wallFinish === 'brick' ? scheme.metal : scheme.wood;
    for (const d of [0.5, 1.5, 2.5, 3.4, 4.2]) {
      sheet.add(
        view.flat([-half, half], [d, d + 0.16], shade(beam, -0.12), ceiling - 0.16),
        view.front(
          [-half, half],
          [ceiling - 0.16, ceiling],
          d + 0.16,
          sheet.linear([
            [0, shade(beam, -0.02)],
            [1, shade(beam, 0.03)],
          ]),
        ),
      );
    }
  }
  const corner = sheet.linear(
    [
      [0, '#000000', 0.16],
      [1, '#000000', 0],
    ],
    [0, 0, 1, 0],
  );
  const cornerRight = sheet.linear(
    [
      [0, '#000000', 0],
      [1, '#000000', 0.18],
    ],
    [0, 0, 1, 0],
  );
  sheet.add(
    view.front([-half, -half + 0.5], [0, ceiling], 0, corner),
    view.front([half - 0.6, half], [0, ceiling], 0, cornerRight),
    view.front(
      [-half, half],
      [ceiling - 0.4, ceiling],
      0,
      sheet.linear([
        [0, '#000000', 0.12],
        [1, '#000000', 0],
      ]),
    ),
  );
}
