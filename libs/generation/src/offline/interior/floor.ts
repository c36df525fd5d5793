import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { group, lineData, path, round } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import type { InteriorRecipe } from './interior-recipes.js';
import { nearest } from './room-depth.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

export function drawFloor(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
): void {
  const { half } = view;
  const [base, other] = scheme.floor;
  sheet.add(view.flat([-half, half], [0, nearest], base));
  const byTone = new Map<string, string>();
  const quad = (tone: string, ...corners: Point[]): void => {
    byTone.set(tone, `${byTone.get(tone) ?? ''}${lineData(corners)}z`);
  };
  if (recipe.floor === 'planks') {
    const tones = [-0.03, -0.012, 0.008, 0.025].map((step) => shade(base, step));
    const board = 0.17;
    for (let x = -half; x < half; x += board) {
      for (let d = -random.between(0, 1.4); d < nearest;) {
        const length = random.between(1.1, 2.2);
        const [from, to] = [Math.max(0, d), Math.min(nearest, d + length - 0.008)];
        const right = Math.min(half, x + board - 0.006);
        if (to > from)
          quad(
            random.pick(tones),
            view.at(x, 0, from),
            view.at(right, 0, from),
            view.at(right, 0, to),
            view.at(x, 0, to),
          );
        d += length;
      }
    }
    sheet.add(view.flat([-half, half], [0, nearest], shade(base, -0.09)));
  } else if (recipe.floor === 'chevron') {
    const [strip, board] = [0.52, 0.13];
    const clip = sheet.clip(view.flat([-half, half], [0, nearest], '#fff'));
    for (let column = 0, x = -half; x < half; column++, x += strip) {
      for (let d = -strip; d < nearest; d += board) {
        const [near, far] = column % 2 ? [d, d + strip * 0.8] : [d + strip * 0.8, d];
        const tone = shade(
          random.chance(0.5) ? base : other,
          random.between(-0.015, 0.02) + (column % 2 ? 0.02 : -0.01),
        );
        quad(
          tone,
          view.at(x, 0, near),
          view.at(x + strip, 0, far),
          view.at(x + strip, 0, far + board - 0.008),
          view.at(x, 0, near + board - 0.008),
        );
      }
    }
    sheet.add(
      view.flat([-half, half], [0, nearest], shade(base, -0.1)),
      group([...byTone].map(([tone, data]) => path(data, tone)).join(''), { 'clip-path': clip }),
    );
    byTone.clear();
  } else if (recipe.floor === 'tiles' || recipe.floor === 'checker') {
    const size = recipe.floor === 'tiles' ? 0.36 : 0.46;
    for (let row = 0, d = 0; d < nearest; row++, d += size) {
      for (let column = 0, x = -half; x < half; column++, x += size) {
        const tone =
          recipe.floor === 'checker'
            ? (row + column) % 2
              ? base
              : other
            : shade(base, random.pick([-0.03, -0.01, 0.01, 0.03]));
        const right = Math.min(half, x + size - 0.012);
        const near = Math.min(nearest, d + size - 0.012);
        quad(tone, view.at(x, 0, d), view.at(right, 0, d), view.at(right, 0, near), view.at(x, 0, near));
      }
    }
    sheet.add(
      view.flat(
        [-half, half],
        [0, nearest],
        recipe.floor === 'tiles' ? shade(base, 0.1) : mix(base, other, 0.4),
      ),
    );
  } else {
    const patches = Array.from({ length: 40 }, () => {
      const [x, y] = view.at(random.between(-half, half), 0, random.next() * 4.6);
      return `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(random.between(40, 130))}" ry="${round(random.between(8, 24))}" fill="${random.chance(0.5) ? shade(base, 0.05) : other}"/>`;
    });
    sheet.add(
      group(patches.join(''), {
        opacity: 0.3,
        'clip-path': sheet.clip(view.flat([-half, half], [0, nearest], '#fff')),
      }),
    );
  }
  for (const [tone, data] of byTone) sheet.add(path(data, tone));
  sheet.add(
    view.flat(
      [-half, half],
      [0, nearest],
      sheet.linear([
        [0, '#000000', 0.16],
        [0.14, '#000000', 0.04],
        [0.5, '#ffffff', 0.05],
        [1, '#000000', 0.2],
      ]),
    ),
  );
}
