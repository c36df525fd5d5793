import { mix, shade } from '../colour.js';
import { smoothNoise } from '../prng.js';
import type { Prng } from '../prng.js';
import { curveData, path, polygon, rect, round } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { drawBridgeLamps, stoneBridge, suspensionBridge } from './bridges.js';
import { broadleaf, bush, groundColour, leafColour } from './flora.js';
import { inLight, lightOf } from './light.js';
import type { SceneLight } from './light.js';
import { firRow } from './mountains.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawSky, drawVignette, drawWeather } from './sky.js';
import { drawWater } from './water.js';

/** A river between hills, an old town on the slope, and a bridge: stone arches or a suspension bridge. */
export const drawRiverBridge: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  const shore = height * random.between(0.66, 0.7);
  const orb = drawSky(sheet, brief, light, shore);
  let mirrored = '';
  for (const [index, layer] of [
    { tall: 0.34, distance: 0.76 },
    { tall: 0.26, distance: 0.55 },
    { tall: 0.23, distance: 0.34 },
  ].entries()) {
    mirrored += drawHill(sheet, random.fork(`hill ${index}`), brief, light, {
      base: shore,
      tall: height * layer.tall,
      distance: layer.distance,
      withTown: index === 2,
    });
    sheet.add(
      rect(
        0,
        shore - height * 0.12,
        width,
        height * 0.12,
        sheet.linear([
          [0, light.haze, 0],
          [1, light.haze, 0.42 - index * 0.13],
        ]),
      ),
    );
  }
  const firs = firRow(random.fork('firs'), brief, light, {
    ground: shore + 2,
    tall: 40,
    width,
    distance: 0.26,
  });
  sheet.add(firs);
  const isStone = random.chance(0.55);
  const bridge = isStone
    ? stoneBridge(sheet, random.fork('bridge'), light, shore)
    : suspensionBridge(sheet, random.fork('bridge'), brief, light, shore);
  drawWater(sheet, random.fork('water'), light, {
    shore: shore + 2,
    bottom: height,
    orb,
    mirrored: mirrored + firs + bridge,
  });
  sheet.add(bridge);
  if (light.isLit) drawBridgeLamps(sheet, light, shore, isStone);
  drawBanks(sheet, brief, light);
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink);
};

interface Hill {
  base: number;
  tall: number;
  distance: number;
  withTown: boolean;
}

function drawHill(
  sheet: SvgSheet,
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  { base, tall, distance, withTown }: Hill,
): string {
  const noise = smoothNoise(random, 2);
  const start = random.between(0, 40);
  const ridge = (x: number): number => base - tall * (0.52 + noise(start + x / 330) * 0.9);
  const points: Point[] = [];
  for (let x = -60; x <= sheet.width + 60; x += 50) points.push([x, ridge(x)]);
  const local = mix(groundColour(brief.season), '#4f7d5c', brief.season === 'winter' ? 0.1 : 0.5);
  const top = inLight(light, local, distance);
  const markup = path(
    `${curveData(points)}V${round(base + 4)}H-60z`,
    sheet.linear([
      [0, top],
      [1, mix(shade(top, -0.05), light.haze, 0.28)],
    ]),
  );
  let town = '';
  if (withTown) {
    const centre = sheet.width * random.pick([0.24, 0.74]);
    const houses = Array.from({ length: 34 }, () => {
      const x = centre + (random.next() + random.next() - 1) * sheet.width * 0.3;
      return { x, y: ridge(x) + (base - ridge(x)) * random.between(0.05, 0.95) };
    }).sort((a, b) => a.y - b.y);
    for (const house of houses) town += townHouse(random, light, house, distance);
    town += church(
      light,
      centre + random.between(-30, 30),
      ridge(centre) + (base - ridge(centre)) * 0.45,
      distance,
    );
    for (let index = 0; index < 16; index++) {
      const x = centre + random.between(-0.34, 0.34) * sheet.width;
      town += bush(random, {
        x,
        ground: ridge(x) + (base - ridge(x)) * random.between(0.2, 1),
        width: random.between(20, 38),
        colour: inLight(light, leafColour(random, brief.season), distance),
      });
    }
  }
  sheet.add(markup, town);
  return markup + town;
}

function townHouse(
  random: Prng,
  light: SceneLight,
  { x, y }: { x: number; y: number },
  distance: number,
): string {
  const wall = inLight(
    light,
    random.pick(['#f5ead6', '#f0d9b8', '#e8c9ae', '#dfe3e0', '#f3dfc0']),
    distance * 0.7,
  );
  const roof = inLight(light, random.pick(['#b8553c', '#a24a3a', '#c7694a', '#8d4a3f']), distance * 0.7);
  const [width, tall] = [random.between(20, 34), random.between(16, 28)];
  let markup =
    rect(x - width / 2, y - tall, width, tall, wall) +
    rect(x + width * 0.14, y - tall, width * 0.36, tall, shade(wall, -0.06)) +
    polygon(
      [
        [x - width * 0.6, y - tall],
        [x - width * 0.34, y - tall - 13],
        [x + width * 0.34, y - tall - 13],
        [x + width * 0.6, y - tall],
      ],
      roof,
    );
  for (let column = 0; column < 3; column++) {
    const isLit = light.isLit && random.chance(0.62);
    markup += rect(
      x - width * 0.36 + column * width * 0.27,
      y - tall * 0.66,
      4,
      6,
      isLit ? '#ffd98c' : shade(wall, -0.28),
    );
  }
  return markup;
}

function church(light: SceneLight, x: number, y: number, distance: number): string {
  const wall = inLight(light, '#f6eedd', distance * 0.7);
  const roof = inLight(light, '#4d7f78', distance * 0.7);
  return (
    rect(x - 13, y - 84, 26, 84, wall) +
    rect(x + 3, y - 84, 10, 84, shade(wall, -0.07)) +
    path(
      `M${round(x - 15)} ${round(y - 83)}Q${round(x - 14)} ${round(y - 102)} ${round(x)} ${round(y - 150)}Q${round(x + 14)} ${round(y - 102)} ${round(x + 15)} ${round(y - 83)}z`,
      roof,
    ) +
    rect(x - 4, y - 70, 8, 14, light.isLit ? '#ffd98c' : shade(wall, -0.28), { rx: 4 }) +
    rect(x - 46, y - 40, 36, 40, shade(wall, -0.02)) +
    polygon(
      [
        [x - 50, y - 39],
        [x - 28, y - 62],
        [x - 9, y - 39],
      ],
      inLight(light, '#a24a3a', distance * 0.7),
    )
  );
}

function drawBanks(sheet: SvgSheet, brief: SceneBrief, light: SceneLight): void {
  const random = brief.random.fork('banks');
  const { width, height } = sheet;
  const side = random.chance(0.5) ? 1 : -1;
  const at = (share: number): number => (side > 0 ? width * share : width * (1 - share));
  const soil = mix(
    inLight(light, groundColour(brief.season), 0),
    light.ink,
    brief.season === 'winter' ? 0.1 : 0.28,
  );
  sheet.add(
    path(
      `M${round(at(-0.05))} ${round(height * 0.84)}C${round(at(0.16))} ${round(height * 0.84)} ${round(at(0.26))} ${round(height * 0.93)} ${round(at(0.52))} ${round(height * 1.02)}H${round(at(-0.05))}z`,
      sheet.linear([
        [0, soil],
        [1, shade(soil, -0.1)],
      ]),
    ),
  );
  const tree = {
    x: at(0.07),
    ground: height * 0.875,
    height: height * 0.52,
    leaf: leafColour(random, brief.season),
    distance: 0,
    lightFrom: side,
  };
  sheet.add(broadleaf(random, light, tree));
  for (let index = 0; index < 5; index++) {
    sheet.add(
      bush(random, {
        x: at(0.02 + index * 0.07),
        ground: height * (0.885 + index * 0.026),
        width: random.between(70, 120),
        colour: mix(inLight(light, leafColour(random, brief.season), 0), light.ink, 0.2),
      }),
    );
  }
}
