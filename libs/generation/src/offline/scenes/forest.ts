import { mix, shade } from '../colour.js';
import { smoothNoise } from '../prng.js';
import type { Prng } from '../prng.js';
import { circle, curveData, ellipse, group, path, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { bush, grass, leafColour, pine } from './flora.js';
import { inLight, lightOf } from './light.js';
import type { SceneLight } from './light.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawSky, drawVignette, drawWeather } from './sky.js';

/** Ranks of firs fading into mist, a clearing with a cabin, smoke and a winding path. */
export const drawForest: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  drawSky(sheet, brief, light, height * 0.66);
  const ranks = 5;
  for (let rank = 0; rank < ranks; rank++) {
    const t = rank / (ranks - 1);
    const ground = height * (0.55 + t * 0.19);
    drawRank(sheet, random.fork(`rank ${rank}`), brief, light, {
      ground,
      tall: height * (0.14 + t * 0.17),
      distance: 0.82 - t * 0.56,
    });
    sheet.add(
      rect(
        0,
        ground - height * 0.13,
        width,
        height * 0.16,
        sheet.linear([
          [0, light.haze, 0],
          [1, light.haze, 0.6 - t * 0.3],
        ]),
      ),
    );
  }
  const cabinX = width * random.pick([random.between(0.28, 0.4), random.between(0.6, 0.72)]);
  const clearing = height * 0.745;
  drawClearing(sheet, brief, light, clearing, cabinX);
  drawCabin(sheet, brief, light, cabinX, clearing + 26);
  drawForeground(sheet, brief, light, cabinX);
  if (light.isLit && brief.season !== 'winter') drawFireflies(sheet, random.fork('fireflies'));
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink, 0.4);
};

function needles(random: Prng, brief: SceneBrief, light: SceneLight, distance: number): string {
  const isGolden = brief.season === 'autumn' && random.chance(0.3);
  const local = isGolden ? leafColour(random, 'autumn') : random.pick(['#2f6350', '#356b4f', '#2a5648']);
  return inLight(light, local, distance);
}

function drawRank(
  sheet: SvgSheet,
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  { ground, tall, distance }: { ground: number; tall: number; distance: number },
): void {
  const noise = smoothNoise(random, 3);
  const snow = brief.season === 'winter' ? inLight(light, '#f3f8ff', distance * 0.8) : undefined;
  let markup = '';
  for (let x = -30; x < sheet.width + 30; x += tall * random.between(0.14, 0.3)) {
    const lift = noise(x / 320) * tall * 0.45;
    markup += pine(random, {
      x,
      ground: ground + 26 - lift,
      height: tall * random.between(0.7, 1.2),
      colour: needles(random, brief, light, distance + random.between(-0.03, 0.03)),
      snow,
    });
  }
  const floor = mix(
    inLight(light, brief.season === 'winter' ? '#dfe9f3' : '#2c5544', distance),
    light.haze,
    0.12,
  );
  sheet.add(
    markup,
    rect(
      0,
      ground + 18,
      sheet.width,
      sheet.height * 0.2,
      sheet.linear([
        [0, floor, 0],
        [0.16, floor],
        [1, floor],
      ]),
    ),
  );
}

function drawClearing(
  sheet: SvgSheet,
  brief: SceneBrief,
  light: SceneLight,
  y: number,
  cabinX: number,
): void {
  const { width, height } = sheet;
  const random = brief.random.fork('clearing');
  const noise = smoothNoise(random, 2);
  const meadow = inLight(
    light,
    { spring: '#8fb663', summer: '#6b9a51', autumn: '#b39048', winter: '#eef4fb' }[brief.season],
    0.16,
  );
  const edge: Point[] = [];
  for (let x = -40; x <= width + 40; x += 60) edge.push([x, y + noise(x / 260) * 26]);
  sheet.add(
    path(
      `${curveData(edge)}V${round(height)}H-40z`,
      sheet.linearAcross(
        [
          [0, mix(meadow, light.haze, 0.25)],
          [1, shade(meadow, -0.16)],
        ],
        [0, y - 20],
        [0, height],
      ),
    ),
  );
  const sand = inLight(light, brief.season === 'winter' ? '#cfdceb' : '#d9b98a', 0.1);
  const bend = cabinX < width / 2 ? 1 : -1;
  sheet.add(
    path(
      `M${round(cabinX - 7)} ${round(y + 34)}C${round(cabinX + bend * 130)} ${round(y + 70)} ${round(cabinX - bend * 70)} ${round(y + 130)} ${round(width / 2 - 130)} ${round(height)}H${round(width / 2 + 110)}C${round(cabinX - bend * 10)} ${round(y + 140)} ${round(cabinX + bend * 190)} ${round(y + 72)} ${round(cabinX + 9)} ${round(y + 34)}z`,
      sheet.linearAcross(
        [
          [0, sand],
          [1, shade(sand, -0.14)],
        ],
        [0, y],
        [0, height],
      ),
    ),
  );
  for (let index = 0; index < width / 14; index++) {
    const ground = y + 30 + (height - y) * random.next();
    sheet.add(
      grass(random, {
        x: random.between(0, width),
        ground,
        height: 8 + ((ground - y) / (height - y)) * 16,
        colour: shade(meadow, random.between(-0.12, -0.02)),
      }),
    );
  }
}

function drawCabin(sheet: SvgSheet, brief: SceneBrief, light: SceneLight, x: number, ground: number): void {
  const random = brief.random.fork('cabin');
  const size = random.between(96, 124);
  const log = inLight(light, random.pick(['#8a5a3a', '#7b4b35', '#94694a']), 0.06);
  const roof = inLight(
    light,
    brief.season === 'winter' ? '#f3f8ff' : (brief.accent ?? random.pick(['#5b3a35', '#4a4e57', '#7d3b32'])),
    0.05,
  );
  const glass = light.dayTime === 'day' ? mix(light.sky[1], '#ffffff', 0.35) : '#ffd27c';
  const [left, right, eaves, ridge] = [
    x - size * 0.75,
    x + size * 0.75,
    ground - size * 0.56,
    ground - size * 1.18,
  ];
  if (light.dayTime !== 'day')
    sheet.add(
      ellipse(
        x,
        ground - size * 0.2,
        size * 2.1,
        size * 1.1,
        sheet.radial([
          [0, '#ffc873', 0.42],
          [1, '#ffc873', 0],
        ]),
      ),
    );
  let boards = '';
  for (let y = eaves + 9; y < ground; y += 9) boards += `M${round(left)} ${round(y)}H${round(right)}`;
  const smoke = sheet.linear([
    [0, light.cloudLit, 0],
    [1, mix(light.cloudLit, light.haze, 0.3), 0.7],
  ]);
  const chimney = x + size * 0.4;
  sheet.add(
    path(
      `M${round(chimney - 4)} ${round(ridge - 2)}C${round(chimney - 30)} ${round(ridge - 60)} ${round(chimney + 40)} ${round(ridge - 100)} ${round(chimney + 6)} ${round(ridge - 190)}C${round(chimney + 70)} ${round(ridge - 110)} ${round(chimney + 4)} ${round(ridge - 60)} ${round(chimney + 10)} ${round(ridge - 2)}z`,
      smoke,
    ),
    ellipse(x, ground + 2, size * 0.95, 9, light.ink, { opacity: 0.2 }),
    rect(chimney - 9, ridge - 4, 20, size * 0.42, shade(log, -0.1)),
    polygon(
      [
        [left, eaves],
        [x, ridge + 10],
        [right, eaves],
        [right, ground],
        [left, ground],
      ],
      log,
    ),
    stroke(boards, shade(log, -0.07), 1.6),
    polygon(
      [
        [left - 20, eaves + 9],
        [left - 14, eaves - 8],
        [x, ridge - 8],
        [x, ridge + 12],
      ],
      shade(roof, -0.02),
    ),
    polygon(
      [
        [right + 20, eaves + 9],
        [right + 14, eaves - 8],
        [x, ridge - 8],
        [x, ridge + 12],
      ],
      shade(roof, -0.08),
    ),
    rect(x - size * 0.13, ground - size * 0.44, size * 0.26, size * 0.44, shade(log, -0.16)),
    circle(x + size * 0.08, ground - size * 0.2, 2.2, '#e8c27a'),
    circle(x, ridge + size * 0.33, size * 0.085, glass),
  );
  for (const side of [-1, 1]) {
    const [wx, wy, pane] = [x + side * size * 0.46 - size * 0.13, ground - size * 0.42, size * 0.26];
    sheet.add(
      rect(wx - 3, wy - 3, pane + 6, pane + 6, shade(log, -0.13)),
      rect(wx, wy, pane, pane, glass),
      stroke(
        `M${round(wx + pane / 2)} ${round(wy)}v${round(pane)}M${round(wx)} ${round(wy + pane / 2)}h${round(pane)}`,
        shade(log, -0.13),
        2.5,
      ),
    );
  }
}

function drawForeground(sheet: SvgSheet, brief: SceneBrief, light: SceneLight, cabinX: number): void {
  const random = brief.random.fork('front');
  const { width, height } = sheet;
  const snow = brief.season === 'winter' ? inLight(light, '#f3f8ff', 0) : undefined;
  const dark = mix(inLight(light, '#1f4437', 0), light.ink, 0.42);
  let markup = '';
  const sides = [-0.01, 0.07, 0.93, 1.01, cabinX < width / 2 ? 0.86 : 0.14];
  for (const share of sides) {
    markup += pine(random, {
      x: width * share + random.between(-20, 20),
      ground: height * random.between(0.97, 1.04),
      height: height * random.between(0.48, 0.74),
      colour: shade(dark, random.between(-0.015, 0.03)),
      snow,
    });
  }
  const leaf = inLight(light, leafColour(random, brief.season), 0);
  for (let index = 0; index < 6; index++) {
    const x = width * (index % 2 ? random.between(0.76, 1) : random.between(0, 0.24));
    markup += bush(random, {
      x,
      ground: height + 6,
      width: random.between(90, 150),
      colour: mix(leaf, light.ink, 0.45),
    });
  }
  sheet.add(group(markup, {}));
}

function drawFireflies(sheet: SvgSheet, random: Prng): void {
  const glow = sheet.radial([
    [0, '#fff6b8', 0.95],
    [0.25, '#ffe68a', 0.5],
    [1, '#ffe68a', 0],
  ]);
  for (let index = 0; index < 26; index++) {
    sheet.add(
      circle(
        random.between(0.05, 0.95) * sheet.width,
        sheet.height * random.between(0.66, 0.97),
        random.between(5, 12),
        glow,
      ),
    );
  }
}
