import sharp from 'sharp';
import type { Sharp } from 'sharp';

/** 8-bit RGB pixels, row by row. */
export interface PixelImage {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A colour as one number, `0xrrggbb`. */
export type PackedColour = number;

/** Packs three channels, clamping each to 0..255. */
export function pack(red: number, green: number, blue: number): PackedColour {
  const clamp = (channel: number): number => (channel < 0 ? 0 : channel > 255 ? 255 : channel | 0);
  return (clamp(red) << 16) | (clamp(green) << 8) | clamp(blue);
}

/** A packed colour from `#rrggbb`. */
export const packHex = (hex: string): PackedColour => Number.parseInt(hex.slice(1), 16);

/** `from` at 0, `to` at 1, in sRGB. */
export function blend(from: PackedColour, to: PackedColour, share: number): PackedColour {
  const mixed = (shift: number): number =>
    ((from >> shift) & 255) + (((to >> shift) & 255) - ((from >> shift) & 255)) * share;
  return pack(mixed(16), mixed(8), mixed(0));
}

/** A new image, each pixel computed from the old one. */
export function mapPixels(
  { data, width, height }: PixelImage,
  colourAt: (red: number, green: number, blue: number, x: number, y: number) => PackedColour,
): PixelImage {
  const result = new Uint8Array(data.length);
  for (let y = 0, offset = 0; y < height; y++) {
    for (let x = 0; x < width; x++, offset += 3) {
      const colour = colourAt(data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0, x, y);
      result[offset] = colour >> 16;
      result[offset + 1] = (colour >> 8) & 255;
      result[offset + 2] = colour & 255;
    }
  }
  return { data: result, width, height };
}

/** Brightness of every pixel, 0 to 255. */
export function brightness({ data, width, height }: PixelImage): Uint8Array {
  const result = new Uint8Array(width * height);
  for (let index = 0, offset = 0; index < result.length; index++, offset += 3) {
    result[index] =
      (data[offset] ?? 0) * 0.299 + (data[offset + 1] ?? 0) * 0.587 + (data[offset + 2] ?? 0) * 0.114;
  }
  return result;
}

/** Strength of the outlines at every pixel, 0 to 255 (Sobel). */
export function outlines(image: PixelImage): Uint8Array {
  const { width, height } = image;
  const light = brightness(image);
  const result = new Uint8Array(width * height);
  const at = (x: number, y: number): number => light[y * width + x] ?? 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const across =
        at(x + 1, y - 1) +
        2 * at(x + 1, y) +
        at(x + 1, y + 1) -
        at(x - 1, y - 1) -
        2 * at(x - 1, y) -
        at(x - 1, y + 1);
      const down =
        at(x - 1, y + 1) +
        2 * at(x, y + 1) +
        at(x + 1, y + 1) -
        at(x - 1, y - 1) -
        2 * at(x, y - 1) -
        at(x + 1, y - 1);
      result[y * width + x] = Math.min(255, Math.hypot(across, down) / 3);
    }
  }
  return result;
}

/** The image through a sharp pipeline that keeps RGB. */
export async function through(image: PixelImage, steps: (pipeline: Sharp) => Sharp): Promise<PixelImage> {
  const pipeline = sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } });
  const { data, info } = await steps(pipeline)
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/**
 * The image through a pipeline that smooths it, at most `limit` pixels long while it is worked on: nobody sees the
 * difference, and medians of large pictures take most of a second.
 */
export async function smoothed(
  image: PixelImage,
  limit: number,
  steps: (pipeline: Sharp, scale: number) => Sharp,
): Promise<PixelImage> {
  const { width, height } = image;
  const scale = Math.min(1, limit / Math.max(width, height));
  if (scale === 1) return through(image, (pipeline) => steps(pipeline, 1));
  const side = (length: number): number => Math.max(8, Math.round(length * scale));
  const small = await through(image, (pipeline) =>
    pipeline.resize(side(width), side(height), { fit: 'fill' }),
  );
  const changed = await through(small, (pipeline) => steps(pipeline, scale));
  return through(changed, (pipeline) => pipeline.resize(width, height, { fit: 'fill', kernel: 'cubic' }));
}

/** The odd window nearest to `length` that a median filter can use, at least 3. */
export const oddRadius = (length: number): number => Math.max(3, Math.round(length) | 1);

/** The brightness below which each of the given shares of all pixels lies. */
export function quantiles(light: Uint8Array, shares: readonly number[]): number[] {
  const histogram = new Uint32Array(256);
  for (const value of light) histogram[value] = (histogram[value] ?? 0) + 1;
  return shares.map((share) => {
    let count = 0;
    const level = histogram.findIndex((pixels) => (count += pixels) >= share * light.length);
    return level < 0 ? 255 : level;
  });
}
