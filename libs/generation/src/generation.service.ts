import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#lib/access';
import type { ErrorLanguage } from '#lib/errors';
import { decodeCursor, encodeCursor, type Page } from '#lib/http';
import type { GalleryItemView } from './gallery/gallery.dto.js';
import { GalleryService } from './gallery/gallery.service.js';
import { GenerationPlanner } from './generation-planner.service.js';
import { GenerationQueue } from './generation-queue.service.js';
import { GenerationSettlement } from './generation-settlement.service.js';
import { GenerationUpdates } from './generation-updates.service.js';
import {
  type GenerationsQuery,
  type GenerationView,
  generationView,
  type NewGenerationInput,
} from './generation.dto.js';
import { GenerationNotFoundError, NotRetryableError } from './generation.errors.js';
import { GenerationRepository, type GenerationRow } from './generation.repository.js';

const cursorShape = z.tuple([z.uuid()]);

/** What a user does with generations: ask, look, cancel, try again. Somebody else's is as missing as none. */
@Injectable()
export class GenerationService {
  constructor(
    private readonly planner: GenerationPlanner,
    private readonly queue: GenerationQueue,
    private readonly generations: GenerationRepository,
    private readonly settlement: GenerationSettlement,
    private readonly gallery: GalleryService,
    private readonly updates: GenerationUpdates,
  ) {}

  /** Accepts a generation; the credits are reserved when it returns. @throws what `GenerationPlanner.plan` and `GenerationQueue.accept` do */
  async create(actor: Actor, input: NewGenerationInput): Promise<GenerationView> {
    const row = await this.queue.accept(await this.planner.plan(actor, input));
    this.updates.publish(row);
    return generationView(row);
  }

  /** @throws GenerationNotFoundError */
  async get(actor: Actor, id: string, language: ErrorLanguage): Promise<GenerationView> {
    const row = await this.getOwn(actor, id);
    const images = row.status === 'succeeded' ? await this.gallery.listOfGenerations([id]) : [];
    return generationView(row, { images, position: row.queue_position, language });
  }

  /** The newest first. @throws ValidationError for a bad cursor */
  async list(actor: Actor, query: GenerationsQuery, language: ErrorLanguage): Promise<Page<GenerationView>> {
    const beforeId = query.cursor === undefined ? null : decodeCursor(query.cursor, cursorShape)[0];
    const found = await this.generations.listOwn(actor.userId, { beforeId, limit: query.limit + 1 });
    const rows = found.slice(0, query.limit);
    const images = await this.imagesOf(rows);
    return {
      items: rows.map((row) =>
        generationView(row, { images: images.get(row.id), position: row.queue_position, language }),
      ),
      nextCursor: found.length > rows.length ? encodeCursor([rows.at(-1)!.id]) : undefined,
    };
  }

  /** Ends it and gives the credits back. @throws GenerationNotFoundError, AlreadyFinalError */
  async cancel(actor: Actor, id: string): Promise<GenerationView> {
    const generation = await this.getOwn(actor, id);
    return generationView(await this.settlement.cancel(generation));
  }

  /** Asks for the same again, at today's price. @throws GenerationNotFoundError, NotRetryableError, and what `create` throws */
  async retry(actor: Actor, id: string): Promise<GenerationView> {
    const failed = await this.getOwn(actor, id);
    if (failed.status !== 'failed' && failed.status !== 'canceled') throw new NotRetryableError();
    const row = await this.queue.accept(await this.planner.plan(actor, inputOf(failed), failed.id));
    this.updates.publish(row);
    return generationView(row);
  }

  private async getOwn(actor: Actor, id: string) {
    const row = await this.generations.findOwn(actor.userId, id);
    if (!row) throw new GenerationNotFoundError();
    return row;
  }

  private async imagesOf(rows: readonly GenerationRow[]): Promise<Map<string, GalleryItemView[]>> {
    const delivered = rows.filter(({ status }) => status === 'succeeded').map(({ id }) => id);
    const items = await this.gallery.listOfGenerations(delivered);
    return Map.groupBy(items, ({ generationId }) => generationId);
  }
}

function inputOf(row: GenerationRow): NewGenerationInput {
  return {
    kind: row.kind,
    prompt: row.prompt ?? undefined,
    model: row.model,
    style: row.style ?? undefined,
    count: row.image_count,
    seed: row.seed,
    sourceFileId: row.source_file_id ?? undefined,
    params: JSON.parse(row.params) as Record<string, unknown>,
  };
}
