import { mix, shade } from '../colour.js';
import { circle, ellipse, group, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { groundColour } from './flora.js';
import { addLot } from './isometric-house.js';
import { addParkTile, addStreetLamps, addTraffic } from './isometric-street-life.js';
import type { StreetGrid } from './isometric-street-life.js';
import { IsometricView } from './isometric.js';
import type { IsometricItem } from './isometric.js';
import { inLight, lightOf } from './light.js';
import type { SceneLight } from './light.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawVignette, drawWeather } from './sky.js';

const grid: StreetGrid = { side: 11, streets: [2, 6, 10] };
const { side, streets } = grid;

const wallSets = [
  ['#f2d3a7', '#e9a178', '#c96d55', '#f6ead6', '#8fb3ab'],
  ['#f4e7d3', '#e8c39e', '#7fa3b5', '#d98f83', '#b6c3a1'],
  ['#ece8e1', '#c7d3d8', '#9fb6c4', '#e6b89c', '#d7c4a3'],
  ['#f3c9bb', '#e8a5a0', '#b888a8', '#f7e3cf', '#8fa5c9'],
] as const;

/** A city quarter on a floating slab, seen from above: houses, roads with cars, a park with a pond. */
export const drawIsometricQuarter: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  drawBackdrop(sheet, brief, light);
  const tile = Math.min((width * 0.88) / side, (height * 0.66) / (side / 2));
  const view = new IsometricView(width / 2, height * 0.54 - (side * tile) / 4 + tile * 0.3, tile);
  drawSlab(sheet, brief, light, view);

  const parkBlock = random.pick([
    [3, 3],
    [3, 7],
    [7, 3],
  ] as const);
  const items: IsometricItem[] = [];
  const shadows: string[] = [];
  const walls = random
    .pick(wallSets)
    .map((wall, index) => (index === 1 && brief.accent ? brief.accent : wall));
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      if (isStreet(i) || isStreet(j)) continue;
      const inPark = i >= parkBlock[0] && i < parkBlock[0] + 3 && j >= parkBlock[1] && j < parkBlock[1] + 3;
      if (inPark)
        addParkTile(items, random.fork(`park ${i} ${j}`), brief, light, view, {
          i,
          j,
          isPond: i === parkBlock[0] + 1 && j === parkBlock[1] + 1,
        });
      else
        addLot(items, shadows, random.fork(`lot ${i} ${j}`), brief, light, view, {
          i,
          j,
          centre: side / 2,
          walls,
        });
    }
  }
  addTraffic(items, random.fork('traffic'), light, view, grid);
  if (light.isLit) addStreetLamps(items, light, view, sheet, grid);
  sheet.add(group(shadows.join(''), { opacity: light.dayTime === 'night' ? 0.3 : 0.2 }));
  sheet.add(...items.sort((a, b) => a.order - b.order).map(({ markup }) => markup));
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink, 0.2);
};

const isStreet = (index: number): boolean => streets.includes(index);

function drawBackdrop(sheet: SvgSheet, brief: SceneBrief, light: SceneLight): void {
  const { width, height } = sheet;
  const [, upper, lower, horizon] = light.sky;
  sheet.add(
    rect(
      0,
      0,
      width,
      height,
      sheet.linear([
        [0, upper],
        [0.6, mix(lower, horizon, 0.4)],
        [1, horizon],
      ]),
    ),
  );
  sheet.add(
    circle(
      width / 2,
      height * 0.5,
      Math.max(width, height) * 0.6,
      sheet.radial([
        [0, '#ffffff', light.dayTime === 'night' ? 0.1 : 0.35],
        [1, '#ffffff', 0],
      ]),
    ),
  );
  const random = brief.random.fork('clouds');
  for (let index = 0; index < 6; index++) {
    const x = width * (index % 2 ? random.between(0, 0.3) : random.between(0.7, 1));
    const y = height * random.between(0.06, 0.95);
    const size = random.between(30, 60);
    const cloud = [-1, -0.1, 0.8]
      .map((at) =>
        ellipse(x + at * size, y - (at === -0.1 ? size * 0.28 : 0), size * 0.75, size * 0.42, light.cloudLit),
      )
      .join('');
    sheet.add(group(cloud, { opacity: 0.55 }));
  }
}

function drawSlab(sheet: SvgSheet, brief: SceneBrief, light: SceneLight, view: IsometricView): void {
  const thick = view.tile * 0.42;
  const edge = 0.22;
  const soil = inLight(light, '#a97e5d', 0.04);
  const road = inLight(light, brief.season === 'winter' ? '#a3adb9' : '#6d7480', 0.06);
  const pavement = inLight(light, brief.season === 'winter' ? '#eef3f8' : '#d9d3c6', 0.06);
  const centre = view.at(side / 2, side / 2);
  sheet.add(
    ellipse(
      centre[0],
      centre[1] + thick * 3.4,
      view.tile * side * 0.47,
      view.tile * side * 0.2,
      sheet.radial([
        [0, light.ink, 0.5],
        [0.6, light.ink, 0.25],
        [1, light.ink, 0],
      ]),
    ),
  );
  const plate = { i: -edge, j: -edge, di: side + edge * 2, dj: side + edge * 2 };
  sheet.add(view.box({ ...plate, from: -thick, to: 0 }, { top: road, left: soil, right: shade(soil, -0.1) }));
  sheet.add(
    view.box(
      { ...plate, from: -thick * 0.28, to: 0 },
      {
        top: road,
        left: inLight(light, groundColour(brief.season), 0.02),
        right: shade(inLight(light, groundColour(brief.season), 0.02), -0.09),
      },
    ),
  );
  for (const [i, di] of blocks())
    for (const [j, dj] of blocks())
      sheet.add(
        view.quad(i + 0.08, j + 0.08, di - 0.16, dj - 0.16, shade(pavement, -0.12), 0),
        view.quad(i + 0.08, j + 0.08, di - 0.16, dj - 0.16, pavement, 2.5),
      );
  let dashes = '';
  for (const street of streets) {
    for (let along = 0; along < side; along += 0.5) {
      if (streets.some((crossing) => along > crossing - 0.3 && along < crossing + 1)) continue;
      const line = (a: Point, b: Point): string =>
        `M${round(a[0])} ${round(a[1])}L${round(b[0])} ${round(b[1])}`;
      dashes +=
        line(view.at(street + 0.5, along), view.at(street + 0.5, along + 0.22)) +
        line(view.at(along, street + 0.5), view.at(along + 0.22, street + 0.5));
    }
  }
  sheet.add(stroke(dashes, inLight(light, '#f4eddc', 0.05), 2, { opacity: 0.75 }));
}

/** Runs of tiles between the streets: `[start, length]`. */
function blocks(): [number, number][] {
  const edges = [-1, ...streets, side];
  return edges
    .slice(0, -1)
    .map((edge, index): [number, number] => [edge + 1, (edges[index + 1] ?? side) - edge - 1])
    .filter(([, length]) => length > 0);
}
