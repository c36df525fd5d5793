import sharp from 'sharp';
import { Prng } from './prng.js';

/** One set of options for every picture: the same pixels give the same bytes. Level 4 is 7 % larger than 7 and takes a third of the time. */
const pngOptions = {
  compressionLevel: 4,
  adaptiveFiltering: true,
  palette: false,
  progressive: false,
} as const;

/** Encodes 8-bit RGB pixels. */
export function encodePng(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png(pngOptions)
    .toBuffer();
}

/**
 * Draws SVG markup made by this folder into a PNG. `grain` (0 to about 6, in steps of 255) adds film grain, which hides
 * the bands that long gradients have at 8 bits.
 */
export async function rasterise(
  svg: string,
  { width, height, grain, seed }: { width: number; height: number; grain: number; seed: number },
): Promise<Buffer> {
  const { data } = await sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (grain > 0) addGrain(data, grain, seed);
  return encodePng(data, width, height);
}

function addGrain(pixels: Uint8Array, strength: number, seed: number): void {
  const random = new Prng(seed ^ 0x9e3779b9);
  // A prime length, so that the repeating pattern never lines up with the rows.
  const tile = Int8Array.from({ length: 65521 }, () =>
    Math.round((random.next() + random.next() - 1) * strength),
  );
  for (let pixel = 0, offset = 0; offset < pixels.length; pixel++, offset += 3) {
    const step = tile[pixel % 65521] ?? 0;
    if (step === 0) continue;
    for (let channel = offset; channel < offset + 3; channel++) {
      pixels[channel] = Math.min(255, Math.max(0, (pixels[channel] ?? 0) + step));
    }
  }
}
