import { hexOf } from '../colour.js';
import { decodePhoto } from '../photo.js';

/** What a room takes from a photo. */
export interface PhotoColours {
  /** Up to six colours, the most telling first: frequent and lively ones before grey ones. */
  leading: readonly string[];
  /** The photo as a tiny grid, for a picture on the wall. */
  mosaic: { columns: number; rows: number; colours: readonly string[] };
}

const grid = { columns: 6, rows: 4 } as const;

/** Reads the palette of a photo. Throws `OfflineArtSourceError` when it is not a readable raster image. */
export async function readPhotoColours(source: Buffer): Promise<PhotoColours> {
  const sample = await decodePhoto(source, 48, 32);
  const boxes = new Map<number, { count: number; sum: [number, number, number] }>();
  for (let offset = 0; offset < sample.length; offset += 3) {
    const [red = 0, green = 0, blue = 0] = sample.subarray(offset, offset + 3);
    const key = ((red >> 5) << 6) | ((green >> 5) << 3) | (blue >> 5);
    const box = boxes.get(key) ?? { count: 0, sum: [0, 0, 0] };
    box.count += 1;
    box.sum = [box.sum[0] + red, box.sum[1] + green, box.sum[2] + blue];
    boxes.set(key, box);
  }
  const ranked = [...boxes.values()]
    .map(({ count, sum }) => {
      const mean = sum.map((total) => Math.round(total / count)) as [number, number, number];
      const liveliness = Math.max(...mean) - Math.min(...mean);
      return { mean, weight: count * (0.25 + liveliness / 90) };
    })
    .sort((a, b) => b.weight - a.weight);
  const leading: [number, number, number][] = [];
  for (const { mean } of ranked) {
    const isNew = leading.every(
      (known) => Math.hypot(known[0] - mean[0], known[1] - mean[1], known[2] - mean[2]) > 54,
    );
    if (isNew) leading.push(mean);
    if (leading.length === 6) break;
  }
  const tiny = await decodePhoto(source, grid.columns, grid.rows);
  const colours: string[] = [];
  for (let offset = 0; offset < tiny.length; offset += 3) {
    const [red = 0, green = 0, blue = 0] = tiny.subarray(offset, offset + 3);
    colours.push(hexOf([red, green, blue]));
  }
  return { leading: leading.map(hexOf), mosaic: { ...grid, colours } };
}
