import { brightness, mapPixels, pack, through } from './pixel-image.js';
import type { PixelImage } from './pixel-image.js';
import type { Redraw } from './print-styles.js';

/** Large pixels in at most 24 colours, with ordered dithering. */
export const drawPixels: Redraw = async (photo) => {
  const { width, height } = photo;
  const across = Math.min(width, height) / 84;
  const columns = Math.max(8, Math.round(width / across));
  const rows = Math.max(8, Math.round(height / across));
  const small = await through(photo, (pipeline) =>
    pipeline
      .resize(columns, rows, { fit: 'fill', kernel: 'cubic' })
      .modulate({ saturation: 1.4 })
      .linear(1.12, -14),
  );
  const palette = commonColours(small, 24);
  const bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
  const dithered = mapPixels(small, (red, green, blue, x, y) => {
    const nudge = ((bayer[(x & 3) + (y & 3) * 4] ?? 0) - 7.5) * 1.1;
    return nearest(palette, red + nudge, green + nudge, blue + nudge);
  });
  return through(dithered, (pipeline) => pipeline.resize(width, height, { fit: 'fill', kernel: 'nearest' }));
};

/** The colours that cover most of an image, far enough from each other to matter. */
function commonColours({ data }: PixelImage, count: number): number[] {
  const boxes = new Map<number, [pixels: number, red: number, green: number, blue: number]>();
  for (let offset = 0; offset < data.length; offset += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(offset, offset + 3);
    const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
    const box = boxes.get(key) ?? [0, 0, 0, 0];
    boxes.set(key, [box[0] + 1, box[1] + red, box[2] + green, box[3] + blue]);
  }
  const ranked = [...boxes.values()]
    .sort((a, b) => b[0] - a[0])
    .map(([pixels, red, green, blue]) => pack(red / pixels, green / pixels, blue / pixels));
  for (const distance of [42, 30, 20, 0]) {
    const chosen: number[] = [];
    for (const colour of ranked) {
      if (
        chosen.length < count &&
        chosen.every(
          (other) => gap(other, colour >> 16, (colour >> 8) & 255, colour & 255) > distance * distance,
        )
      )
        chosen.push(colour);
    }
    if (chosen.length >= Math.min(count, ranked.length) || distance === 0) return chosen;
  }
  return ranked.slice(0, count);
}

function gap(colour: number, red: number, green: number, blue: number): number {
  const [dr, dg, db] = [(colour >> 16) - red, ((colour >> 8) & 255) - green, (colour & 255) - blue];
  return dr * dr + dg * dg + db * db;
}

function nearest(palette: readonly number[], red: number, green: number, blue: number): number {
  let best = palette[0] ?? 0;
  let least = Infinity;
  for (const colour of palette) {
    const distance = gap(colour, red, green, blue);
    if (distance < least) [best, least] = [colour, distance];
  }
  return best;
}

/** Panes of glass between leads: cells around scattered points, each in the colour beneath it. */
export const drawStainedGlass: Redraw = async (photo, { random }) => {
  const { width, height } = photo;
  const cell = Math.max(8, Math.min(width, height) / 26);
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const vivid = await through(photo, (pipeline) =>
    pipeline.blur(Math.max(0.8, cell / 7)).modulate({ saturation: 1.6, brightness: 1.1 }),
  );
  const pointX = Float32Array.from(
    { length: columns * rows },
    (_, index) => ((index % columns) - 0.5 + random.between(-0.38, 0.38)) * cell,
  );
  const pointY = Float32Array.from(
    { length: columns * rows },
    (_, index) => (Math.floor(index / columns) - 0.5 + random.between(-0.38, 0.38)) * cell,
  );
  const tones = Float32Array.from({ length: columns * rows }, () => random.between(0.9, 1.14));
  const light = brightness(photo);
  const lead = Math.max(1.1, cell * 0.055);
  return mapPixels(vivid, (_red, _green, _blue, x, y) => {
    const column = Math.floor(x / cell + 0.5);
    const row = Math.floor(y / cell + 0.5);
    let [first, second, pane] = [Infinity, Infinity, 0];
    for (let down = -1; down <= 1; down++) {
      for (let across = -1; across <= 1; across++) {
        const index =
          Math.min(rows - 1, Math.max(0, row + down)) * columns +
          Math.min(columns - 1, Math.max(0, column + across));
        const dx = (pointX[index] ?? 0) - x;
        const dy = (pointY[index] ?? 0) - y;
        const distance = dx * dx + dy * dy;
        if (distance < first) {
          if (index !== pane) second = first;
          [first, pane] = [distance, index];
        } else if (distance < second && index !== pane) second = distance;
      }
    }
    const rim = (Math.sqrt(second) - Math.sqrt(first)) / 2;
    if (rim < lead) return pack(26 + rim * 7, 25 + rim * 7, 30 + rim * 7);
    const sampleX = Math.min(width - 1, Math.max(0, Math.round(pointX[pane] ?? 0)));
    const sampleY = Math.min(height - 1, Math.max(0, Math.round(pointY[pane] ?? 0)));
    const offset = (sampleY * width + sampleX) * 3;
    // A little of the photo's own light, and a brighter middle, keep the panes from looking flat.
    const glow =
      (tones[pane] ?? 1) * (0.84 + Math.min(0.2, (rim / cell) * 0.6)) +
      ((light[y * width + x] ?? 0) / 255 - 0.5) * 0.16;
    return pack(
      (vivid.data[offset] ?? 0) * glow,
      (vivid.data[offset + 1] ?? 0) * glow,
      (vivid.data[offset + 2] ?? 0) * glow,
    );
  });
};
