import { mix, shade } from '../colour.js';
import { circle, ellipse, path, rect, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { drawSkylineRow } from './buildings.js';
import { lightOf } from './light.js';
import type { SceneLight } from './light.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawSky, drawVignette, drawWeather } from './sky.js';
import { drawWater } from './water.js';

/** A big city across the water: three rows of towers, lit windows, reflections, an embankment with lamps. */
export const drawCitySkyline: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  const shore = height * random.between(0.7, 0.76);
  const orb = drawSky(sheet, brief, light, shore);
  const centre = random.between(0.3, 0.7);
  const lit = { dawn: 0.1, day: 0, dusk: 0.34, night: 0.4 }[light.dayTime];
  const rows = [
    {
      ground: shore,
      tallest: height * 0.46,
      distance: 0.8,
      widths: [34, 70],
      litShare: 0,
      centre: 1 - centre,
    },
    {
      ground: shore,
      tallest: height * 0.42,
      distance: 0.52,
      widths: [44, 92],
      litShare: Math.max(0.05, lit * 0.7),
      centre,
    },
    {
      ground: shore,
      tallest: height * 0.25,
      distance: 0.2,
      widths: [56, 128],
      litShare: Math.max(0.06, lit),
      centre: centre + random.between(-0.3, 0.3),
    },
  ] as const;
  let bodies = '';
  rows.forEach((row, index) => {
    bodies += drawSkylineRow(sheet, random.fork(`row ${index}`), light, row);
    const veil = sheet.linear([
      [0, light.haze, 0],
      [1, light.haze, 0.5 - index * 0.14],
    ]);
    sheet.add(rect(0, shore - height * 0.2, width, height * 0.2, veil));
  });
  drawTelevisionTower(sheet, brief, light, shore, centre);
  drawWater(sheet, random.fork('water'), light, { shore, bottom: height, orb, mirrored: bodies });
  if (light.isLit) drawLightStreaks(sheet, brief, shore);
  drawEmbankment(sheet, brief, light);
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink);
};

function drawTelevisionTower(
  sheet: SvgSheet,
  { random }: SceneBrief,
  light: SceneLight,
  shore: number,
  centre: number,
): void {
  if (random.chance(0.35)) return;
  const x = sheet.width * (centre > 0.5 ? random.between(0.1, 0.25) : random.between(0.72, 0.9));
  const tall = sheet.height * random.between(0.44, 0.54);
  const colour = mix(light.ink, light.haze, 0.42);
  const top = shore - tall;
  sheet.add(
    path(
      `M${round(x - 17)} ${round(shore)}Q${round(x - 5)} ${round(shore - tall * 0.35)} ${round(x - 4)} ${round(top + tall * 0.24)}h8Q${round(x + 5)} ${round(shore - tall * 0.35)} ${round(x + 17)} ${round(shore)}z`,
      colour,
    ),
    rect(x - 1.6, top, 3.2, tall * 0.26, colour),
    ellipse(x, top + tall * 0.26, 19, 10, colour),
    ellipse(x, top + tall * 0.235, 13, 6, shade(colour, 0.06)),
    ellipse(x, top + tall * 0.34, 12, 4.5, colour),
  );
  if (light.isLit)
    sheet.add(
      circle(x, top, 3.4, '#ff5a52'),
      circle(
        x,
        top,
        12,
        sheet.radial([
          [0, '#ff5a52', 0.7],
          [1, '#ff5a52', 0],
        ]),
      ),
    );
}

/** Lamps of the far bank drawn out by the water. */
function drawLightStreaks(sheet: SvgSheet, { random }: SceneBrief, shore: number): void {
  const streaks = Math.round(sheet.width / 42);
  const colours = ['#ffd98c', '#ffc36b', '#ffefc2', '#ff9f6b', '#a8d4ff'] as const;
  const fills = colours.map((colour) =>
    sheet.linear([
      [0, colour, 0.75],
      [0.5, colour, 0.28],
      [1, colour, 0],
    ]),
  );
  for (let index = 0; index < streaks; index++) {
    const x = (index + random.next()) * (sheet.width / streaks);
    const which = random.int(0, colours.length - 1);
    sheet.add(
      rect(x, shore, random.between(2, 6), random.between(40, 150), fills[which] ?? '', {
        opacity: random.between(0.4, 0.9),
      }),
      circle(x + 2, shore - 3, 2.4, colours[which] ?? '', { opacity: 0.9 }),
    );
  }
}

function drawEmbankment(sheet: SvgSheet, { random, season }: SceneBrief, light: SceneLight): void {
  const { width, height } = sheet;
  const rail = height * 0.915;
  const colour = mix(light.ink, light.haze, 0.06);
  const glow = sheet.radial([
    [0, '#ffe2a0', 0.85],
    [0.18, '#ffd27a', 0.35],
    [1, '#ffc76b', 0],
  ]);
  sheet.add(
    rect(
      0,
      rail + 26,
      width,
      height,
      sheet.linear([
        [0, mix(colour, light.haze, 0.16)],
        [1, shade(colour, -0.05)],
      ]),
    ),
  );
  let bars = `M0 ${round(rail)}H${round(width)}M0 ${round(rail + 8)}H${round(width)}`;
  for (let x = 8; x < width; x += 17) bars += `M${x} ${round(rail + 8)}v22`;
  sheet.add(stroke(bars, colour, 3));
  const spacing = random.between(210, 270);
  for (let x = random.between(40, spacing * 0.8); x < width; x += spacing) {
    const lampTop = rail - 128;
    sheet.add(
      rect(x - 2.5, lampTop, 5, rail + 30 - lampTop, colour),
      stroke(`M${round(x - 24)} ${round(lampTop + 4)}q24 -20 48 0`, colour, 3),
      rect(x - 4, rail - 8, 8, 40, colour),
    );
    for (const side of [-24, 24]) {
      if (light.isLit) sheet.add(circle(x + side, lampTop + 10, 74, glow));
      sheet.add(
        circle(x + side, lampTop + 10, 7.5, light.isLit ? '#fff3cf' : mix(light.haze, '#ffffff', 0.4)),
      );
    }
  }
  if (season === 'winter')
    sheet.add(
      path(
        `M0 ${round(rail + 26)}H${round(width)}v10Q${round(width * 0.75)} ${round(rail + 48)} ${round(width * 0.5)} ${round(rail + 37)}T0 ${round(rail + 40)}z`,
        mix('#f4f8ff', light.ink, light.isLit ? 0.45 : 0.05),
      ),
    );
}
