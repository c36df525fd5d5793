import { decodePhoto } from '../photo.js';
import { Prng } from '../prng.js';
import { firstMeaning } from '../prompt-words.js';
import type { PromptWords } from '../prompt-words.js';
import { encodePng } from '../raster.js';
import { drawPixels, drawStainedGlass } from './cell-styles.js';
import { drawOil, drawSketch, drawWatercolour } from './painted-styles.js';
import { drawDuotone, drawHalftone, drawPosterPrint } from './print-styles.js';
import type { Redraw } from './print-styles.js';
import { transferStyles, transferStyleWords } from './transfer-styles.js';
import type { TransferStyleId } from './transfer-styles.js';

const redraws: Readonly<Record<TransferStyleId, Redraw>> = {
  poster: drawPosterPrint,
  duotone: drawDuotone,
  watercolour: drawWatercolour,
  oil: drawOil,
  sketch: drawSketch,
  pixel: drawPixels,
  halftone: drawHalftone,
  'stained-glass': drawStainedGlass,
};

/** The photo redrawn as a PNG of the given size, and the style it took. Throws `OfflineArtSourceError`. */
export async function redrawPhoto(
  words: PromptWords,
  {
    seed,
    style,
    width,
    height,
    source,
  }: { seed: number; style?: string; width: number; height: number; source: Buffer },
): Promise<{ png: Buffer; styleId: TransferStyleId }> {
  const random = new Prng(seed);
  const usual = random.pick(transferStyles).id;
  const styleId =
    transferStyles.find(({ id }) => id === style)?.id ??
    firstMeaning(transferStyleWords, words.words) ??
    usual;
  const photo = { data: await decodePhoto(source, width, height), width, height };
  const drawn = await redraws[styleId](photo, { random, colours: words.colours });
  return { png: await encodePng(drawn.data, width, height), styleId };
}
