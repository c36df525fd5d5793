import { mix, shade, tint } from '../colour.js';
import { curveData, group, lineData, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { divide, drawBlock, streetWidths } from './plan-blocks.js';
import type { PlanPalette, Quad, Street } from './plan-blocks.js';
import { drawCompass, drawRoute } from './plan-route.js';
import type { DrawScene, SceneBrief } from './scene.js';
import { drawVignette } from './sky.js';

const dayPalettes: readonly PlanPalette[] = [
  {
    street: '#fbf6ec',
    block: '#efe3cf',
    building: ['#e0c7a5', '#d9b993', '#e7d3b6', '#cfae8b'],
    park: '#b7cf93',
    tree: '#7fa866',
    water: '#8fc3d6',
    bank: '#e3d6bd',
    route: '#d6453f',
    pin: '#2c3e50',
    shadow: '#8a6f52',
  },
  {
    street: '#ffffff',
    block: '#e4ebee',
    building: ['#c7d5dc', '#b7c8d1', '#d5e0e4', '#a9bdc9'],
    park: '#bfe0c0',
    tree: '#7fbf95',
    water: '#86b8e0',
    bank: '#d8e2e6',
    route: '#ef6a3a',
    pin: '#243b55',
    shadow: '#6b8291',
  },
  {
    street: '#fff4ee',
    block: '#f6dcd0',
    building: ['#e9b6a3', '#dd9f90', '#f0c7b4', '#cf8b83'],
    park: '#c8d6a4',
    tree: '#93ad70',
    water: '#9cc9cf',
    bank: '#f0d3c3',
    route: '#33658a',
    pin: '#7a2e3a',
    shadow: '#9a6658',
  },
];
const nightPalette: PlanPalette = {
  street: '#3a4566',
  block: '#232c4a',
  building: ['#2f3a60', '#34416a', '#2a3456', '#3d4b78'],
  park: '#274a4d',
  tree: '#3a6b64',
  water: '#14274a',
  bank: '#2c3659',
  route: '#ffc857',
  pin: '#ff7a59',
  shadow: '#0c1124',
};

/** A hand-made looking plan of a quarter: blocks, courtyards, parks, a river with bridges and a marked walk with pins. */
export const drawCityPlan: DrawScene = (sheet, brief) => {
  const { random } = brief;
  const { width, height } = sheet;
  const palette = tuned(brief.dayTime === 'night' ? nightPalette : random.pick(dayPalettes), brief.accent);
  sheet.add(rect(0, 0, width, height, palette.street));
  const angle = random.between(-0.35, 0.35);
  const reach = Math.hypot(width, height) * 0.62;
  const turn = ([x, y]: Point): Point => [
    width / 2 + x * Math.cos(angle) - y * Math.sin(angle),
    height / 2 + x * Math.sin(angle) + y * Math.cos(angle),
  ];
  const outline: Quad = [
    turn([-reach, -reach]),
    turn([reach, -reach]),
    turn([reach, reach]),
    turn([-reach, reach]),
  ];
  const blocks: Quad[] = [];
  const roads: Street[] = [];
  divide(random.fork('blocks'), outline, 0, blocks, roads);
  const onSheet = (quad: Quad): boolean =>
    quad.some(([x, y]) => x > -60 && y > -60 && x < width + 60 && y < height + 60);
  for (const [index, block] of blocks.filter(onSheet).entries())
    drawBlock(sheet, random.fork(`block ${index}`), palette, block);
  drawRiver(sheet, brief, palette, roads);
  drawRoute(sheet, random.fork('route'), palette, roads);
  drawCompass(sheet, palette);
  drawFolds(sheet);
  drawVignette(sheet, palette.shadow, 0.22);
};

function tuned(palette: PlanPalette, accent: string | undefined): PlanPalette {
  if (!accent) return palette;
  const lean = (colour: string): string => tint(colour, accent, 0.4);
  return {
    ...palette,
    street: tint(palette.street, accent, 0.12),
    block: lean(palette.block),
    building: palette.building.map(lean),
    bank: lean(palette.bank),
    route: accent,
  };
}

function drawRiver(sheet: SvgSheet, brief: SceneBrief, palette: PlanPalette, roads: readonly Street[]): void {
  const random = brief.random.fork('river');
  const { width, height } = sheet;
  const isLevel = width >= height;
  const middle = random.pick([0.22, 0.3, 0.72, 0.8]);
  const points: Point[] = Array.from({ length: 7 }, (_, index) => {
    const t = -0.1 + index * 0.2;
    const drift = middle + random.between(-0.07, 0.07) + (t - 0.5) * random.between(-0.1, 0.1);
    return isLevel ? [width * t, height * drift] : [width * drift, height * t];
  });
  const data = curveData(points);
  const breadth = random.between(74, 104);
  sheet.add(
    stroke(data, palette.street, breadth + 46),
    stroke(data, palette.bank, breadth + 14),
    stroke(data, shade(palette.water, -0.05), breadth),
    stroke(data, palette.water, breadth - 12),
    stroke(data, mix(palette.water, '#ffffff', 0.35), 2, {
      'stroke-dasharray': '36 44',
      opacity: 0.6,
      transform: `translate(6 ${round(breadth * 0.12)})`,
    }),
    stroke(data, mix(palette.water, '#ffffff', 0.35), 2, {
      'stroke-dasharray': '24 58',
      opacity: 0.6,
      transform: `translate(-14 ${round(-breadth * 0.2)})`,
    }),
  );
  const crosses = ({ from, to }: Street): boolean => {
    const [dx, dy] = [Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
    return isLevel ? dy > dx * 1.6 : dx > dy * 1.6;
  };
  let bridges = '';
  for (const road of roads.filter((each) => each.depth <= 2 && crosses(each))) {
    const line = lineData([road.from, road.to]);
    const wide = streetWidths[road.depth] ?? 8;
    bridges +=
      stroke(line, palette.shadow, wide + 5, { opacity: 0.45, transform: 'translate(3 5)' }) +
      stroke(line, mix(palette.bank, palette.shadow, 0.3), wide + 4) +
      stroke(line, palette.street, wide - 2);
  }
  const nearRiver = sheet.mask(rect(0, 0, width, height, '#000') + stroke(data, '#ffffff', breadth + 8));
  sheet.add(group(bridges, { mask: nearRiver }));
}

/** The creases of a folded paper map. */
function drawFolds(sheet: SvgSheet): void {
  const { width, height } = sheet;
  const folds = Math.max(2, Math.round(width / 340));
  const fill = sheet.linear(
    [
      [0, '#000000', 0],
      [0.94, '#000000', 0.05],
      [1, '#000000', 0.1],
    ],
    [0, 0, 1, 0],
  );
  const lit = sheet.linear(
    [
      [0, '#ffffff', 0.13],
      [0.1, '#ffffff', 0.03],
      [1, '#ffffff', 0],
    ],
    [0, 0, 1, 0],
  );
  for (let fold = 0; fold < folds; fold++) {
    const from = (width / folds) * fold;
    sheet.add(rect(from, 0, width / folds, height, fold % 2 ? lit : fill));
  }
}
