import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { Realtime } from '#lib/realtime';
import type { GalleryItemView } from './gallery/gallery.dto.js';
import { generationView } from './generation.dto.js';
import { EVENTS_NAMESPACE, GENERATION_UPDATED, type GenerationUpdated } from './generation.events.js';
import type { GenerationRow } from './generation.repository.js';

/** Tells the owner's devices what became of a generation. Best effort: the database is what counts. */
@Injectable()
export class GenerationUpdates {
  constructor(
    private readonly db: Database,
    private readonly realtime: Realtime,
  ) {}

  /** Sends the state of `row` once the ambient transaction is durable, at once without one. */
  publish(row: GenerationRow, images: GalleryItemView[] = []): void {
    const update: GenerationUpdated = generationView(row, { images });
    this.db.afterCommit(() =>
      this.realtime.emitToUser(EVENTS_NAMESPACE, row.user_id, GENERATION_UPDATED, update),
    );
  }
}
