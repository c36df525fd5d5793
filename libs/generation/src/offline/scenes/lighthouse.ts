import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, path, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { broadleaf, bush, leafColour } from './flora.js';
import { inLight } from './light.js';
import type { SceneLight } from './light.js';
import type { SceneBrief } from './scene.js';

/** A striped lighthouse on a cliff at one side of the sheet (`side` 1: right, -1: left), with a cottage and its lamp lit at night. */
export function drawLighthouse(
  sheet: SvgSheet,
  brief: SceneBrief,
  light: SceneLight,
  horizon: number,
  side: number,
): void {
  const random = brief.random.fork('lighthouse');
  const { width, height } = sheet;
  const mirrorX = (share: number): number => (side > 0 ? width - share : share);
  const top = horizon - height * random.between(0.02, 0.07);
  const reach = Math.min(width * 0.42, 520);
  const foot = horizon + (height - horizon) * 0.66;
  drawCliff(sheet, random, brief, light, { top, foot, reach, mirrorX });
  drawTower(sheet, brief, light, { x: mirrorX(reach * 0.36), top, side });
  drawCottage(sheet, light, mirrorX(reach * 0.16), top - 8, light.isLit);
  const leaf = leafColour(random, brief.season);
  sheet.add(
    bush(random, { x: mirrorX(reach * 0.5), ground: top + 8, width: 60, colour: inLight(light, leaf, 0.05) }),
  );
  if (reach > 360)
    sheet.add(
      broadleaf(random, light, {
        x: mirrorX(reach * 0.03),
        ground: top - 6,
        height: 120,
        leaf,
        distance: 0.05,
        lightFrom: -side,
      }),
    );
}

interface Cliff {
  top: number;
  foot: number;
  reach: number;
  mirrorX: (x: number) => number;
}

function drawCliff(
  sheet: SvgSheet,
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  { top, foot, reach, mirrorX }: Cliff,
): void {
  const rock = inLight(light, '#5f5a60', 0.06);
  const edge: Point[] = [
    [-20, top - 18],
    [reach * 0.3, top - 6],
    [reach * 0.52, top + 6],
    [reach * 0.66, top + 34],
    [reach * 0.72, top + 86],
    [reach * 0.84, top + 120],
    [reach * 0.9, foot - 40],
    [reach, foot + 30],
    [-20, foot + 30],
  ];
  const facets = Array.from({ length: 9 }, (_, index): Point[] => {
    const x = reach * (0.04 + 0.085 * index);
    const y = top + 20 + index * 12;
    return [
      [x, y],
      [x + random.between(26, 60), y + random.between(30, 90)],
      [x + random.between(-10, 26), foot + 30],
    ];
  });
  const turf = inLight(
    light,
    brief.season === 'winter' ? '#eef4fb' : brief.season === 'autumn' ? '#b98f45' : '#6f9a4f',
    0.05,
  );
  const turfEdge: Point[] = [
    [-20, top - 26],
    [reach * 0.3, top - 16],
    [reach * 0.53, top - 2],
    [reach * 0.67, top + 30],
    [reach * 0.6, top + 28],
    [reach * 0.42, top + 20],
    [reach * 0.2, top + 14],
    [-20, top + 10],
  ];
  const mirrored = (points: Point[]): Point[] => points.map(([x, y]) => [mirrorX(x), y]);
  sheet.add(
    polygon(
      mirrored(edge),
      sheet.linearAcross(
        [
          [0, shade(rock, 0.06)],
          [1, shade(rock, -0.1)],
        ],
        [0, top],
        [0, foot],
      ),
    ),
    ...facets.map((facet, index) =>
      polygon(mirrored(facet), shade(rock, index % 2 ? -0.05 : 0.04), { opacity: 0.55 }),
    ),
    polygon(mirrored(turfEdge), turf),
  );
}

function drawTower(
  sheet: SvgSheet,
  brief: SceneBrief,
  light: SceneLight,
  { x, top, side }: { x: number; top: number; side: number },
): void {
  const { width, height } = sheet;
  const tall = height * 0.27;
  const lamp = top - 12 - tall;
  const white = inLight(light, '#fbf6ec', 0.02);
  const stripe = inLight(light, brief.accent ?? '#c8453c', 0.02);
  const iron = inLight(light, '#39404d', 0);
  const tower = (y: number): number => 15 + 11 * ((y - lamp) / tall);
  const shadeAcross = sheet.linear(
    [
      [0, '#000000', side > 0 ? 0 : 0.28],
      [0.5, '#000000', 0.02],
      [1, '#000000', side > 0 ? 0.28 : 0],
    ],
    [0, 0, 1, 0],
  );
  const trapezium = (y1: number, y2: number): Point[] => [
    [x - tower(y1), y1],
    [x + tower(y1), y1],
    [x + tower(y2), y2],
    [x - tower(y2), y2],
  ];
  if (light.isLit) {
    const beam = sheet.linearAcross(
      [
        [0, '#fff1c4', 0.62],
        [1, '#fff1c4', 0],
      ],
      [x, lamp - 16],
      [x - side * width * 0.62, lamp + 60],
    );
    sheet.add(
      polygon(
        [
          [x, lamp - 20],
          [x - side * width * 0.64, lamp - 16],
          [x - side * width * 0.64, lamp + 136],
          [x, lamp - 10],
        ],
        beam,
      ),
    );
  }
  sheet.add(polygon(trapezium(lamp, top - 6), white));
  for (const band of [0.08, 0.42, 0.76])
    sheet.add(polygon(trapezium(lamp + tall * band, lamp + tall * (band + 0.16)), stripe));
  sheet.add(
    polygon(trapezium(lamp, top - 6), shadeAcross),
    rect(x - 22, lamp - 5, 44, 7, iron),
    rect(x - 11, lamp - 30, 22, 26, light.isLit ? '#fff3c9' : mix(light.sky[1], '#ffffff', 0.5)),
    stroke(`M${round(x - 11)} ${round(lamp - 30)}v26m11 -26v26m11 -26v26`, iron, 2.4),
    path(
      `M${round(x - 15)} ${round(lamp - 29)}Q${round(x)} ${round(lamp - 62)} ${round(x + 15)} ${round(lamp - 29)}z`,
      stripe,
    ),
    rect(x - 4, top - 66, 8, 12, iron),
    rect(x - 3.5, top - 126, 7, 11, iron),
  );
  if (light.isLit)
    sheet.add(
      circle(
        x,
        lamp - 18,
        92,
        sheet.radial([
          [0, '#fff3c9', 0.9],
          [0.2, '#ffe9a8', 0.4],
          [1, '#ffe29a', 0],
        ]),
      ),
    );
}

function drawCottage(sheet: SvgSheet, light: SceneLight, x: number, ground: number, isLit: boolean): void {
  const wall = inLight(light, '#efe6d6', 0.03);
  const roof = inLight(light, '#8a4b3c', 0.03);
  sheet.add(
    rect(x - 34, ground - 34, 68, 36, wall),
    rect(x + 14, ground - 74, 10, 24, shade(roof, -0.08)),
    polygon(
      [
        [x - 42, ground - 33],
        [x - 24, ground - 64],
        [x + 24, ground - 64],
        [x + 42, ground - 33],
      ],
      roof,
    ),
    rect(x - 24, ground - 25, 13, 14, isLit ? '#ffd98c' : shade(wall, -0.3)),
    rect(x - 4, ground - 25, 13, 14, isLit ? '#ffd98c' : shade(wall, -0.3)),
    rect(x + 16, ground - 26, 11, 28, shade(roof, -0.12)),
  );
}
