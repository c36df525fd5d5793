import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { uuidv7 } from '#lib/database';
import { FileLinks, FilesService, type StoredImage } from '#lib/files';
import type { ImageKind } from '../generation-kind.js';
import { type GalleryItemView, galleryItemView } from './gallery.dto.js';
import { GalleryRepository, type NewGalleryItem } from './gallery.repository.js';
import { promptHash, type Provenance } from './provenance.js';

/** A picture whose bytes lie in the storage, not yet known to anybody. */
export interface DeliveredImage {
  stored: StoredImage;
  /** Null when the provider has no seeds. */
  seed: number | null;
  /** Null when the provider does not say. */
  algorithm: string | null;
}

/** What made the pictures; a row of `generations` is one. */
export interface ImageOrigin {
  id: string;
  user_id: string;
  kind: ImageKind;
  provider: string;
  model: string;
  prompt: string | null;
  style: string | null;
  source_file_id: string | null;
}

/** Takes new pictures into the gallery of their owner. */
@Injectable()
export class GalleryIntake {
  constructor(
    private readonly gallery: GalleryRepository,
    private readonly files: FilesService,
    private readonly links: FileLinks,
    private readonly clock: Clock,
  ) {}

  /** Writes file and item of each picture, in the caller's transaction; a second time for the same generation violates a constraint. */
  async add(origin: ImageOrigin, images: readonly DeliveredImage[]): Promise<GalleryItemView[]> {
    const { user_id: ownerId, source_file_id: sourceFileId } = origin;
    const parentId = sourceFileId === null ? null : await this.gallery.findIdOfFile(ownerId, sourceFileId);
    const views: GalleryItemView[] = [];
    for (const [position, image] of images.entries()) {
      const file = await this.files.createRow(image.stored, { ownerId, purpose: 'generated' });
      const item = this.itemOf(origin, image, { fileId: file.id, position, parentId });
      await this.gallery.insert(item);
      views.push(galleryItemView(item, this.links));
    }
    return views;
  }

  private itemOf(
    origin: ImageOrigin,
    { stored, seed, algorithm }: DeliveredImage,
    place: { fileId: string; position: number; parentId: string | null },
  ): NewGalleryItem {
    const now = this.clock.now();
    const provenance: Provenance = {
      provider: origin.provider,
      model: origin.model,
      algorithm,
      seed,
      style: origin.style,
      promptHash: promptHash(origin.prompt),
      sourceFileId: origin.source_file_id,
      createdAt: new Date(now).toISOString(),
    };
    return {
      id: uuidv7(),
      user_id: origin.user_id,
      file_id: place.fileId,
      generation_id: origin.id,
      position: place.position,
      parent_id: place.parentId,
      type: origin.kind,
      title: null,
      tags: '[]',
      favourite: false,
      prompt: origin.prompt,
      model: origin.model,
      width: stored.width,
      height: stored.height,
      thumbhash: stored.thumbhash,
      provenance: JSON.stringify(provenance),
      created_at: now,
    };
  }
}
