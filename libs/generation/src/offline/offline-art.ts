import { artSideLimits } from './art-request.js';
import type { OfflineArt, OfflineArtRequest } from './art-request.js';
import { drawAvatar } from './avatars/avatar.js';
import { readPhotoColours } from './interior/photo-colours.js';
import { drawInterior } from './interior/room.js';
import { OfflineArtSourceError } from './photo.js';
import { hashText } from './prng.js';
import { readPrompt } from './prompt-words.js';
import { rasterise } from './raster.js';
import { drawImage } from './scenes/image.js';
import { redrawPhoto } from './transfer/transfer.js';

export type { ArtKind, ArtStyle, OfflineArt, OfflineArtRequest } from './art-request.js';
export { avatarStyles } from './avatars/avatar-styles.js';
export { interiorStyles } from './interior/interior-styles.js';
export { OfflineArtSourceError } from './photo.js';
export { imageScenes } from './scenes/scenes.js';
export { transferStyles } from './transfer/transfer-styles.js';

/** Film grain by kind, in steps of 255: scenes have the longest gradients and need most. */
const grains = { avatar: 1, image: 2, interior: 2 } as const;

/**
 * Draws a picture without any network or model: avatars by DiceBear (CC0 styles only), city scenes, furnished rooms
 * and redrawn photos. Pure: equal requests give byte-identical PNGs. The prompt chooses subject, light and colours
 * by its words; prompt and seed together vary the composition.
 *
 * Throws `RangeError` when a side is not a whole number from 64 to 2048, and `OfflineArtSourceError` when
 * `style_transfer` has no source or a given source is not a readable raster image.
 */
export async function renderOfflineArt(request: OfflineArtRequest): Promise<OfflineArt> {
  const { kind, prompt, style, width, height, source } = request;
  requireSide(width);
  requireSide(height);
  const words = readPrompt(style ? `${prompt} ${style}` : prompt);
  const seed = hashText(`${kind} ${request.seed >>> 0}`, words.hash);
  const size = { seed, style, width, height };
  switch (kind) {
    case 'avatar': {
      const { svg, styleId } = await drawAvatar(words, size);
      return finish(svg, `dicebear/${styleId}`, { ...size, grain: grains.avatar });
    }
    case 'image': {
      const { svg, sceneId } = drawImage(words, size);
      return finish(svg, `kvartal/${sceneId}`, { ...size, grain: grains.image });
    }
    case 'interior': {
      const photo = source ? await readPhotoColours(source) : undefined;
      const { svg, styleId } = drawInterior(words, { ...size, photo });
      return finish(svg, `kvartal-interior/${styleId}`, { ...size, grain: grains.interior });
    }
    case 'style_transfer': {
      if (!source) throw new OfflineArtSourceError('style_transfer needs a source image');
      const { png, styleId } = await redrawPhoto(words, { ...size, source });
      return { png, width, height, algorithm: `kvartal-transfer/${styleId}` };
    }
  }
}

async function finish(
  svg: string,
  algorithm: string,
  size: { width: number; height: number; seed: number; grain: number },
): Promise<OfflineArt> {
  return { png: await rasterise(svg, size), width: size.width, height: size.height, algorithm };
}

function requireSide(side: number): void {
  if (!Number.isInteger(side) || side < artSideLimits.min || side > artSideLimits.max) {
    throw new RangeError(
      `A side of a picture must be a whole number from ${artSideLimits.min} to ${artSideLimits.max}`,
    );
  }
}
