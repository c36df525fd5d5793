/** Colours are `#rrggbb` strings; mixing and shading happen in OKLab, where equal steps look equal. */

interface Oklch {
  lightness: number;
  chroma: number;
  /** Degrees, 0 to 360. */
  hue: number;
}

const toLinear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
const fromLinear = (channel: number): number =>
  channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;

function toOklab(hex: string): [number, number, number] {
  const [red, green, blue] = rgbOf(hex).map((channel) => toLinear(channel / 255)) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function linearFromOklab(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function fromOklab(lightness: number, a: number, b: number): string {
  const clipped = linearFromOklab(lightness, a, b).map((channel) =>
    Math.round(255 * fromLinear(Math.min(1, Math.max(0, channel)))),
  ) as [number, number, number];
  return hexOf(clipped);
}

function toOklch(hex: string): Oklch {
  const [lightness, a, b] = toOklab(hex);
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  return { lightness, chroma: Math.hypot(a, b), hue: (hue + 360) % 360 };
}

/** The three channels, 0 to 255. */
export function rgbOf(hex: string): [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `#rrggbb` of three channels, 0 to 255. */
export function hexOf([red, green, blue]: readonly [number, number, number]): string {
  return `#${((1 << 24) | (red << 16) | (green << 8) | blue).toString(16).slice(1)}`;
}

/** A colour by lightness (0 to 1), chroma (0 to about 0.3) and hue (degrees); chroma shrinks until the colour exists in sRGB. */
export function oklch(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180;
  let fitting = chroma;
  for (let step = 0; step < 12; step++) {
    const inside = linearFromOklab(lightness, fitting * Math.cos(angle), fitting * Math.sin(angle)).every(
      (channel) => channel > -0.002 && channel < 1.002,
    );
    if (inside) break;
    fitting *= 0.85;
  }
  return fromOklab(lightness, fitting * Math.cos(angle), fitting * Math.sin(angle));
}

/** `from` at 0, `to` at 1. */
export function mix(from: string, to: string, share: number): string {
  const [l1, a1, b1] = toOklab(from);
  const [l2, a2, b2] = toOklab(to);
  return fromOklab(l1 + (l2 - l1) * share, a1 + (a2 - a1) * share, b1 + (b2 - b1) * share);
}

/** Lighter by `step` of OKLab lightness (negative: darker), hue kept. */
export function shade(hex: string, step: number): string {
  const { lightness, chroma, hue } = toOklch(hex);
  const target = Math.min(0.99, Math.max(0.02, lightness + step));
  return oklch(target, chroma, hue);
}

/** The same lightness turned towards the hue of `accent`; `share` 1 takes its hue entirely. */
export function tint(hex: string, accent: string, share: number): string {
  const [lightness, a, b] = toOklab(hex);
  const target = toOklch(accent);
  const chroma = Math.max(Math.hypot(a, b), target.chroma * 0.55);
  const angle = (target.hue * Math.PI) / 180;
  const mixedA = a + (chroma * Math.cos(angle) - a) * share;
  const mixedB = b + (chroma * Math.sin(angle) - b) * share;
  return oklch(lightness, Math.hypot(mixedA, mixedB), (Math.atan2(mixedB, mixedA) * 180) / Math.PI);
}

/** The same hue and lightness with chroma multiplied by `factor`. */
export function saturate(hex: string, factor: number): string {
  const { lightness, chroma, hue } = toOklch(hex);
  return oklch(lightness, chroma * factor, hue);
}

/** OKLab lightness, 0 (black) to 1 (white). */
export function lightnessOf(hex: string): number {
  return toOklab(hex)[0];
}

/** OKLCH chroma, 0 (grey) to about 0.3. */
export function chromaOf(hex: string): number {
  return toOklch(hex).chroma;
}

/** Hue in degrees, 0 to 360; without meaning for greys. */
export function hueOf(hex: string): number {
  return toOklch(hex).hue;
}

/** The colour at another lightness (0 to 1), hue and, where it fits, chroma kept. */
export function atLightness(hex: string, lightness: number): string {
  const { chroma, hue } = toOklch(hex);
  return oklch(lightness, chroma, hue);
}
