import sharp from 'sharp';

/** The `source` of a request is missing, not an image, or larger than 100 megapixels. */
export class OfflineArtSourceError extends Error {
  override readonly name = 'OfflineArtSourceError';
}

const rasterFormats: readonly string[] = ['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff'];
const pixelLimit = 100_000_000;

/**
 * A photo as 8-bit RGB pixels, turned upright and cropped around its centre to the given size. Transparent parts
 * become white. SVG is refused: it could refer to other files. Throws `OfflineArtSourceError`.
 */
export async function decodePhoto(source: Buffer, width: number, height: number): Promise<Buffer> {
  try {
    const image = sharp(source, { limitInputPixels: pixelLimit, failOn: 'error' });
    const { format } = await image.metadata();
    if (!format || !rasterFormats.includes(format)) throw new Error(`format ${format} is not accepted`);
    return await image
      .autoOrient()
      .resize(width, height, { fit: 'cover', kernel: 'cubic' })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer();
  } catch (cause) {
    throw new OfflineArtSourceError('The source is not a readable raster image', { cause });
  }
}
