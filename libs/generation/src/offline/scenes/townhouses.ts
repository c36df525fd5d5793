import { mix, saturate, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, path, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { drawSkylineRow } from './buildings.js';
import { bareTree, broadleaf, leafColour } from './flora.js';
import { inLight, lightOf } from './light.js';
import type { SceneLight } from './light.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawSky, drawVignette, drawWeather } from './sky.js';
import { drawHouse } from './town-facade.js';
import { drawWater } from './water.js';

const facadeColours = [
  '#c96f4a',
  '#e3b45f',
  '#8fae9b',
  '#d98f83',
  '#7f9bb3',
  '#b9574d',
  '#efe0c3',
  '#a7a36b',
  '#c98f5a',
  '#93788f',
] as const;
/** Narrow old houses shoulder to shoulder along a canal. */
export const drawTownhouses: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const light = lightOf(brief);
  const { width, height } = sheet;
  const quay = height * random.between(0.76, 0.8);
  const street = quay - 34;
  const orb = drawSky(sheet, brief, light, quay);
  drawSkylineRow(sheet, random.fork('behind'), light, {
    ground: quay,
    tallest: height * 0.62,
    distance: 0.7,
    widths: [40, 100],
    litShare: light.isLit ? 0.2 : 0,
    centre: random.between(0.3, 0.7),
  });
  sheet.add(
    rect(
      0,
      height * 0.3,
      width,
      quay - height * 0.3,
      sheet.linear([
        [0, light.haze, 0],
        [1, light.haze, 0.6],
      ]),
    ),
  );

  const walls: string[] = [];
  const colours = random.shuffled(facadeColours);
  let x = -random.between(10, 60);
  for (let number = 0; x < width; number++) {
    const breadth = random.between(112, 168);
    const local =
      number === 1 && brief.accent ? brief.accent : (colours[number % colours.length] ?? facadeColours[0]);
    walls.push(
      drawHouse(sheet, random.fork(`house ${number}`), brief, light, {
        x,
        width: breadth,
        ground: street,
        height: height * random.between(0.36, 0.5),
        colour: saturate(local, 0.95),
      }),
    );
    x += breadth;
  }
  drawStreet(sheet, brief, light, street, quay);
  drawWater(sheet, random.fork('water'), light, {
    shore: quay + 30,
    bottom: height,
    orb,
    mirrored: walls.join('') + rect(0, street, width, quay + 30 - street, inLight(light, '#7d6f66', 0.02)),
  });
  if (light.isLit) drawWindowReflections(sheet, random.fork('glints'), quay + 30);
  drawBoat(sheet, random.fork('boat'), light, quay + (height - quay) * 0.55);
  drawWeather(sheet, brief, light);
  drawVignette(sheet, light.ink);
};

function drawStreet(
  sheet: SvgSheet,
  brief: SceneBrief,
  light: SceneLight,
  street: number,
  quay: number,
): void {
  const random = brief.random.fork('street');
  const { width } = sheet;
  const stone = inLight(light, brief.season === 'winter' ? '#e3ebf3' : '#b3a594', 0.04);
  const wall = inLight(light, '#7d6f66', 0.02);
  sheet.add(
    rect(
      0,
      street - 1,
      width,
      quay - street + 2,
      sheet.linear([
        [0, shade(stone, -0.1)],
        [0.4, stone],
        [1, shade(stone, -0.03)],
      ]),
    ),
    rect(
      0,
      quay,
      width,
      34,
      sheet.linear([
        [0, shade(wall, 0.06)],
        [1, shade(wall, -0.12)],
      ]),
    ),
    rect(0, quay - 3, width, 6, shade(stone, 0.05)),
  );
  let joints = '';
  for (let x = 10; x < width; x += 38) joints += `M${x} ${round(quay + 4)}v12m19 0v13`;
  sheet.add(
    stroke(`${joints}M0 ${round(quay + 16)}H${round(width)}`, shade(wall, -0.1), 1.6, { opacity: 0.7 }),
  );
  const spacing = random.between(250, 320);
  const glow = sheet.radial([
    [0, '#fff0c4', 0.9],
    [0.16, '#ffd98c', 0.42],
    [1, '#ffc873', 0],
  ]);
  for (let x = random.between(60, 200), index = 0; x < width; x += spacing, index++) {
    const tree = { x, ground: quay - 4, height: random.between(190, 240), distance: 0 };
    sheet.add(
      brief.season === 'winter'
        ? bareTree(random, light, tree)
        : broadleaf(random, light, { ...tree, leaf: leafColour(random, brief.season), lightFrom: -1 }),
    );
    const lamp = x + spacing / 2;
    const iron = inLight(light, '#2c323c', 0);
    sheet.add(rect(lamp - 2.5, quay - 132, 5, 132, iron), rect(lamp - 6, quay - 14, 12, 14, iron));
    if (light.isLit) sheet.add(circle(lamp, quay - 142, 96, glow));
    sheet.add(
      polygon(
        [
          [lamp - 10, quay - 154],
          [lamp + 10, quay - 154],
          [lamp + 6, quay - 131],
          [lamp - 6, quay - 131],
        ],
        light.isLit ? '#fff3cf' : mix(light.haze, '#ffffff', 0.5),
      ),
      polygon(
        [
          [lamp - 12, quay - 153],
          [lamp, quay - 166],
          [lamp + 12, quay - 153],
        ],
        iron,
      ),
    );
  }
}

function drawWindowReflections(sheet: SvgSheet, random: Prng, shore: number): void {
  const fill = sheet.linear([
    [0, '#ffd98c', 0.65],
    [1, '#ffd98c', 0],
  ]);
  for (let x = 20; x < sheet.width; x += random.between(26, 64))
    sheet.add(
      rect(x, shore, random.between(5, 14), random.between(40, 130), fill, {
        opacity: random.between(0.3, 0.8),
      }),
    );
}

function drawBoat(sheet: SvgSheet, random: Prng, light: SceneLight, y: number): void {
  const x = sheet.width * random.between(0.2, 0.8);
  const hull = inLight(light, random.pick(['#7a3f32', '#2f4f5f', '#41543a']), 0);
  const rim = inLight(light, '#efe2c8', 0);
  sheet.add(
    ellipse(x, y + 12, 108, 9, light.ink, { opacity: 0.3 }),
    path(
      `M${round(x - 96)} ${round(y - 20)}Q${round(x)} ${round(y - 8)} ${round(x + 104)} ${round(y - 26)}Q${round(x + 84)} ${round(y + 12)} ${round(x + 56)} ${round(y + 12)}H${round(x - 62)}Q${round(x - 88)} ${round(y + 10)} ${round(x - 96)} ${round(y - 20)}z`,
      hull,
    ),
    stroke(
      `M${round(x - 96)} ${round(y - 20)}Q${round(x)} ${round(y - 8)} ${round(x + 104)} ${round(y - 26)}`,
      rim,
      5,
    ),
    rect(x - 50, y - 47, 66, 33, rim, { rx: 5 }),
    rect(x - 57, y - 53, 80, 8, hull, { rx: 3 }),
    ...[-42, -20, 2].map((at) =>
      rect(x + at, y - 40, 13, 14, light.isLit ? '#ffd98c' : mix(light.sky[1], hull, 0.3), { rx: 2 }),
    ),
  );
}
