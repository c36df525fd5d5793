import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, path, polygon, rect, rectData, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { inLight } from './light.js';
import type { SceneLight } from './light.js';
import type { SceneBrief } from './scene.js';

const gables = ['step', 'bell', 'pitch', 'flat', 'neck'] as const;

interface House {
  x: number;
  width: number;
  ground: number;
  height: number;
  colour: string;
}

/** Draws one narrow house and returns its bare wall for the reflection. */
export function drawHouse(
  sheet: SvgSheet,
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  house: House,
): string {
  const { x, width, ground, height } = house;
  const wall = inLight(light, house.colour, 0.03);
  const trim = inLight(light, '#f7efe0', 0.04);
  const eaves = ground - height;
  const body = path(
    `M${round(x)} ${round(ground)}V${round(eaves)}${gableData(random, x, eaves, width)}V${round(ground)}z`,
    sheet.linearAcross(
      [
        [0, shade(wall, 0.03)],
        [1, shade(wall, -0.07)],
      ],
      [x, eaves - 70],
      [x, ground],
    ),
  );
  sheet.add(body, rect(x + width - 9, eaves, 9, height, shade(wall, -0.08), { opacity: 0.6 }));
  let courses = '';
  for (let y = eaves + 12; y < ground; y += 13)
    courses += `M${round(x + random.between(4, width * 0.6))} ${round(y)}h${round(random.between(10, 26))}`;
  sheet.add(
    stroke(courses, shade(wall, -0.06), 2, { opacity: 0.6 }),
    rect(x, eaves, width, 5, trim),
    circle(x + width / 2, eaves - 22, 9, windowColour(random, light, wall)),
    circle(x + width / 2, eaves - 22, 9, 'none', { stroke: trim, 'stroke-width': 3 }),
  );
  if (brief.season === 'winter')
    sheet.add(rect(x - 2, eaves - 5, width + 4, 7, inLight(light, '#f6faff', 0.02), { rx: 3 }));

  const shop = 92;
  const floors = Math.max(2, Math.floor((height - shop - 16) / 92));
  const floorHeight = (height - shop - 10) / floors;
  const columns = width > 140 ? 3 : 2;
  const pane = { width: (width / columns) * 0.5, height: floorHeight * 0.6, isArched: random.chance(0.35) };
  for (let floor = 0; floor < floors; floor++) {
    for (let column = 0; column < columns; column++) {
      const wx = x + (width / columns) * (column + 0.5) - pane.width / 2;
      drawWindow(sheet, random, light, {
        x: wx,
        y: eaves + 18 + floor * floorHeight,
        ...pane,
        wall,
        trim,
        hasFlowers: brief.season !== 'winter' && random.chance(0.3),
      });
    }
  }
  drawGroundFloor(sheet, random, light, { x, width, ground, top: ground - shop, wall, trim });
  return body;
}

function gableData(random: Prng, x: number, y: number, width: number): string {
  const right = x + width;
  const middle = x + width / 2;
  switch (random.pick(gables)) {
    case 'step': {
      const [dx, dy] = [width / 9, 17];
      let data = `H${round(x)}`;
      for (let step = 0; step < 4; step++) data += `v${-dy}h${round(dx)}`;
      data += `h${round(dx)}`;
      for (let step = 0; step < 4; step++) data += `h${round(dx)}v${dy}`;
      return `${data}H${round(right)}`;
    }
    case 'bell':
      return `C${round(x + width * 0.22)} ${round(y - 4)} ${round(x + width * 0.22)} ${round(y - 62)} ${round(middle - width * 0.15)} ${round(y - 68)}Q${round(middle)} ${round(y - 92)} ${round(middle + width * 0.15)} ${round(y - 68)}C${round(right - width * 0.22)} ${round(y - 62)} ${round(right - width * 0.22)} ${round(y - 4)} ${round(right)} ${round(y)}`;
    case 'pitch':
      return `L${round(middle)} ${round(y - width * 0.56)}L${round(right)} ${round(y)}`;
    case 'neck':
      return `Q${round(x + width * 0.24)} ${round(y - 8)} ${round(x + width * 0.27)} ${round(y - 52)}h${round(width * 0.03)}L${round(middle)} ${round(y - 82)}L${round(right - width * 0.3)} ${round(y - 52)}h${round(width * 0.03)}Q${round(right - width * 0.24)} ${round(y - 8)} ${round(right)} ${round(y)}`;
    case 'flat':
      return `h-5v-12h10v-30h${round(width - 10)}v30h10v12H${round(right)}`;
  }
}

function windowColour(random: Prng, light: SceneLight, wall: string): string {
  if (light.isLit && random.chance(light.dayTime === 'night' ? 0.62 : 0.5))
    return random.pick(['#ffd98c', '#ffc873', '#fff0c4', '#ffb861']);
  return light.isLit
    ? mix(wall, light.ink, 0.62)
    : mix(inLight(light, '#4d6a80', 0.02), light.sky[2], random.between(0.12, 0.4));
}

interface WindowShape {
  x: number;
  y: number;
  width: number;
  height: number;
  isArched: boolean;
  wall: string;
  trim: string;
  hasFlowers: boolean;
}

function drawWindow(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  { x, y, width, height, isArched, wall, trim, hasFlowers }: WindowShape,
): void {
  const rx = isArched ? width / 2 : 2;
  const glass = windowColour(random, light, wall);
  const frame = isArched
    ? (grow: number): string =>
        `M${round(x - grow)} ${round(y + height + grow)}V${round(y + width / 2)}A${round(rx + grow)} ${round(rx + grow)} 0 0 1 ${round(x + width + grow)} ${round(y + width / 2)}V${round(y + height + grow)}z`
    : (grow: number): string => rectData(x - grow, y - grow, width + grow * 2, height + grow * 2);
  sheet.add(path(frame(4), trim), path(frame(0), glass));
  if (random.chance(0.5))
    sheet.add(
      rect(x, y + (isArched ? width / 2 : 0), width * 0.24, height - (isArched ? width / 2 : 0), '#ffffff', {
        opacity: 0.28,
      }),
    );
  sheet.add(
    stroke(
      `M${round(x + width / 2)} ${round(y)}V${round(y + height)}M${round(x)} ${round(y + height * 0.42)}h${round(width)}`,
      trim,
      2.6,
    ),
    rect(x - 7, y + height + 3, width + 14, 5, shade(trim, -0.05)),
  );
  if (hasFlowers) {
    const petals = Array.from({ length: 6 }, (_, index) =>
      circle(
        x + (width * (index + 0.5)) / 6,
        y + height - random.between(0, 5),
        random.between(3, 5),
        inLight(light, random.pick(['#d9506a', '#f2c14e', '#5f9a55', '#e88fb0']), 0),
      ),
    );
    sheet.add(rect(x - 3, y + height - 1, width + 6, 8, inLight(light, '#7a4a34', 0), { rx: 2 }), ...petals);
  }
}

function drawGroundFloor(
  sheet: SvgSheet,
  random: Prng,
  light: SceneLight,
  {
    x,
    width,
    ground,
    top,
    wall,
    trim,
  }: { x: number; width: number; ground: number; top: number; wall: string; trim: string },
): void {
  const wood = inLight(light, random.pick(['#3f5a4c', '#6b3a35', '#34495e', '#5a4334']), 0.02);
  const doorLeft = random.chance(0.5);
  const doorX = doorLeft ? x + 14 : x + width - 48;
  const shopX = doorLeft ? x + 60 : x + 14;
  const shopWidth = width - 74;
  sheet.add(
    rect(x, top - 4, width, 6, shade(trim, -0.03)),
    rect(doorX - 4, ground - 78, 42, 78, trim),
    rect(doorX, ground - 74, 34, 74, wood),
    rect(doorX + 5, ground - 68, 24, 20, windowColour(random, light, wall)),
    circle(doorX + 28, ground - 34, 2.4, '#e8c27a'),
  );
  if (!random.chance(0.62)) {
    drawWindow(sheet, random, light, {
      x: shopX + shopWidth * 0.18,
      y: ground - 72,
      width: shopWidth * 0.6,
      height: 44,
      isArched: false,
      wall,
      trim,
      hasFlowers: false,
    });
    return;
  }
  sheet.add(
    rect(shopX, ground - 66, shopWidth, 52, wood),
    rect(
      shopX + 5,
      ground - 61,
      shopWidth - 10,
      42,
      light.isLit ? '#ffe0a0' : windowColour(random, light, wall),
    ),
  );
  const stripe = inLight(light, random.pick(['#c8453c', '#2f7f86', '#3f6f4f', '#d08a2f']), 0.02);
  const stripes = 6;
  for (let index = 0; index < stripes; index++) {
    const [from, to] = [
      shopX - 4 + ((shopWidth + 8) * index) / stripes,
      shopX - 4 + ((shopWidth + 8) * (index + 1)) / stripes,
    ];
    const awning: Point[] = [
      [from + 4, ground - 84],
      [to + (index === stripes - 1 ? -4 : 0), ground - 84],
      [to, ground - 60],
      [from, ground - 60],
    ];
    sheet.add(
      polygon(awning, index % 2 ? trim : stripe),
      ellipse((from + to) / 2, ground - 60, (to - from) / 2, 6, index % 2 ? trim : stripe),
    );
  }
}
