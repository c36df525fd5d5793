import { buffer } from 'node:stream/consumers';
import { Injectable, Logger } from '@nestjs/common';
import { FilesService } from '#lib/files';
import { Storage, StorageObjectNotFoundError } from '#lib/storage';
import type { DeliveredImage } from './gallery/gallery-intake.service.js';
import { SourceUnavailableError } from './generation.errors.js';
import type { GenerationRow } from './generation.repository.js';
import type { ProviderImage, SourceImage } from './providers/image-provider.port.js';

/** The bytes of a generation: those it starts from and those it ends in. */
@Injectable()
export class GenerationImages {
  private readonly logger = new Logger(GenerationImages.name);

  constructor(
    private readonly files: FilesService,
    private readonly storage: Storage,
  ) {}

  /** The picture to start from; null when it starts from words alone. @throws SourceUnavailableError it is gone meanwhile */
  async loadSource(generation: GenerationRow, signal: AbortSignal): Promise<SourceImage | null> {
    if (generation.source_file_id === null) return null;
    const [file] = await this.files.findMany([generation.source_file_id]);
    if (file?.ownerId !== generation.user_id || !file.width || !file.height)
      throw new SourceUnavailableError();
    try {
      const { stream } = await this.storage.get(file.storageKey, { signal });
      return { bytes: await buffer(stream), width: file.width, height: file.height };
    } catch (error) {
      throw error instanceof StorageObjectNotFoundError
        ? new SourceUnavailableError({ cause: error })
        : error;
    }
  }

  /** Checks what the provider sent and lays it into the storage, where nobody sees it yet. @throws what `FilesService.storeImage` does */
  async store(generation: GenerationRow, image: ProviderImage): Promise<DeliveredImage> {
    const stored = await this.files.storeImage({
      ownerId: generation.user_id,
      purpose: 'generated',
      source: image.bytes,
      contentType: image.contentType,
    });
    return { stored, seed: image.seed, algorithm: image.algorithm };
  }

  /** Throws away pictures that will not be shown. Best effort: what is left is swept by the files lib. */
  async discard(images: readonly DeliveredImage[]): Promise<void> {
    if (images.length === 0) return;
    try {
      await this.files.removeRows(images.map(({ stored }) => stored.id));
    } catch (error) {
      this.logger.warn({ event: 'pictures left to the sweep', count: images.length }, error);
    }
  }
}
