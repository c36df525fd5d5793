import { mix, shade } from '../colour.js';
import { smoothNoise } from '../prng.js';
import type { Prng } from '../prng.js';
import { circle, curveData, group, path, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { inLight, lightOf } from './light.js';
import type { SceneLight } from './light.js';
import { drawLighthouse } from './lighthouse.js';
import type { DrawScene } from './scene.js';
import { drawSky, drawVignette, drawWeather } from './sky.js';
import { drawWater } from './water.js';

/** Open sea with a lighthouse on a cliff, sailing boats, gulls and rolling waves in front. */
export const drawSea: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  const horizon = height * random.between(0.54, 0.6);
  const orb = drawSky(sheet, brief, light, horizon);
  const cliffSide = orb.x < width / 2 ? 1 : -1;
  drawIslands(sheet, random.fork('islands'), light, horizon, cliffSide);
  drawWater(sheet, random.fork('water'), light, { shore: horizon, bottom: height, orb, mirrored: '' });
  drawBoats(sheet, random.fork('boats'), light, horizon, cliffSide);
  drawWaves(
    sheet,
    random.fork('far waves'),
    light,
    horizon + (height - horizon) * 0.34,
    horizon + (height - horizon) * 0.62,
    3,
  );
  drawLighthouse(sheet, brief, light, horizon, cliffSide);
  drawWaves(sheet, random.fork('near waves'), light, horizon + (height - horizon) * 0.66, height * 0.99, 4);
  if (brief.weather !== 'rain') drawGulls(sheet, random.fork('gulls'), light, horizon);
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink);
};

function drawIslands(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  horizon: number,
  cliffSide: number,
): void {
  for (let index = 0; index < 2; index++) {
    const noise = smoothNoise(random, 4);
    const length = sheet.width * random.between(0.22, 0.42);
    const start =
      cliffSide > 0 ? sheet.width * random.between(-0.1, 0.2) : sheet.width * random.between(0.45, 0.8);
    const points: Point[] = [];
    for (let step = 0; step <= 40; step++) {
      const t = step / 40;
      points.push([start + length * t, horizon - Math.sin(Math.PI * t) * 58 * (0.75 + noise(t * 5) * 0.7)]);
    }
    sheet.add(path(`${curveData(points)}z`, mix(light.ink, light.haze, 0.78 - index * 0.14)));
  }
}

function drawBoats(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  horizon: number,
  cliffSide: number,
): void {
  const count = random.int(2, 4);
  for (let index = 0; index < count; index++) {
    const depth = random.between(0.05, 0.3);
    const size = 34 + depth * 230;
    const share = random.between(0.08, 0.6);
    const x = sheet.width * (cliffSide > 0 ? share : 1 - share);
    const y = horizon + (sheet.height - horizon) * depth * 0.8 + 8;
    const hull = inLight(
      light,
      random.pick(['#8c3b32', '#2f4a63', '#5d4636', '#e9e4d8']),
      0.25 - depth * 0.5,
    );
    const sail = inLight(light, random.pick(['#fffaf0', '#fff3dc', '#f2b6a0', '#f6e0a8']), 0.2 - depth * 0.4);
    const boat = (opacity: number): string =>
      path(
        `M${round(x - size * 0.36)} ${round(y - size * 0.12)}H${round(x + size * 0.42)}Q${round(x + size * 0.3)} ${round(y)} ${round(x + size * 0.2)} ${round(y)}H${round(x - size * 0.24)}z`,
        hull,
        { opacity },
      ) +
      rect(x - 1, y - size * 1.06, 2, size * 0.96, hull, { opacity }) +
      path(
        `M${round(x + 3)} ${round(y - size)}Q${round(x + size * 0.42)} ${round(y - size * 0.5)} ${round(x + size * 0.36)} ${round(y - size * 0.18)}H${round(x + 3)}z`,
        sail,
        { opacity },
      ) +
      path(
        `M${round(x - 3)} ${round(y - size * 0.92)}Q${round(x - size * 0.16)} ${round(y - size * 0.4)} ${round(x - size * 0.32)} ${round(y - size * 0.18)}H${round(x - 3)}z`,
        shade(sail, -0.05),
        { opacity },
      );
    sheet.add(group(boat(0.28), { transform: `translate(0 ${round(y * 1.55)}) scale(1 -0.55)` }), boat(1));
    if (light.isLit)
      sheet.add(
        circle(
          x,
          y - size * 1.06,
          size * 0.3,
          sheet.radial([
            [0, '#fff3c9', 0.95],
            [0.18, '#ffe29a', 0.5],
            [1, '#ffe29a', 0],
          ]),
        ),
      );
  }
}

function drawWaves(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  from: number,
  to: number,
  count: number,
): void {
  const deep = mix(light.sky[1], light.ink, 0.5);
  for (let index = 0; index < count; index++) {
    const t = index / Math.max(1, count - 1);
    const y = from + (to - from) * t;
    const length = 120 + (y / sheet.height) ** 2 * 210;
    const rise = 8 + 16 * (y / sheet.height) ** 2;
    const phase = random.next() * length;
    const crest: Point[] = [];
    for (let x = -length - phase; x <= sheet.width + length; x += length / 2) {
      crest.push([x, y + (crest.length % 2 ? rise : -rise) * random.between(0.55, 1.1)]);
    }
    const body = mix(light.sky[2], deep, 0.55 + t * 0.4);
    const data = curveData(crest);
    sheet.add(
      path(
        `${data}V${round(sheet.height + 5)}H-400z`,
        sheet.linearAcross(
          [
            [0, mix(body, light.haze, 0.3)],
            [1, shade(body, -0.06)],
          ],
          [0, y - rise],
          [0, y + 110],
        ),
        { opacity: 0.86 },
      ),
      stroke(data, mix(light.sky[3], '#ffffff', 0.55), 2 + t * 2.5, { opacity: light.isLit ? 0.42 : 0.75 }),
      stroke(data, mix(light.sky[3], '#ffffff', 0.4), 2, {
        opacity: 0.25,
        transform: `translate(${round(length * 0.12)} ${round(rise * 0.9)})`,
        'stroke-dasharray': '46 30 18 40',
      }),
    );
  }
}

function drawGulls(sheet: SvgSheet, random: Prng, light: SceneLight, horizon: number): void {
  let data = '';
  for (let index = 0; index < 7; index++) {
    const size = random.between(9, 22);
    const [x, y] = [sheet.width * random.between(0.1, 0.9), horizon * random.between(0.35, 0.85)];
    data += `M${round(x - size)} ${round(y)}q${round(size * 0.5)} ${round(-size * 0.55)} ${round(size)} 0q${round(size * 0.5)} ${round(-size * 0.55)} ${round(size)} 0`;
  }
  sheet.add(stroke(data, mix(light.ink, light.haze, 0.25), 2.2));
}
