import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Avatar, Style } from '@dicebear/core';
import type { StyleDefinition } from '@dicebear/core';
import { atLightness, chromaOf, hueOf, mix, oklch } from '../colour.js';
import { Prng } from '../prng.js';
import { firstMeaning } from '../prompt-words.js';
import type { PromptWords } from '../prompt-words.js';
import { circle, ellipse, group, path, rect, round } from '../svg-sheet.js';
import { SvgSheet } from '../svg-sheet.js';
import { avatarStyles, avatarStyleWords } from './avatar-styles.js';
import type { AvatarStyleId } from './avatar-styles.js';

/** How a figure stands in the picture. */
interface Framing {
  /** Busts stand on the lower edge, the others float in the middle. */
  isBust: boolean;
  /** Size of the figure against the shorter side. */
  scale: number;
  /** Share of the figure that stands below the lower edge. */
  sink?: number;
  /** Figures drawn in light on dark need a dark ground. */
  isDark?: boolean;
}

const framings: Readonly<Record<AvatarStyleId, Framing>> = {
  'open-peeps': { isBust: true, scale: 0.96 },
  notionists: { isBust: true, scale: 0.96 },
  lorelei: { isBust: true, scale: 1, sink: 0.05 },
  'pixel-art': { isBust: true, scale: 0.94 },
  'voxel-art': { isBust: false, scale: 0.9 },
  shadows: { isBust: true, scale: 1 },
  critters: { isBust: true, scale: 1 },
  clay: { isBust: false, scale: 0.98 },
  moods: { isBust: false, scale: 0.86 },
  marbles: { isBust: false, scale: 0.96 },
  sprouts: { isBust: true, scale: 1 },
  cutouts: { isBust: false, scale: 0.96 },
  thumbs: { isBust: true, scale: 1 },
  'voxel-bot': { isBust: false, scale: 0.92 },
  pixelbot: { isBust: false, scale: 1, isDark: true },
  planets: { isBust: false, scale: 1, isDark: true },
};

/** Styles for a prompt that asks for none, people first. */
const everydayStyles: readonly AvatarStyleId[] = [
  'open-peeps',
  'open-peeps',
  'notionists',
  'lorelei',
  'pixel-art',
  'voxel-art',
  'critters',
  'clay',
  'moods',
  'marbles',
  'sprouts',
  'voxel-bot',
];

const grounds: readonly (readonly [string, string])[] = [
  ['#ffd9c7', '#f7a8a0'],
  ['#ffe9b8', '#f7bd7f'],
  ['#d8f0dc', '#93cfae'],
  ['#cdeaf5', '#8fbfe3'],
  ['#dcd9fa', '#a9a2e6'],
  ['#fbd7e6', '#e59ac0'],
  ['#e4eec6', '#b3cf86'],
  ['#d2eeea', '#7fc4c0'],
  ['#f3e2d0', '#d9b596'],
];
const darkGrounds: readonly (readonly [string, string])[] = [
  ['#27335e', '#0d1230'],
  ['#3a2560', '#140c30'],
  ['#123f4c', '#061a26'],
  ['#4a1f4a', '#1a0a22'],
];

const fromHere = createRequire(import.meta.url);
const loadedStyles = new Map<AvatarStyleId, Promise<Style<StyleDefinition>>>();

/** The style's definition as DiceBear ships it, read once on first use: all of them together are a megabyte. */
export function loadAvatarStyle(id: AvatarStyleId): Promise<Style<StyleDefinition>> {
  const loaded = loadedStyles.get(id) ?? readDefinition(id);
  loadedStyles.set(id, loaded);
  return loaded;
}

async function readDefinition(id: AvatarStyleId): Promise<Style<StyleDefinition>> {
  const file = fromHere.resolve(`@dicebear/styles/${id}.json`);
  return new Style(JSON.parse(await readFile(file, 'utf8')) as StyleDefinition);
}

/** The avatar as SVG of the given size, and the style it took. */
export async function drawAvatar(
  words: PromptWords,
  { seed, style, width, height }: { seed: number; style?: string; width: number; height: number },
): Promise<{ svg: string; styleId: AvatarStyleId }> {
  const random = new Prng(seed);
  const asked = avatarStyles.find(({ id }) => id === style)?.id;
  const fallback = random.pick(everydayStyles);
  const styleId = asked ?? firstMeaning(avatarStyleWords, words.words) ?? fallback;
  const framing = framings[styleId];
  const scale = 1000 / Math.min(width, height);
  const sheet = new SvgSheet(width * scale, height * scale);
  const deep = drawGround(sheet, random.fork('ground'), words, framing);

  const avatar = new Avatar(await loadAvatarStyle(styleId), {
    seed: seed.toString(36),
    backgroundColor: ['#ffffff00'],
    ...(styleId === 'shadows' ? { inkColor: [atLightness(deep, 0.36)] } : {}),
  });
  const size = 1000 * framing.scale;
  const x = (sheet.width - size) / 2;
  const y = framing.isBust ? sheet.height - size * (1 - (framing.sink ?? 0)) : (sheet.height - size) / 2;
  sheet.add(
    `<svg x="${round(x)}" y="${round(y)}" width="${round(size)}" height="${round(size)}">${avatar.toString()}</svg>`,
  );
  return { svg: sheet.toSvg(width, height), styleId };
}

function drawGround(sheet: SvgSheet, random: Prng, words: PromptWords, framing: Framing): string {
  const [light, deep] = groundColours(random, words, framing.isDark === true);
  const { width, height } = sheet;
  const [x, y] = [width / 2, height / 2];
  sheet.add(
    rect(
      0,
      0,
      width,
      height,
      sheet.linear(
        [
          [0, light],
          [1, deep],
        ],
        random.pick([
          [0, 0, 1, 1],
          [1, 0, 0, 1],
          [0, 0, 0.2, 1],
        ] as const),
      ),
    ),
  );
  const pale = framing.isDark ? mix(light, '#ffffff', 0.25) : mix(light, '#ffffff', 0.65);
  sheet.add(
    circle(
      x,
      y,
      Math.max(width, height) * 0.62,
      sheet.radial([
        [0, pale, 0.75],
        [1, pale, 0],
      ]),
    ),
  );
  drawOrnament(sheet, random, pale);
  if (!framing.isBust && !framing.isDark) {
    sheet.add(
      ellipse(
        x,
        y + 400 * framing.scale,
        300,
        46,
        sheet.radial([
          [0, deep, 0.55],
          [1, deep, 0],
        ]),
      ),
    );
  }
  return deep;
}

/** Quiet shapes behind the figure, which keep the corners from being empty. */
function drawOrnament(sheet: SvgSheet, random: Prng, pale: string): void {
  const { width, height } = sheet;
  const [x, y] = [width / 2, height / 2];
  switch (random.int(0, 3)) {
    case 0:
      for (const radius of [300, 420, 560])
        sheet.add(circle(x, y, radius, 'none', { stroke: pale, 'stroke-width': 26, opacity: 0.22 }));
      break;
    case 1:
      sheet.add(circle(x, y + 30, 410, pale, { opacity: 0.3 }));
      break;
    case 2: {
      const rays = Array.from({ length: 14 }, (_, ray) => {
        const [from, to] = [(ray / 14) * Math.PI * 2, ((ray + 0.5) / 14) * Math.PI * 2];
        return `M${round(x)} ${round(y)}L${round(x + Math.cos(from) * 1600)} ${round(y + Math.sin(from) * 1600)}L${round(x + Math.cos(to) * 1600)} ${round(y + Math.sin(to) * 1600)}z`;
      });
      sheet.add(path(rays.join(''), pale, { opacity: 0.16 }));
      break;
    }
    default: {
      const dots = Array.from({ length: 16 }, () =>
        circle(random.between(0, width), random.between(0, height), random.between(14, 70), pale),
      );
      sheet.add(group(dots.join(''), { opacity: 0.24 }));
    }
  }
}

function groundColours(random: Prng, words: PromptWords, isDark: boolean): readonly [string, string] {
  const [first, second] = words.colours;
  const usual = random.pick(isDark || words.dayTime === 'night' ? darkGrounds : grounds);
  if (!first) return usual;
  if (second) return [atLightness(first, isDark ? 0.42 : 0.84), atLightness(second, isDark ? 0.2 : 0.7)];
  const chroma = Math.min(0.13, chromaOf(first));
  return isDark
    ? [oklch(0.4, chroma, hueOf(first)), oklch(0.18, chroma * 0.7, hueOf(first) + 20)]
    : [oklch(0.9, chroma * 0.5, hueOf(first)), oklch(0.74, chroma, hueOf(first) + 12)];
}
