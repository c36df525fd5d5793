import { mix, shade } from '../colour.js';
import { smoothNoise } from '../prng.js';
import type { Prng } from '../prng.js';
import { lineData, path, polygon, rect, round } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { grass, pine } from './flora.js';
import { inLight, lightOf } from './light.js';
import type { SceneLight } from './light.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawSky, drawVignette, drawWeather } from './sky.js';
import { drawWater } from './water.js';

/** Snowy peaks behind a lake, with pines on the near shore. */
export const drawMountains: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  const shore = height * random.between(0.64, 0.7);
  const orb = drawSky(sheet, brief, light, shore);
  const sunSide = orb.x < width / 2 ? -1 : 1;

  drawRidge(sheet, random.fork('far'), light, { base: shore, tall: height * 0.3, distance: 0.78 });
  const peaks = drawPeaks(sheet, brief, light, shore, sunSide);
  sheet.add(
    rect(
      0,
      shore - height * 0.22,
      width,
      height * 0.22,
      sheet.linear([
        [0, light.haze, 0],
        [1, light.haze, 0.62],
      ]),
    ),
  );
  const hills = drawRidge(sheet, random.fork('hills'), light, {
    base: shore,
    tall: height * 0.1,
    distance: 0.4,
  });
  const firs = firRow(random.fork('firs'), brief, light, {
    ground: shore + 3,
    tall: 46,
    width,
    distance: 0.3,
  });
  sheet.add(firs);
  drawWater(sheet, random.fork('water'), light, {
    shore,
    bottom: height,
    orb,
    mirrored: peaks + hills + firs,
  });
  drawNearShore(sheet, brief, light);
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink);
};

function drawRidge(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  { base, tall, distance }: { base: number; tall: number; distance: number },
): string {
  const noise = smoothNoise(random, 5);
  const points: Point[] = [];
  for (let x = -10; x <= sheet.width + 10; x += 12)
    points.push([x, base - tall * (0.55 + noise(x / 240) * 0.75)]);
  const top = mix(light.ink, light.haze, distance);
  const markup = path(
    `${lineData(points)}V${round(base + 2)}H-10z`,
    sheet.linear([
      [0, top],
      [1, mix(top, light.haze, 0.35)],
    ]),
  );
  sheet.add(markup);
  return markup;
}

function drawPeaks(
  sheet: SvgSheet,
  brief: SceneBrief,
  light: SceneLight,
  base: number,
  sunSide: number,
): string {
  const random = brief.random.fork('peaks');
  const count = Math.max(3, Math.round(sheet.width / 420));
  const order = random.shuffled(Array.from({ length: count }, (_, index) => index));
  let bodies = '';
  for (const [rank, place] of order.entries()) {
    const nearness = rank / count;
    const apexX = ((place + random.between(0.25, 0.75)) / count) * sheet.width;
    const tall = sheet.height * random.between(0.32, 0.46) * (1 - nearness * 0.22);
    bodies += drawPeak(sheet, random, light, {
      apexX,
      base,
      tall,
      half: tall * random.between(0.85, 1.15),
      distance: 0.5 - nearness * 0.24,
      sunSide,
    });
  }
  return bodies;
}

interface Peak {
  apexX: number;
  base: number;
  tall: number;
  half: number;
  distance: number;
  sunSide: number;
}

function drawPeak(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  { apexX, base, tall, half, distance, sunSide }: Peak,
): string {
  const apex: Point = [apexX, base - tall];
  const slope = (side: number): Point[] =>
    Array.from({ length: 9 }, (_, index) => {
      const t = (index + 1) / 9;
      return [
        apexX + side * half * (t + random.between(-0.035, 0.035)),
        base - tall * (1 - t ** 0.92) + random.between(-0.02, 0.02) * tall,
      ];
    });
  const left = slope(-1);
  const right = slope(1);
  const spine: Point[] = Array.from({ length: 7 }, (_, index) => {
    const t = (index + 1) / 7;
    return [
      apexX + (index % 2 ? -1 : 1) * half * random.between(0.03, 0.13) * (0.4 + t) - sunSide * half * 0.1 * t,
      base - tall * (1 - t),
    ];
  });
  const rock = mix(inLight(light, '#6d7690', 0), light.haze, distance);
  const foot = mix(rock, light.haze, 0.4);
  const lit = sheet.linearAcross(
    [
      [0, shade(rock, 0.07)],
      [1, foot],
    ],
    apex,
    [apexX, base],
  );
  const shaded = sheet.linearAcross(
    [
      [0, shade(rock, -0.09)],
      [1, foot],
    ],
    apex,
    [apexX, base],
  );
  const [litSlope, darkSlope] = sunSide < 0 ? [left, right] : [right, left];
  const body = polygon([apex, ...right, ...[...left].reverse()], lit);
  sheet.add(body, polygon([apex, ...darkSlope, ...[...spine].reverse()], shaded));

  const snow = mix(inLight(light, '#ffffff', 0), light.haze, distance * 0.5);
  const cap = (edge: Point[], depth: number): Point[] => {
    const rim = edge.slice(0, 3);
    const teeth: Point[] = [];
    const [from, to] = [rim.at(-1) ?? apex, spine[1] ?? apex];
    for (let tooth = 1; tooth < 6; tooth++) {
      const t = tooth / 6;
      teeth.push([
        from[0] + (to[0] - from[0]) * t,
        from[1] + (to[1] - from[1]) * t + (tooth % 2 ? depth : -depth * 0.5) * tall * random.between(0.5, 1),
      ]);
    }
    return [apex, ...rim, ...teeth, to, spine[0] ?? apex];
  };
  sheet.add(
    polygon(cap(litSlope, 0.085), snow),
    polygon(cap(darkSlope, 0.07), mix(snow, shade(rock, -0.02), 0.42)),
  );
  return body;
}

/** A row of small firs along a ground line. */
export function firRow(
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  { ground, tall, width, distance }: { ground: number; tall: number; width: number; distance: number },
): string {
  const colour = inLight(light, '#2f5a4a', distance);
  const snow = brief.season === 'winter' ? inLight(light, '#f4f8ff', distance * 0.6) : undefined;
  let markup = '';
  for (let x = -20; x < width + 20; x += random.between(tall * 0.16, tall * 0.42)) {
    if (random.chance(0.12)) x += tall * random.between(0.3, 1.5);
    markup += pine(random, {
      x,
      ground,
      height: tall * random.between(0.55, 1.15),
      colour: shade(colour, random.between(-0.02, 0.03)),
      snow,
    });
  }
  return markup;
}

function drawNearShore(sheet: SvgSheet, brief: SceneBrief, light: SceneLight): void {
  const random = brief.random.fork('near');
  const { width, height } = sheet;
  const noise = smoothNoise(random, 3);
  const bank = (x: number): number =>
    height * 0.93 + noise(x / 300) * 46 - 60 * Math.max(0, Math.abs(x / width - 0.5) * 2 - 0.45);
  const points: Point[] = [];
  for (let x = -10; x <= width + 10; x += 20) points.push([x, bank(x)]);
  const soil =
    brief.season === 'winter'
      ? inLight(light, '#e6eef7', 0)
      : mix(inLight(light, '#35553f', 0), light.ink, 0.45);
  const snow = brief.season === 'winter' ? inLight(light, '#f4f8ff', 0) : undefined;
  const needles = mix(inLight(light, '#274f41', 0), light.ink, 0.3);
  const clumps = random.pick([
    [0.06, 0.9],
    [0.12, 0.97],
    [0.03, 0.86],
  ] as const);
  let trees = '';
  for (const place of clumps) {
    for (let tree = 0; tree < 5; tree++) {
      const x = width * place + random.between(-120, 120);
      trees += pine(random, {
        x,
        ground: bank(x) + 14,
        height: random.between(170, 330) * (height / 1000) ** 0.3,
        colour: shade(needles, random.between(-0.02, 0.03)),
        snow,
      });
    }
  }
  let tufts = '';
  if (!snow)
    for (let index = 0; index < width / 16; index++) {
      const x = random.between(0, width);
      tufts += grass(random, {
        x,
        ground: bank(x) + 8,
        height: random.between(12, 30),
        colour: shade(soil, random.between(-0.02, 0.05)),
      });
    }
  sheet.add(
    trees,
    path(
      `${lineData(points)}V${round(height)}H-10z`,
      sheet.linear([
        [0, soil],
        [1, shade(soil, -0.08)],
      ]),
    ),
    tufts,
  );
}
