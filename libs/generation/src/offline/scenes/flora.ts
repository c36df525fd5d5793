import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import type { Season } from '../prompt-words.js';
import { circle, ellipse, path, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { Point } from '../svg-sheet.js';
import { inLight } from './light.js';
import type { SceneLight } from './light.js';

const leafColours: Readonly<Record<Season, readonly string[]>> = {
  spring: ['#e9a3bd', '#f3c3d2', '#9ec26b', '#b9d480', '#e58fb0'],
  summer: ['#4f8f4a', '#6aa653', '#3f7c4c', '#86b65a', '#5c9a63'],
  autumn: ['#e0872f', '#d2582c', '#efb13c', '#b8432f', '#c99a34'],
  winter: ['#dfe8f1', '#eef4fa', '#c9d6e4', '#d6e2ec', '#f7fafd'],
};

const groundColours: Readonly<Record<Season, string>> = {
  spring: '#a9c77c',
  summer: '#7fae5c',
  autumn: '#c99b4e',
  winter: '#eaf1f8',
};

/** A leaf colour of the season, before light. */
export const leafColour = (random: Prng, season: Season): string => random.pick(leafColours[season]);

/** Meadow colour of the season, before light. */
export const groundColour = (season: Season): string => groundColours[season];

/** A conifer of three to six tiers. Snow lies on it in winter. */
export function pine(
  random: Prng,
  {
    x,
    ground,
    height,
    colour,
    snow,
  }: { x: number; ground: number; height: number; colour: string; snow?: string },
): string {
  const tiers = random.int(4, 6);
  const half = height * random.between(0.15, 0.2);
  let markup = rect(
    x - height * 0.018,
    ground - height * 0.12,
    height * 0.036,
    height * 0.13,
    shade(colour, -0.06),
  );
  const left: Point[] = [];
  const right: Point[] = [];
  for (let tier = 0; tier < tiers; tier++) {
    const t = (tier + 1) / tiers;
    const y = ground - height + height * 0.93 * t;
    const reach = half * (0.22 + 0.78 * t);
    left.push([x - reach, y], [x - reach * 0.52, y - height * 0.03]);
    right.push([x + reach, y], [x + reach * 0.52, y - height * 0.03]);
  }
  const apex: Point = [x, ground - height];
  markup += polygon([apex, ...right, [x, ground - height * 0.08], ...left.reverse()], colour);
  markup += polygon([apex, ...right, [x, ground - height * 0.08]], shade(colour, -0.035), { opacity: 0.8 });
  if (snow) {
    markup += polygon(
      [
        apex,
        [x + half * 0.34, ground - height * 0.76],
        [x + half * 0.05, ground - height * 0.8],
        [x - half * 0.12, ground - height * 0.74],
        [x - half * 0.34, ground - height * 0.77],
      ],
      snow,
    );
    // On trees this small the snow of the lower tiers is not seen, but costs half the drawing time.
    for (let tier = 1; height > 90 && tier < tiers; tier++) {
      const y = ground - height + (height * 0.93 * (tier + 1)) / tiers;
      const reach = half * (0.22 + (0.78 * (tier + 1)) / tiers);
      for (const side of [-1, 1]) {
        const at = (share: number): string => round(x + side * reach * share);
        markup += path(
          `M${at(1)} ${round(y)}Q${at(0.62)} ${round(y - height * 0.055)} ${at(0.42)} ${round(y - height * 0.08)}Q${at(0.55)} ${round(y - height * 0.02)} ${at(1)} ${round(y)}z`,
          snow,
          { opacity: side < 0 ? 0.95 : 0.7 },
        );
      }
    }
  }
  return markup;
}

/** A tree with a clustered crown in three tones, lit from `lightFrom` (-1 left, 1 right). */
export function broadleaf(
  random: Prng,
  light: SceneLight,
  {
    x,
    ground,
    height,
    leaf,
    distance,
    lightFrom,
  }: { x: number; ground: number; height: number; leaf: string; distance: number; lightFrom: number },
): string {
  const bark = inLight(light, '#5a4334', distance);
  const base = inLight(light, leaf, distance);
  const tones = [shade(base, -0.1), base, shade(base, 0.045)] as const;
  const crown = height * 0.34;
  const centre = ground - height * 0.64;
  const lean = random.between(-0.04, 0.04) * height;
  const trunk = height * 0.03;
  let markup = path(
    `M${round(x - trunk)} ${round(ground)}Q${round(x - trunk * 0.3)} ${round(ground - height * 0.3)} ${round(x + lean - trunk * 0.5)} ${round(centre)}h${round(trunk)}Q${round(x + trunk * 0.4)} ${round(ground - height * 0.3)} ${round(x + trunk)} ${round(ground)}z`,
    bark,
  );
  markup += stroke(
    `M${round(x)} ${round(ground - height * 0.34)}q${round(-crown * 0.2)} ${round(-height * 0.1)} ${round(-crown * 0.5)} ${round(-height * 0.16)}M${round(x)} ${round(ground - height * 0.38)}q${round(crown * 0.2)} ${round(-height * 0.1)} ${round(crown * 0.48)} ${round(-height * 0.15)}`,
    bark,
    trunk * 0.6,
  );
  const lobes = Array.from({ length: 9 }, (_, index) => {
    const angle = (index / 9) * Math.PI * 2 + random.between(-0.2, 0.2);
    const reach = index % 3 === 0 ? 0.3 : 0.62;
    return {
      x: x + lean + Math.cos(angle) * crown * reach,
      y: centre + Math.sin(angle) * crown * reach * 0.86,
      r: crown * random.between(0.4, 0.54),
    };
  });
  tones.forEach((tone, index) => {
    const shift = crown * 0.13 * index;
    const shrink = 1 - index * 0.24;
    for (const [number, lobe] of lobes.entries()) {
      if (index === 2 && number % 2) continue;
      markup += circle(lobe.x + shift * lightFrom, lobe.y - shift, lobe.r * shrink, tone);
    }
  });
  return markup;
}

/** A leafless winter tree with snow on its forks. */
export function bareTree(
  random: Prng,
  light: SceneLight,
  { x, ground, height, distance }: { x: number; ground: number; height: number; distance: number },
): string {
  const bark = inLight(light, '#4d4550', distance);
  const byDepth: string[] = ['', '', '', '', ''];
  const grow = (px: number, py: number, angle: number, length: number, depth: number): void => {
    const ex = px + Math.cos(angle) * length;
    const ey = py + Math.sin(angle) * length;
    byDepth[depth] =
      `${byDepth[depth] ?? ''}M${round(px)} ${round(py)}Q${round((px + ex) / 2 + random.between(-0.08, 0.08) * length)} ${round((py + ey) / 2)} ${round(ex)} ${round(ey)}`;
    if (depth >= 4) return;
    const forks = depth === 0 ? 3 : random.int(2, 3);
    for (let fork = 0; fork < forks; fork++) {
      grow(
        ex,
        ey,
        angle + (fork - (forks - 1) / 2) * random.between(0.42, 0.68) + random.between(-0.12, 0.12),
        length * random.between(0.58, 0.76),
        depth + 1,
      );
    }
  };
  grow(x, ground, -Math.PI / 2, height * 0.34, 0);
  return (
    byDepth
      .map((data, depth) => (data ? stroke(data, bark, Math.max(0.8, height * 0.04 * 0.55 ** depth)) : ''))
      .join('') +
    byDepth
      .slice(1, 3)
      .map((data) =>
        stroke(data, inLight(light, '#f6faff', distance), height * 0.007, {
          transform: `translate(0 ${round(-height * 0.008)})`,
          opacity: 0.85,
        }),
      )
      .join('')
  );
}

/** A tuft of grass blades standing on `ground`. */
export function grass(
  random: Prng,
  { x, ground, height, colour }: { x: number; ground: number; height: number; colour: string },
): string {
  let data = '';
  for (let blade = 0; blade < 7; blade++) {
    const lean = random.between(-0.6, 0.6) * height;
    const foot = x + random.between(-0.4, 0.4) * height;
    data += `M${round(foot - 2)} ${round(ground)}Q${round(foot)} ${round(ground - height * 0.6)} ${round(foot + lean)} ${round(ground - height * random.between(0.6, 1))}Q${round(foot + 2)} ${round(ground - height * 0.5)} ${round(foot + 3)} ${round(ground)}z`;
  }
  return path(data, colour);
}

/** A bush of overlapping lobes. */
export function bush(
  random: Prng,
  { x, ground, width, colour }: { x: number; ground: number; width: number; colour: string },
): string {
  let markup = '';
  for (let lobe = 0; lobe < 6; lobe++) {
    const t = (lobe + 0.5) / 6;
    const r = width * 0.2 * (0.7 + Math.sin(Math.PI * t) * 0.6);
    markup += ellipse(
      x + (t - 0.5) * width,
      ground - r * 0.7,
      r,
      r * 0.9,
      mix(colour, shade(colour, 0.06), random.next()),
    );
  }
  return markup;
}
