import { mix } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, closedCurveData, ellipse, path, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import type { SceneLight } from './light.js';
import type { SceneBrief } from './scene.js';

/** Where the sun or the moon stands, in sheet units. */
export interface Orb {
  x: number;
  y: number;
  radius: number;
}

/** Paints the whole sky: gradient down to `horizon` (a y), stars, sun or moon, clouds. Returns the orb for reflections. */
export function drawSky(sheet: SvgSheet, brief: SceneBrief, light: SceneLight, horizon: number): Orb {
  const random = brief.random.fork('sky');
  const { width, height } = sheet;
  const [zenith, upper, lower, nearHorizon] = light.sky;
  const fill = sheet.linearAcross(
    [
      [0, zenith],
      [0.42, upper],
      [0.78, lower],
      [1, nearHorizon],
    ],
    [0, 0],
    [0, horizon],
  );
  sheet.add(rect(0, 0, width, height, fill));

  const orb = placeOrb(random, light, width, horizon);
  if (light.dayTime === 'night') drawStars(sheet, random, horizon);
  const isVeiled = brief.weather !== undefined;
  drawOrb(sheet, light, orb, isVeiled, random);
  const clouds = isVeiled ? random.int(6, 8) : random.int(3, 5);
  for (let index = 0; index < clouds; index++) {
    if (light.dayTime === 'day' || isVeiled) drawCumulus(sheet, random, light, horizon);
    else drawStreak(sheet, random, light, horizon);
  }
  return orb;
}

function placeOrb(random: Prng, light: SceneLight, width: number, horizon: number): Orb {
  const x = width * random.pick([random.between(0.18, 0.36), random.between(0.6, 0.82)]);
  if (light.dayTime === 'night')
    return { x, y: horizon * random.between(0.2, 0.38), radius: random.between(38, 58) };
  if (light.dayTime === 'day')
    return { x, y: horizon * random.between(0.16, 0.3), radius: random.between(44, 58) };
  return { x, y: horizon * random.between(0.42, 0.6), radius: random.between(62, 92) };
}

function drawStars(sheet: SvgSheet, random: Prng, horizon: number): void {
  const count = Math.round((sheet.width * horizon) / 5200);
  let markup = '';
  for (let index = 0; index < count; index++) {
    const y = horizon * random.next() ** 1.35 * 0.9;
    const size = random.chance(0.07) ? random.between(2, 3) : random.between(0.6, 1.5);
    const opacity = random.between(0.35, 1) * (1 - (y / horizon) * 0.8);
    markup += circle(
      random.between(0, sheet.width),
      y,
      size,
      random.pick(['#ffffff', '#fff3d9', '#d9e6ff']),
      { opacity },
    );
  }
  sheet.add(markup);
}

function drawOrb(
  sheet: SvgSheet,
  light: SceneLight,
  { x, y, radius }: Orb,
  isVeiled: boolean,
  random: Prng,
): void {
  const strength = isVeiled ? 0.45 : 1;
  const reach = radius * (light.dayTime === 'night' ? 7 : 6);
  const halo = sheet.radial([
    [0, light.glow, 0.75 * strength],
    [0.25, light.glow, 0.32 * strength],
    [0.6, light.glow, 0.1 * strength],
    [1, light.glow, 0],
  ]);
  sheet.add(circle(x, y, reach, halo));
  if (light.dayTime !== 'night') {
    sheet.add(circle(x, y, radius, light.orb, { opacity: isVeiled ? 0.6 : 0.97 }));
    return;
  }
  const face = sheet.radial(
    [
      [0, '#fffdf3'],
      [0.75, light.orb],
      [1, mix(light.orb, light.glow, 0.5)],
    ],
    0.4,
    0.38,
    0.65,
  );
  sheet.add(circle(x, y, radius, face, { opacity: isVeiled ? 0.7 : 1 }));
  const craters = Array.from({ length: 5 }, () => {
    const angle = random.between(0, Math.PI * 2);
    const distance = radius * random.between(0.15, 0.68);
    return circle(
      x + Math.cos(angle) * distance,
      y + Math.sin(angle) * distance,
      radius * random.between(0.08, 0.2),
      '#b9b7bd',
      { opacity: 0.28 },
    );
  });
  sheet.add(...craters);
}

/** A long thin evening cloud, lit from below. */
function drawStreak(sheet: SvgSheet, random: Prng, light: SceneLight, horizon: number): void {
  const length = random.between(260, 720);
  const x = random.between(-0.15, 0.95) * sheet.width;
  const y = horizon * random.between(0.14, 0.78);
  const thickness = random.between(10, 24);
  const upperEdge: Point[] = [];
  const lowerEdge: Point[] = [];
  const steps = 9;
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    const swell = Math.sin(Math.PI * t) ** 0.8;
    upperEdge.push([x + length * t, y - swell * thickness * random.between(0.5, 1.5)]);
    lowerEdge.unshift([x + length * t, y + swell * thickness * random.between(0.15, 0.5)]);
  }
  const fill = sheet.linear([
    [0, light.cloudShade, 0.65],
    [1, light.cloudLit, 0.9],
  ]);
  sheet.add(
    path(closedCurveData([...upperEdge, ...lowerEdge]), fill, { opacity: random.between(0.35, 0.7) }),
  );
}

/** A heap cloud with a flat base. */
function drawCumulus(sheet: SvgSheet, random: Prng, light: SceneLight, horizon: number): void {
  const size = random.between(70, 170);
  const x = random.between(0.02, 0.98) * sheet.width;
  const y = horizon * random.between(0.16, 0.66);
  const fill = sheet.linear([
    [0, light.cloudLit, 0.96],
    [0.65, light.cloudLit, 0.8],
    [1, light.cloudShade, 0.55],
  ]);
  const lobes = random.int(4, 6);
  let data = '';
  for (let lobe = 0; lobe < lobes; lobe++) {
    const t = (lobe + 0.5) / lobes;
    const radius = size * (0.26 + 0.34 * Math.sin(Math.PI * t)) * random.between(0.8, 1.15);
    const centre = x + (t - 0.5) * size * 2.3;
    const top = Math.max(0.55, random.between(0.7, 1.05)) * radius;
    data += `M${round(centre - radius)} ${round(y)}A${round(radius)} ${round(top)} 0 0 1 ${round(centre + radius)} ${round(y)}z`;
  }
  sheet.add(path(data, fill, { opacity: random.between(0.55, 0.92) }));
}

/** Falling snow or rain and drifting fog over what has been drawn so far. */
export function drawWeather(sheet: SvgSheet, brief: SceneBrief, light: SceneLight): void {
  const random = brief.random.fork('weather');
  const { width, height } = sheet;
  const amount = (width * height) / 1_000_000;
  if (brief.weather === 'snow') {
    let flakes = '';
    for (let index = 0; index < 260 * amount; index++) {
      const near = random.next() ** 3;
      flakes += circle(random.between(0, width), random.between(0, height), 1.2 + near * 6, '#ffffff', {
        opacity: random.between(0.35, 0.9) * (1 - near * 0.5),
      });
    }
    sheet.add(flakes);
  }
  if (brief.weather === 'rain') {
    let data = '';
    for (let index = 0; index < 300 * amount; index++) {
      const length = random.between(16, 46);
      data += `M${round(random.between(0, width))} ${round(random.between(-20, height))}l${round(-length * 0.22)} ${round(length)}`;
    }
    sheet.add(stroke(data, '#ffffff', 1.5, { opacity: 0.32 }));
  }
  if (brief.weather === 'fog') {
    const bands = Array.from({ length: 4 }, () => {
      const y = height * random.between(0.4, 0.9);
      const fill = sheet.radial([
        [0, light.haze, 0.75],
        [1, light.haze, 0],
      ]);
      return ellipse(width * random.next(), y, width * 0.6, random.between(60, 130), fill);
    });
    sheet.add(...bands);
  }
}

/** A soft darkening of the corners that holds the picture together. */
export function drawVignette(sheet: SvgSheet, ink: string, strength = 0.32): void {
  const fill = sheet.radial(
    [
      [0.55, ink, 0],
      [1, ink, strength],
    ],
    0.5,
    0.48,
    0.78,
  );
  sheet.add(rect(0, 0, sheet.width, sheet.height, fill));
}
