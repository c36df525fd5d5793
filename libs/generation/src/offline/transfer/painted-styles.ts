import { atLightness } from '../colour.js';
import { Prng } from '../prng.js';
import {
  blend,
  brightness,
  mapPixels,
  oddRadius,
  outlines,
  pack,
  packHex,
  smoothed,
  through,
} from './pixel-image.js';
import type { PixelImage } from './pixel-image.js';
import { smoothStep } from './print-styles.js';
import type { Redraw } from './print-styles.js';

/** A smooth random field over the picture, -1 to 1, with blots about `grain` pixels wide. */
function field(seed: number, grain: number): (x: number, y: number) => number {
  const random = new Prng(seed);
  const lattice = Float32Array.from({ length: 4096 }, () => random.between(-1, 1));
  const at = (x: number, y: number): number => lattice[(x & 63) + (y & 63) * 64] ?? 0;
  return (x, y) => {
    const u = x / grain;
    const v = y / grain;
    const cellX = Math.floor(u);
    const cellY = Math.floor(v);
    const tx = u - cellX;
    const ty = v - cellY;
    const sx = tx * tx * (3 - 2 * tx);
    const sy = ty * ty * (3 - 2 * ty);
    const upper = at(cellX, cellY) + (at(cellX + 1, cellY) - at(cellX, cellY)) * sx;
    const lower = at(cellX, cellY + 1) + (at(cellX + 1, cellY + 1) - at(cellX, cellY + 1)) * sx;
    return upper + (lower - upper) * sy;
  };
}

/** Washes of colour with darker rims, white paper showing at the border. */
export const drawWatercolour: Redraw = async (photo, { random }) => {
  const { width, height } = photo;
  const size = Math.min(width, height);
  const calm = await smoothed(photo, 640, (pipeline, scale) =>
    pipeline.median(oddRadius((size * scale) / 110)).modulate({ saturation: 1.3, brightness: 1.08 }),
  );
  const wash = await smoothed(calm, 320, (pipeline, scale) =>
    pipeline.blur(Math.max(0.6, (size * scale) / 46)),
  );
  const rims = outlines(calm);
  const seed = random.int(0, 0xffffffff);
  const [blots, paper, edge] = [
    field(seed, size / 9),
    field(seed + 1, Math.max(2, size / 330)),
    field(seed + 2, size / 8),
  ];
  const white = 0xfdfbf5;
  const border = size * 0.06;
  return mapPixels(calm, (red, green, blue, x, y) => {
    const offset = (y * width + x) * 3;
    const blot = blots(x, y);
    const share = 0.34 + blot * 0.16;
    const soft = (channel: number, washed: number): number => {
      const mixed = channel + (washed - channel) * share;
      const step = Math.round(mixed / 22) * 22;
      return mixed * 0.45 + step * 0.55;
    };
    const pigment = 1 - Math.min(0.4, (rims[y * width + x] ?? 0) / 300) + paper(x, y) * 0.045 + blot * 0.05;
    const colour = pack(
      soft(red, wash.data[offset] ?? 0) * pigment,
      soft(green, wash.data[offset + 1] ?? 0) * pigment,
      soft(blue, wash.data[offset + 2] ?? 0) * pigment,
    );
    const margin = Math.min(x, y, width - 1 - x, height - 1 - y) + edge(x, y) * border * 0.6;
    return blend(white, colour, 0.9 * smoothStep(border * 0.25, border * 0.85, margin));
  });
};

/** Flat strokes (a Kuwahara filter at a modest size) with a canvas weave. */
export const drawOil: Redraw = async (photo) => {
  const { width, height } = photo;
  const shrink = Math.min(1, 640 / Math.max(width, height));
  const side = (length: number): number => Math.max(8, Math.round(length * shrink));
  const small = await through(photo, (pipeline) =>
    pipeline.resize(side(width), side(height), { fit: 'fill' }).modulate({ saturation: 1.35 }),
  );
  const painted = kuwahara(small, Math.max(2, Math.round(Math.min(small.width, small.height) / 76)));
  const large = await through(painted, (pipeline) =>
    pipeline.resize(width, height, { fit: 'fill', kernel: 'lanczos3' }).sharpen({ sigma: 1.2 }),
  );
  const light = brightness(large);
  return mapPixels(large, (red, green, blue, x, y) => {
    // Light from the upper left on the ridges of paint, and the threads of the canvas.
    const ridge = (light[y * width + x] ?? 0) - (light[Math.max(0, y - 1) * width + Math.max(0, x - 1)] ?? 0);
    const weave = ((x >> 1) + (y >> 1)) % 2 === 0 ? 3 : -3;
    const lift = Math.max(-14, Math.min(14, ridge * 0.5)) + weave;
    return pack(red + lift, green + lift, blue + lift);
  });
};

/** Each pixel takes the mean of the calmest of the four squares that touch it. */
function kuwahara(image: PixelImage, radius: number): PixelImage {
  const { data, width, height } = image;
  const light = brightness(image);
  const stride = width + 1;
  const sums = Array.from({ length: 5 }, () => new Float64Array(stride * (height + 1))) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = y * width + x;
      const value = light[index] ?? 0;
      const parts = [
        data[index * 3] ?? 0,
        data[index * 3 + 1] ?? 0,
        data[index * 3 + 2] ?? 0,
        value,
        value * value,
      ];
      const cell = (y + 1) * stride + x + 1;
      for (let plane = 0; plane < 5; plane++) {
        const sum = sums[plane] ?? sums[0];
        sum[cell] =
          (parts[plane] ?? 0) +
          (sum[cell - 1] ?? 0) +
          (sum[cell - stride] ?? 0) -
          (sum[cell - stride - 1] ?? 0);
      }
    }
  }
  const total = (sum: Float64Array, x0: number, y0: number, x1: number, y1: number): number =>
    (sum[y1 * stride + x1] ?? 0) -
    (sum[y0 * stride + x1] ?? 0) -
    (sum[y1 * stride + x0] ?? 0) +
    (sum[y0 * stride + x0] ?? 0);
  return mapPixels(image, (red, green, blue, x, y) => {
    let calmest = Infinity;
    let colour = pack(red, green, blue);
    for (let quarter = 0; quarter < 4; quarter++) {
      const x0 = Math.max(0, quarter & 1 ? x : x - radius);
      const y0 = Math.max(0, quarter & 2 ? y : y - radius);
      const x1 = Math.min(width, (quarter & 1 ? x + radius : x) + 1);
      const y1 = Math.min(height, (quarter & 2 ? y + radius : y) + 1);
      const count = (x1 - x0) * (y1 - y0);
      const mean = total(sums[3], x0, y0, x1, y1) / count;
      const spread = total(sums[4], x0, y0, x1, y1) / count - mean * mean;
      if (spread >= calmest) continue;
      calmest = spread;
      colour = pack(
        total(sums[0], x0, y0, x1, y1) / count,
        total(sums[1], x0, y0, x1, y1) / count,
        total(sums[2], x0, y0, x1, y1) / count,
      );
    }
    return colour;
  });
}

/** Pencil lines and hatching on toned paper. */
export const drawSketch: Redraw = async (photo, { random, colours }) => {
  const { width, height } = photo;
  const size = Math.min(width, height);
  const light = brightness(photo);
  const soft = brightness(await through(photo, (pipeline) => pipeline.blur(Math.max(1.5, size / 90))));
  const calm = brightness(await through(photo, (pipeline) => pipeline.blur(Math.max(0.8, size / 260))));
  const paper = packHex(random.pick(['#f8f3e6', '#f5efe4', '#f4f1ea']));
  const lead = packHex(colours[0] ? atLightness(colours[0], 0.34) : '#2b2a31');
  const tooth = field(random.int(0, 0xffffffff), Math.max(1.5, size / 480));
  const waver = field(random.int(0, 0xffffffff), size / 24);
  const pitch = Math.max(3.2, size / 190);
  return mapPixels(photo, (_red, _green, _blue, x, y) => {
    const index = y * width + x;
    // Dividing by the blurred picture leaves what differs from its surroundings: the lines.
    const line = 1 - Math.min(1, ((light[index] ?? 0) + 6) / ((soft[index] ?? 0) + 6));
    const dark = 1 - (calm[index] ?? 0) / 255;
    const shift = waver(x, y) * pitch * 1.4;
    const hatch = (slope: number, from: number): number =>
      dark <= from
        ? 0
        : smoothStep(from, from + 0.3, dark) *
          smoothStep(0.1, 0.85, Math.sin(((x + y * slope + shift) / pitch) * Math.PI));
    const tone = Math.min(1, line * 2.3 + hatch(1, 0.34) * 0.5 + hatch(-0.8, 0.6) * 0.42 + dark * 0.1);
    return blend(paper, lead, Math.min(0.94, tone * (0.86 + tooth(x, y) * 0.22)));
  });
};
