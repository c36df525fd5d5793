import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { ellipse, path, polygon, rect, round } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { drawSkylineRow } from './buildings.js';
import { bareTree, broadleaf, bush, groundColour, leafColour } from './flora.js';
import { inLight, lightOf } from './light.js';
import type { SceneLight } from './light.js';
import { drawBench, drawLamp } from './park-furniture.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawSky, drawVignette, drawWeather } from './sky.js';
import type { Orb } from './sky.js';

/** An alley in a city park: trees of the season in perspective, lamps, benches, leaves on the ground. */
export const drawPark: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  const horizon = height * random.between(0.54, 0.58);
  const vanishing = width * random.between(0.42, 0.58);
  const orb = drawSky(sheet, brief, light, horizon);
  const lightFrom = orb.x < width / 2 ? -1 : 1;
  drawSkylineRow(sheet, random.fork('city'), light, {
    ground: horizon + 6,
    tallest: height * 0.26,
    distance: 0.74,
    widths: [34, 84],
    litShare: light.isLit ? 0.3 : 0.05,
    centre: random.between(0.35, 0.65),
  });
  drawLawn(sheet, brief, light, horizon, vanishing);
  const depths = [0.05, 0.1, 0.17, 0.27, 0.42, 0.66, 1];
  for (const [index, depth] of depths.entries()) {
    drawAvenue(sheet, brief, light, { depth, horizon, vanishing, lightFrom, index });
  }
  drawLeaves(sheet, brief, light, horizon);
  if (brief.weather === undefined && !light.isLit)
    drawRays(sheet, random.fork('rays'), light, orb, lightFrom);
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink, 0.36);
};

function drawLawn(
  sheet: SvgSheet,
  brief: SceneBrief,
  light: SceneLight,
  horizon: number,
  vanishing: number,
): void {
  const { width, height } = sheet;
  const lawn = inLight(light, groundColour(brief.season), 0.08);
  const way = inLight(light, brief.season === 'winter' ? '#cdd9e6' : '#e2c79c', 0.08);
  sheet.add(
    rect(
      0,
      horizon,
      width,
      height,
      sheet.linear([
        [0, mix(lawn, light.haze, 0.55)],
        [0.3, lawn],
        [1, shade(lawn, -0.16)],
      ]),
    ),
    path(
      `M${round(vanishing - 5)} ${round(horizon + 2)}C${round(vanishing - 30)} ${round(horizon + 130)} ${round(vanishing - 160)} ${round(height * 0.8)} ${round(vanishing - 390)} ${round(height)}H${round(vanishing + 390)}C${round(vanishing + 160)} ${round(height * 0.8)} ${round(vanishing + 30)} ${round(horizon + 130)} ${round(vanishing + 5)} ${round(horizon + 2)}z`,
      sheet.linearAcross(
        [
          [0, mix(way, light.haze, 0.55)],
          [0.35, way],
          [1, shade(way, -0.1)],
        ],
        [0, horizon],
        [0, height],
      ),
    ),
  );
  const random = brief.random.fork('shadows');
  for (let index = 0; index < 15; index++) {
    const depth = random.next() ** 1.4;
    const y = horizon + 16 + (height - horizon) * depth;
    sheet.add(
      ellipse(
        vanishing + random.between(-1, 1) * 480 * (0.15 + depth),
        y,
        150 * (0.2 + depth),
        15 * (0.2 + depth),
        light.ink,
        { opacity: light.dayTime === 'night' ? 0.2 : 0.13 },
      ),
    );
  }
}

interface Avenue {
  depth: number;
  horizon: number;
  vanishing: number;
  lightFrom: number;
  index: number;
}

/** One pair of trees with what stands between them; depth 0 is the horizon, 1 the front. */
function drawAvenue(
  sheet: SvgSheet,
  brief: SceneBrief,
  light: SceneLight,
  { depth, horizon, vanishing, lightFrom, index }: Avenue,
): void {
  const random = brief.random.fork(`avenue ${index}`);
  const ground = horizon + (sheet.height - horizon) * depth * 0.9;
  const distance = Math.max(0, 0.72 - depth * 1.05);
  const scale = 0.12 + depth;
  for (const side of [-1, 1]) {
    const jitter = random.between(-0.03, 0.05) * sheet.width * scale;
    const x = vanishing + side * (60 + 520 * scale) + jitter;
    const tree = {
      x,
      ground: ground + random.between(-4, 6),
      height: sheet.height * 0.64 * scale ** 0.82 * random.between(0.88, 1.12),
      distance,
    };
    if (x < -320 || x > sheet.width + 320) continue;
    const snowy = brief.season === 'winter';
    sheet.add(
      ellipse(x - lightFrom * 30 * scale, ground + 4, 130 * scale, 15 * scale, light.ink, { opacity: 0.2 }),
      snowy && random.chance(0.7)
        ? bareTree(random, light, tree)
        : broadleaf(random, light, { ...tree, leaf: leafColour(random, brief.season), lightFrom }),
    );
    if (random.chance(0.45))
      sheet.add(
        bush(random, {
          x: x + side * 120 * scale,
          ground: ground + 6,
          width: 130 * scale,
          colour: inLight(light, leafColour(random, brief.season), distance),
        }),
      );
    const inner = vanishing + side * (22 + 318 * scale);
    if ((index + (side > 0 ? 1 : 0)) % 2 === 0)
      drawLamp(sheet, light, inner, ground + 10 * scale, scale, distance);
    else if (depth > 0.12)
      drawBench(
        sheet,
        light,
        vanishing + side * (24 + 345 * scale),
        ground + 16 * scale,
        scale,
        distance,
        side,
      );
  }
}

function drawLeaves(sheet: SvgSheet, brief: SceneBrief, light: SceneLight, horizon: number): void {
  const random = brief.random.fork('leaves');
  const { width, height } = sheet;
  if (brief.season === 'winter') return;
  const share = { spring: 0.7, summer: 0.22, autumn: 1 }[brief.season];
  const byColour = new Map<string, string>();
  const drop = (x: number, y: number, size: number): void => {
    const colour =
      brief.season === 'summer'
        ? random.pick(['#f4e27a', '#ffffff', '#e98fb0'])
        : leafColour(random, brief.season);
    const [dx, dy] = [size * random.between(-0.4, 0.4), size * random.between(0.2, 0.5)];
    byColour.set(
      colour,
      `${byColour.get(colour) ?? ''}M${round(x - size)} ${round(y)}Q${round(x + dx)} ${round(y - dy)} ${round(x + size)} ${round(y + dx * 0.5)}Q${round(x + dx)} ${round(y + dy)} ${round(x - size)} ${round(y)}z`,
    );
  };
  for (let index = 0; index < 340 * share * (width / 1000); index++) {
    const depth = random.next() ** 0.8;
    drop(random.between(0, width), horizon + 24 + (height - horizon - 24) * depth, 2 + depth * 8);
  }
  if (brief.season !== 'summer')
    for (let index = 0; index < 46; index++)
      drop(random.between(0, width), height * random.between(0.2, 0.85), random.between(4, 11));
  for (const [colour, data] of byColour)
    sheet.add(path(data, inLight(light, colour, 0.02), { opacity: 0.9 }));
}

function drawRays(sheet: SvgSheet, random: Prng, light: SceneLight, orb: Orb, lightFrom: number): void {
  const foot = sheet.height * 0.94;
  for (let index = 0; index < 5; index++) {
    const lean = -lightFrom * (60 + index * 130) + random.between(-40, 40);
    const spread = random.between(34, 80);
    const fill = sheet.linear([
      [0, light.glow, 0],
      [0.25, light.glow, 0.26],
      [1, light.glow, 0],
    ]);
    sheet.add(
      polygon(
        [
          [orb.x - 14, orb.y],
          [orb.x + 14, orb.y],
          [orb.x + lean + spread, foot],
          [orb.x + lean - spread, foot],
        ],
        fill,
        { opacity: 0.55 },
      ),
    );
  }
}
