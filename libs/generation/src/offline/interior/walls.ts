import { lightnessOf, mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, group, lineData, path, rectData, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { InteriorRecipe, WallFinish } from './interior-recipes.js';
import { nearest } from './room-depth.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

interface WallJob {
  sheet: SvgSheet;
  view: RoomView;
  random: Prng;
  scheme: InteriorScheme;
  half: number;
  ceiling: number;
  /** A tone that shows against the wall. */
  dark: string;
}

/** What covers the back wall, and the side walls where it goes round the room. */
export function drawWallFinish(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
): void {
  const { half, ceiling } = view;
  const dark = shade(scheme.wall, lightnessOf(scheme.wall) > 0.5 ? -0.07 : 0.07);
  finishes[recipe.wallFinish]({ sheet, view, random, scheme, half, ceiling, dark });
}

const finishes: Readonly<Record<WallFinish, (job: WallJob) => void>> = {
  brick({ sheet, view, random, scheme }) {
    drawBricks(sheet, view, random, scheme.wall);
  },
  panels({ sheet, view, scheme, half, ceiling }) {
    const count = Math.round(half * 1.7);
    const width = (half * 2) / count;
    for (let panel = 0; panel < count; panel++) {
      const x = [-half + panel * width + 0.1, -half + (panel + 1) * width - 0.1] as const;
      for (const y of [
        [1.02, ceiling - 0.28],
        [0.22, 0.8],
      ] as const) {
        sheet.add(
          view.front(x, y, 0, 'none', 0, { stroke: shade(scheme.wall, -0.08), 'stroke-width': 5 }),
          view.front(x, y, 0, 'none', 0, { stroke: shade(scheme.wall, 0.06), 'stroke-width': 2.5 }),
        );
      }
    }
    sheet.add(
      view.front([-half, half], [0.88, 0.94], 0, scheme.trim),
      view.front([-half, half], [0.86, 0.88], 0, shade(scheme.trim, -0.1)),
    );
  },
  slats({ sheet, view, random, scheme, half, ceiling }) {
    const from = random.pick([-half * 0.1, half * 0.2]);
    let data = '';
    for (let x = from; x < half; x += 0.07) {
      const [left, top] = view.at(x, ceiling, 0);
      data += rectData(left, top, 0.045 * view.scale(0), ceiling * view.scale(0));
    }
    sheet.add(
      view.front([from, half], [0, ceiling], 0, shade(scheme.wood, -0.16)),
      path(
        data,
        sheet.linear([
          [0, shade(scheme.wood, 0.05)],
          [1, scheme.wood],
        ]),
      ),
    );
  },
  wainscot({ sheet, view, random, scheme, half, ceiling, dark }) {
    let data = '';
    for (let x = -half; x < half; x += 0.1) data += lineData([view.at(x, 0, 0), view.at(x, 1, 0)]);
    sheet.add(
      view.front([-half, half], [0, 1], 0, scheme.trim),
      stroke(data, shade(scheme.trim, -0.06), 1.6),
      view.front([-half, half], [0.98, 1.04], 0, shade(scheme.trim, -0.03)),
    );
    for (const side of [-1, 1])
      sheet.add(
        view.onSideWall(side, [0, nearest], [0, 1], shade(scheme.trim, side < 0 ? -0.05 : -0.1)),
        view.onSideWall(side, [0, nearest], [0.98, 1.04], shade(scheme.trim, -0.12)),
      );
    const sprigs = Array.from({ length: 90 }, () => {
      const [x, y] = view.at(random.between(-half, half), random.between(1.1, ceiling - 0.1), 0);
      return circle(x, y, 2.6, dark) + circle(x + 4, y + 3, 1.8, dark);
    });
    sheet.add(group(sprigs.join(''), { opacity: 0.6 }));
  },
  plaster({ sheet, view, random, half, ceiling, dark }) {
    const patches = Array.from({ length: 26 }, () => {
      const [x, y] = view.at(random.between(-half, half), random.between(0.2, ceiling), 0);
      return ellipse(x, y, random.between(30, 90), random.between(14, 40), dark);
    });
    sheet.add(group(patches.join(''), { opacity: 0.13 }));
  },
  fans({ sheet, view, scheme, half, ceiling }) {
    let data = '';
    const size = 0.3;
    for (let row = 0; row * size * 0.5 < ceiling; row++) {
      for (let x = -half - size; x < half; x += size) {
        const left = x + (row % 2 ? size / 2 : 0);
        if (left < -half || left + size > half) continue;
        for (const share of [0.5, 0.34, 0.18]) {
          const [cx, cy] = view.at(left + size / 2, row * size * 0.5, 0);
          const r = size * share * view.scale(0);
          data += `M${round(cx - r)} ${round(cy)}a${round(r)} ${round(r)} 0 0 1 ${round(r * 2)} 0`;
        }
      }
    }
    sheet.add(stroke(data, scheme.metal, 1.5, { opacity: 0.34 }));
  },
  paint() {},
};

function drawBricks(sheet: SvgSheet, view: RoomView, random: Prng, wall: string): void {
  const { half, ceiling } = view;
  const tones = [-0.045, -0.02, 0, 0.025, 0.05].map((step) => shade(wall, step));
  const byTone = new Map<string, string>();
  const [brick, course, joint] = [0.26, 0.1, 0.014];
  for (let row = 0, y = 0; y < ceiling; row++, y += course) {
    for (let x = -half - (row % 2 ? brick / 2 : 0); x < half; x += brick) {
      const from = Math.max(-half, x);
      const to = Math.min(half, x + brick - joint);
      if (to <= from) continue;
      const [left, top] = view.at(from, Math.min(ceiling, y + course - joint), 0);
      const tone = random.pick(tones);
      byTone.set(
        tone,
        (byTone.get(tone) ?? '') +
          rectData(left, top, (to - from) * view.scale(0), (course - joint) * view.scale(0)),
      );
    }
  }
  sheet.add(view.front([-half, half], [0, ceiling], 0, mix(wall, '#d8cfc4', 0.5)));
  for (const [tone, data] of byTone) sheet.add(path(data, tone));
  for (const side of [-1, 1])
    sheet.add(
      view.onSideWall(
        side,
        [0, nearest],
        [0, ceiling],
        sheet.linear(
          [
            [0, '#d9d3ca'],
            [1, '#b5afa6'],
          ],
          side < 0 ? [1, 0, 0, 0] : [0, 0, 1, 0],
        ),
      ),
    );
}
