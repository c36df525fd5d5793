import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import { InjectConfig } from '#lib/config';
import { AppError } from '#lib/errors';
import { storageUnavailable } from '#lib/storage';
import type { ImageType } from './content-type.js';
import { type FilesConfig, filesConfig } from './files.config.js';
import { FileInvalidImageError, FileTooManyPixelsError, FileTypeMismatchError } from './files.errors.js';
import { ImageGate } from './image-gate.js';

/** Smaller versions of a picture, and the square that they fit into. */
export const variantSizes = { thumb: 256, medium: 1024 } as const;
export type VariantName = keyof typeof variantSizes;
export const variantNames = Object.keys(variantSizes) as VariantName[];

/** WebP bytes of a variant. */
export interface RenderedVariant {
  bytes: Buffer;
  width: number;
  height: number;
}

/** A picture made anew from its pixels: nothing of the source file is left but what one sees. `size` in bytes, of the file at `path`. */
export interface ProcessedImage {
  path: string;
  size: number;
  sha256: string;
  width: number;
  height: number;
  /** Base64 of a ThumbHash. */
  thumbhash: string;
  variants: Record<VariantName, RenderedVariant>;
}

type SharpModule = typeof import('sharp').default;

/** Per format: its share of the pixel limit, and roughly the bytes of memory that one pixel takes while it is encoded. */
const costs: Record<ImageType['format'], { share: number; bytesPerPixel: number }> = {
  jpeg: { share: 1, bytesPerPixel: 4 },
  png: { share: 1, bytesPerPixel: 4 },
  gif: { share: 0.5, bytesPerPixel: 4 },
  webp: { share: 0.5, bytesPerPixel: 20 },
  heif: { share: 0.25, bytesPerPixel: 36 },
};
const HEAVY_BYTES = 96 * 1024 * 1024;
const THUMBHASH_SIDE = 100;
const DISK_FAILURE = /: (?:write error|unable to open for write)\nsystem error/;

/** Decodes and re-encodes pictures with sharp (Q4), a few at a time. Metadata, embedded previews and whatever hides behind the pixels go. */
@Injectable()
export class ImageProcessor {
  private readonly gate: ImageGate;
  private loading: Promise<SharpModule> | null = null;

  constructor(@InjectConfig(filesConfig) private readonly config: FilesConfig) {
    this.gate = new ImageGate(config.imageConcurrency);
  }

  /**
   * Makes the picture anew at `target` (a path of no file), turned upright, and its variants.
   * @throws FileTooManyPixelsError, FileTypeMismatchError, FileInvalidImageError
   * @throws ServiceUnavailableError when there is too much to do, or the disk is full
   */
  async process(
    source: string | Buffer,
    options: { type: ImageType; target: string; signal?: AbortSignal },
  ): Promise<ProcessedImage> {
    const sharp = await (this.loading ??= loadSharp());
    const { format } = options.type;
    try {
      // Only the header is read here, so that a bomb is refused before anything is unpacked.
      const pixels = this.requireDecodable(
        await sharp(source, { limitInputPixels: false }).metadata(),
        format,
      );
      const isHeavy = pixels * costs[format].bytesPerPixel > HEAVY_BYTES;
      return await this.gate.run(isHeavy, () => this.render(sharp, source, options), options.signal);
    } catch (error) {
      throw imageErrorOf(error);
    }
  }

  private requireDecodable(metadata: Metadata, format: ImageType['format']): number {
    if (metadata.format !== format || (format === 'heif' && metadata.compression !== 'av1')) {
      throw new FileTypeMismatchError();
    }
    const { width, height, pages = 1 } = metadata;
    const pixels = width * height * pages;
    if (pages > this.config.maxFrames || pixels > this.pixelLimitOf(format))
      throw new FileTooManyPixelsError();
    return pixels;
  }

  private async render(
    sharp: SharpModule,
    source: string | Buffer,
    { type: { format }, target }: { type: ImageType; target: string },
  ): Promise<ProcessedImage> {
    const reading: SharpOptions = {
      failOn: 'error',
      autoOrient: true,
      limitInputPixels: this.pixelLimitOf(format),
    };
    const isAnimated = format === 'gif' || format === 'webp';
    const written = await encode(sharp(source, { ...reading, animated: isAnimated }), format).toFile(target);
    const { size } = await stat(target);
    return {
      path: target,
      size,
      sha256: await hashOf(target),
      width: written.width,
      height: written.pageHeight ?? written.height,
      ...(await renderVariants(sharp, sharp(source, reading))),
    };
  }

  private pixelLimitOf(format: ImageType['format']): number {
    return Math.floor(this.config.maxPixels * costs[format].share);
  }
}

async function loadSharp(): Promise<SharpModule> {
  // Loaded with the first picture: an idle process is 20 MB smaller without it.
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

/** Settings that stream: optimised Huffman tables alone would keep every coefficient of a JPEG in memory. */
function encode(image: Sharp, format: ImageType['format']): Sharp {
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality: 88, optimiseCoding: false });
    case 'png':
      return image.png();
    case 'webp':
      return image.webp({ quality: 88, effort: 2 });
    case 'gif':
      return image.gif({ effort: 1 });
    case 'heif':
      return image.avif({ quality: 60, effort: 1 });
  }
}

async function renderVariants(
  sharp: SharpModule,
  image: Sharp,
): Promise<Pick<ProcessedImage, 'variants' | 'thumbhash'>> {
  const fit = (picture: Sharp, side: number) =>
    picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
  const { data, info } = await fit(image, variantSizes.medium)
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = () =>
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const variant = async (picture: Sharp): Promise<RenderedVariant> => {
    const webp = await picture.webp({ quality: 80, effort: 3 }).toBuffer({ resolveWithObject: true });
    return { bytes: webp.data, width: webp.info.width, height: webp.info.height };
  };
  const medium = await variant(pixels());
  const thumb = await variant(fit(pixels(), variantSizes.thumb));
  const tiny = await fit(pixels(), THUMBHASH_SIDE)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { rgbaToThumbHash } = await import('thumbhash');
  const hash = rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data);
  return { variants: { thumb, medium }, thumbhash: Buffer.from(hash).toString('base64') };
}

/** SHA-256 of a file, in hexadecimal digits. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** sharp throws plain errors: what is neither ours nor the disk's is a picture that cannot be read. */
function imageErrorOf(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const isOfDisk = error instanceof Error && DISK_FAILURE.test(error.message);
  return isOfDisk ? storageUnavailable(error) : new FileInvalidImageError({ cause: error });
}
