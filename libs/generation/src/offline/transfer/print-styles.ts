import { atLightness, chromaOf, hueOf, oklch } from '../colour.js';
import type { Prng } from '../prng.js';
import {
  blend,
  brightness,
  mapPixels,
  oddRadius,
  pack,
  packHex,
  quantiles,
  smoothed,
  through,
} from './pixel-image.js';
import type { PackedColour, PixelImage } from './pixel-image.js';

/** What a style may use besides the photo. */
export interface TransferBrief {
  random: Prng;
  /** Colours named in the prompt, as `#rrggbb`. */
  colours: readonly string[];
}

export type Redraw = (photo: PixelImage, brief: TransferBrief) => Promise<PixelImage>;

const posterInks: readonly (readonly [string, string, string, string, string])[] = [
  ['#12263f', '#b8292f', '#e0703a', '#7fb0b5', '#f6e7c8'],
  ['#1d1b3a', '#5b2a6e', '#d94f70', '#f3a35c', '#fdeac1'],
  ['#10302f', '#1f6f63', '#6fae6e', '#e6c34f', '#f7f0d7'],
  ['#2b1a12', '#7d3b22', '#cf7a34', '#e9b872', '#f7ead2'],
];
const duotoneInks: readonly (readonly [string, string])[] = [
  ['#1b1464', '#ffb86c'],
  ['#3a0b3d', '#ff8fa3'],
  ['#06324a', '#f6e27f'],
  ['#12263f', '#f2c9a1'],
  ['#0b3b2e', '#e8f0b4'],
];

/** Five flat inks, the second darkest laid in stripes. */
export const drawPosterPrint: Redraw = async (photo, { random, colours }) => {
  const size = Math.min(photo.width, photo.height);
  const calm = await smoothed(photo, 640, (pipeline, scale) =>
    pipeline.median(oddRadius((size * scale) / 170)).blur(0.8),
  );
  const light = brightness(calm);
  const levels = quantiles(light, [0.2, 0.42, 0.62, 0.82]) as [number, number, number, number];
  const inks = posterPalette(random, colours).map(packHex) as [number, number, number, number, number];
  const inkFor = (value: number, stripe: PackedColour): PackedColour => {
    const step = (level: number): number => smoothStep(level - 2, level + 2, value);
    let colour = blend(inks[0], inks[1], step(levels[0]));
    colour = blend(colour, stripe, step(levels[1]) * (1 - step(levels[2])));
    colour = blend(colour, inks[3], step(levels[2]));
    return blend(colour, inks[4], step(levels[3]));
  };
  const dark = byBrightness((value) => inkFor(value, inks[1]));
  const pale = byBrightness((value) => inkFor(value, inks[2]));
  const stripe = Math.max(4, size / 130);
  return mapPixels(calm, (_red, _green, _blue, x, y) => {
    const value = light[y * photo.width + x] ?? 0;
    return (y % stripe < stripe * 0.55 ? dark : pale)[value] ?? 0;
  });
};

/** A colour for each of the 256 degrees of brightness. */
function byBrightness(colourFor: (value: number) => PackedColour): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, value) => colourFor(value));
}

function posterPalette(random: Prng, [named, second]: readonly string[]): readonly string[] {
  const inks = random.pick(posterInks);
  if (!named) return inks;
  const hue = hueOf(named);
  const chroma = Math.max(0.03, Math.min(0.16, chromaOf(named)));
  return [
    oklch(0.24, chroma * 0.6, hue),
    atLightness(named, 0.45),
    second ? atLightness(second, 0.62) : oklch(0.62, chroma, hue + 28),
    oklch(0.76, chroma * 0.7, hue + 60),
    oklch(0.95, 0.03, hue + 40),
  ];
}

/** Two inks, with the contrast of a good print. */
export const drawDuotone: Redraw = async (photo, { random, colours }) => {
  const [named, second] = colours;
  const inks = random.pick(duotoneInks);
  const dark = packHex(named ? atLightness(named, 0.26) : inks[0]);
  const pale = packHex(
    second ? atLightness(second, 0.88) : named ? oklch(0.93, 0.05, hueOf(named) + 60) : inks[1],
  );
  const light = brightness(photo);
  const [low, high] = quantiles(light, [0.02, 0.98]) as [number, number];
  const ramp = byBrightness((value) => {
    const t = Math.min(1, Math.max(0, (value - low) / Math.max(1, high - low)));
    return blend(dark, pale, t * t * (3 - 2 * t) * 0.6 + t * 0.4);
  });
  return mapPixels(photo, (_red, _green, _blue, x, y) => ramp[light[y * photo.width + x] ?? 0] ?? 0);
};

/** Ink dots on a turned grid over flat colours, as in an old comic. */
export const drawHalftone: Redraw = async (photo, { random, colours }) => {
  const { width, height } = photo;
  const size = Math.min(width, height);
  const cell = Math.max(5, size / 92);
  const flat = await smoothed(photo, 640, (pipeline, scale) =>
    pipeline.median(oddRadius((size * scale) / 140)).modulate({ saturation: 1.5, brightness: 1.25 }),
  );
  const soft = brightness(await through(photo, (pipeline) => pipeline.blur(Math.max(0.8, cell * 0.45))));
  const [low, high] = quantiles(soft, [0.03, 0.97]) as [number, number];
  const ink = packHex(
    colours[0] ? atLightness(colours[0], 0.3) : random.pick(['#1c1a2e', '#22203a', '#2a1620']),
  );
  const paper = 0xfff6e4;
  const angle = Math.PI / 5;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return mapPixels(flat, (red, green, blue, x, y) => {
    const u = (x * cos + y * sin) / cell;
    const v = (y * cos - x * sin) / cell;
    const away = Math.hypot(u - Math.round(u), v - Math.round(v)) * cell;
    const shade = 1 - Math.min(1, Math.max(0, ((soft[y * width + x] ?? 0) - low) / Math.max(1, high - low)));
    const radius = cell * 0.66 * shade ** 0.75;
    const level = (channel: number): number => Math.round(channel / 51) * 51;
    const ground = blend(pack(level(red), level(green), level(blue)), paper, 0.32);
    return blend(ground, ink, 1 - smoothStep(radius - 0.8, radius + 0.8, away));
  });
};

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
