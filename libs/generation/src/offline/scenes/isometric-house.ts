import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { path, polygon } from '../svg-sheet.js';
import type { Point } from '../svg-sheet.js';
import { groundColour } from './flora.js';
import { addTree } from './isometric-street-life.js';
import type { IsometricItem, IsometricView } from './isometric.js';
import { inLight } from './light.js';
import type { SceneLight } from './light.js';
import type { SceneBrief } from './scene.js';

/** Builds on one tile: mostly a house with its shadow, sometimes a green yard. */
export function addLot(
  items: IsometricItem[],
  shadows: string[],
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  view: IsometricView,
  { i, j, centre, walls }: { i: number; j: number; centre: number; walls: readonly string[] },
): void {
  if (random.chance(0.16)) {
    for (let tree = 0; tree < 3; tree++)
      addTree(items, random, brief, light, view, i + random.between(0.2, 0.8), j + random.between(0.2, 0.8));
    items.push({
      order: i + j,
      markup: view.quad(i + 0.14, j + 0.14, 0.72, 0.72, inLight(light, groundColour(brief.season), 0.04), 3),
    });
    return;
  }
  const central = 1 - Math.hypot(i - centre, j - centre) / (centre * 2);
  const inset = random.between(0.12, 0.18);
  const tall =
    view.tile *
    (0.45 + central * 0.9 * random.next() + random.between(0, 0.5)) *
    (random.chance(0.14) ? 1.6 : 1);
  const foot = { i: i + inset, j: j + inset, di: 1 - inset * 2, dj: 1 - inset * 2 };
  const wall = inLight(light, random.pick(walls), 0.03);
  const reach = (tall / view.tile) * 0.62;
  const corner = (di: number, dj: number): Point => view.at(foot.i + di, foot.j + dj);
  shadows.push(
    polygon(
      [
        corner(0, 0),
        corner(reach, -reach * 0.25),
        corner(foot.di + reach, -reach * 0.25),
        corner(foot.di + reach, foot.dj - reach * 0.25),
        corner(foot.di, foot.dj),
        corner(0, foot.dj),
      ],
      light.ink,
    ),
  );
  let markup = view.box(
    { ...foot, to: tall },
    { top: shade(wall, 0.06), left: wall, right: shade(wall, -0.11) },
  );
  markup += facadeWindows(random, light, view, foot, tall, wall);
  markup += isometricRoof(random, brief, light, view, foot, tall, wall);
  items.push({ order: i + j + 1, markup });
}

interface Foot {
  i: number;
  j: number;
  di: number;
  dj: number;
}

function facadeWindows(
  random: Prng,
  light: SceneLight,
  view: IsometricView,
  foot: Foot,
  tall: number,
  wall: string,
): string {
  const storey = view.tile * 0.19;
  const columns = random.int(3, 4);
  const floors = Math.floor((tall - storey * 0.5) / storey);
  const pitch = foot.di / columns;
  const lit = new Map<string, string>();
  for (let floor = 0; floor < floors; floor++) {
    const bottom = storey * (floor + 0.4);
    for (let column = 0; column < columns; column++) {
      for (const face of ['left', 'right'] as const) {
        const glows = random.chance(light.isLit ? 0.46 : 0.02);
        const colour = glows
          ? random.pick(['#ffd98c', '#ffc36b', '#fff0c4'])
          : face === 'left'
            ? mix(wall, light.sky[1], 0.55)
            : shade(mix(wall, light.sky[0], 0.5), -0.08);
        const start = pitch * (column + 0.24);
        const data =
          face === 'left'
            ? view.leftPane(foot.i + start, foot.j + foot.dj, pitch * 0.52, bottom, bottom + storey * 0.56)
            : view.rightPane(foot.i + foot.di, foot.j + start, pitch * 0.52, bottom, bottom + storey * 0.56);
        lit.set(colour, (lit.get(colour) ?? '') + data);
      }
    }
  }
  return [...lit].map(([colour, data]) => path(data, colour)).join('');
}

function isometricRoof(
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  view: IsometricView,
  foot: Foot,
  tall: number,
  wall: string,
): string {
  const { i, j, di, dj } = foot;
  const winter = brief.season === 'winter';
  const tiles = inLight(
    light,
    winter ? '#f4f8fd' : random.pick(['#b9573f', '#a6483d', '#c4704a', '#6f7f8c']),
    0.03,
  );
  const over = 0.05;
  if (tall < view.tile * 1.05 && random.chance(0.62)) {
    const ridge = tall + view.tile * random.between(0.26, 0.36);
    const peak = view.at(i + di / 2, j + dj / 2, ridge);
    const corners = [
      view.at(i - over, j - over, tall),
      view.at(i + di + over, j - over, tall),
      view.at(i + di + over, j + dj + over, tall),
      view.at(i - over, j + dj + over, tall),
    ] as const;
    return (
      polygon([corners[0], corners[3], peak], shade(tiles, 0.06)) +
      polygon([corners[0], corners[1], peak], shade(tiles, -0.02)) +
      polygon([corners[3], corners[2], peak], tiles) +
      polygon([corners[1], corners[2], peak], shade(tiles, -0.1))
    );
  }
  const rim = view.tile * 0.06;
  const flat = inLight(light, winter ? '#f4f8fd' : random.pick(['#8f9aa1', '#a9a397', '#7fa06b']), 0.04);
  let markup =
    view.box(
      { ...foot, from: tall, to: tall + rim },
      { top: shade(wall, 0.07), left: shade(wall, 0.02), right: shade(wall, -0.09) },
    ) + view.quad(i + 0.06, j + 0.06, di - 0.12, dj - 0.12, flat, tall + rim);
  const unit = inLight(light, '#c9cdd0', 0.04);
  for (let count = random.int(1, 2); count > 0; count--) {
    const size = random.between(0.12, 0.22);
    const spot = {
      i: i + random.between(0.1, di - size - 0.1),
      j: j + random.between(0.1, dj - size - 0.1),
      di: size,
      dj: size,
    };
    markup += view.box(
      { ...spot, from: tall + rim, to: tall + rim + view.tile * random.between(0.07, 0.16) },
      { top: shade(unit, 0.05), left: unit, right: shade(unit, -0.12) },
    );
  }
  return markup;
}
