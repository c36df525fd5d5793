import sharp from 'sharp';

/** A photo of two colours, the upper half and the lower. */
export function twoColourPhoto(upper: string, lower: string): Promise<Buffer> {
  const half = { create: { width: 120, height: 45, channels: 3 as const, background: upper } };
  return sharp({ create: { width: 120, height: 90, channels: 3, background: lower } })
    .composite([{ input: half, top: 0, left: 0 }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** Mean of each channel of an encoded image. */
export async function meanColour(png: Buffer): Promise<{ red: number; green: number; blue: number }> {
  const { channels } = await sharp(png).stats();
  const [red, green, blue] = channels.map(({ mean }) => mean) as [number, number, number];
  return { red, green, blue };
}
