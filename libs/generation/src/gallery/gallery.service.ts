import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Database } from '#lib/database';
import { FileLinks, FilesService } from '#lib/files';
import { imageKinds } from '../generation-kind.js';
import { GalleryItemNotFoundError } from '../generation.errors.js';
import { decodeGalleryCursor, encodeGalleryCursor, type GalleryPosition } from './gallery-cursor.js';
import { galleryItemJson, galleryPageJson, type JsonText } from './gallery-item.json.js';
import {
  filtersOf,
  type GalleryItemView,
  galleryItemView,
  type GalleryPageView,
  type GalleryPatch,
  type GalleryQuery,
  type GalleryStats,
  toGalleryFilter,
} from './gallery.dto.js';
import { type GalleryItemRow, GalleryRepository } from './gallery.repository.js';

/** A user's own pictures. What belongs to somebody else is as missing as what never was. */
@Injectable()
export class GalleryService {
  constructor(
    private readonly db: Database,
    private readonly gallery: GalleryRepository,
    private readonly files: FilesService,
    private readonly links: FileLinks,
  ) {}

  /** @throws GalleryItemNotFoundError */
  async get(actor: Actor, id: string): Promise<JsonText<GalleryItemView>> {
    const row = await this.gallery.findOwn(actor.userId, id);
    if (!row) throw new GalleryItemNotFoundError();
    return galleryItemJson(row, this.links);
  }

  /** @throws ValidationError for a cursor that is not of this list */
  async list(actor: Actor, query: GalleryQuery): Promise<JsonText<GalleryPageView>> {
    const { sort, limit } = query;
    const filters = filtersOf(query);
    const filter = toGalleryFilter(filters);
    const position = decodeGalleryCursor(sort, query.cursor);
    // One more than asked for tells whether the walk goes on.
    const rows = await this.gallery.list(actor.userId, filter, { sort, position, limit: limit + 1 });
    const hasMore = rows.length > limit;
    const isWhole = query.cursor === undefined && !hasMore;
    const total = isWhole ? rows.length : await this.gallery.count(actor.userId, filter);
    const page = pageAt(position, hasMore, rows);
    return galleryPageJson(page.rows, this.links, {
      nextCursor: page.next && encodeGalleryCursor(sort, page.next),
      prevCursor: page.previous && encodeGalleryCursor(sort, page.previous),
      total,
      filters,
    });
  }

  /** The pictures of `generationIds` that are still there, each generation's in order. One statement. */
  async listOfGenerations(generationIds: readonly string[]): Promise<GalleryItemView[]> {
    const rows = await this.gallery.listOfGenerations(generationIds);
    return rows.map((row) => galleryItemView(row, this.links));
  }

  /** @throws GalleryItemNotFoundError */
  async update(actor: Actor, id: string, patch: GalleryPatch): Promise<GalleryItemView> {
    const tags = patch.tags && JSON.stringify([...new Set(patch.tags)]);
    const updated = await this.gallery.update(actor.userId, id, { title: patch.title, tags });
    if (!updated) throw new GalleryItemNotFoundError();
    return galleryItemView(updated, this.links);
  }

  /** Removes the item and its file. @throws GalleryItemNotFoundError */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.db.transaction(async () => {
      const fileId = await this.gallery.remove(actor.userId, id);
      if (fileId === null) throw new GalleryItemNotFoundError();
      await this.files.removeRows([fileId]);
    });
  }

  /** @throws GalleryItemNotFoundError */
  async setFavourite(actor: Actor, id: string, favourite: boolean): Promise<void> {
    const isOwn = await this.gallery.setFavourite(actor.userId, id, favourite);
    if (!isOwn) throw new GalleryItemNotFoundError();
  }

  /** Counted, not remembered: true whatever happened. Types without pictures count 0. */
  async stats(actor: Actor): Promise<GalleryStats> {
    const counts = await this.gallery.countByType(actor.userId);
    const byType = Object.fromEntries(imageKinds.map((kind) => [kind, 0])) as GalleryStats['byType'];
    for (const { type, total } of counts) byType[type] = total;
    return {
      total: counts.reduce((sum, { total }) => sum + total, 0),
      favourites: counts.reduce((sum, { favourites }) => sum + favourites, 0),
      byType,
    };
  }
}

interface PageAt {
  rows: GalleryItemRow[];
  next: GalleryPosition | null;
  previous: GalleryPosition | null;
}

/** Cuts the extra row off and says where the neighbours lie. An empty page leads back to the edge it fell off. */
function pageAt(position: GalleryPosition, hasMore: boolean, rows: GalleryItemRow[]): PageAt {
  const isForward = position.direction === 'after';
  const isFirst = isForward && position.key === null;
  if (rows.length === 0) {
    return {
      rows,
      next: isForward ? null : { direction: 'after', key: null },
      previous: isForward && !isFirst ? { direction: 'before', key: null } : null,
    };
  }
  const kept = hasMore ? (isForward ? rows.slice(0, -1) : rows.slice(1)) : rows;
  const next: GalleryPosition = { direction: 'after', key: keyOf(kept.at(-1)!) };
  const previous: GalleryPosition = { direction: 'before', key: keyOf(kept[0]!) };
  return isForward
    ? { rows: kept, next: hasMore ? next : null, previous: isFirst ? null : previous }
    : { rows: kept, next: position.key === null ? null : next, previous: hasMore ? previous : null };
}

function keyOf({ created_at: createdAt, id }: GalleryItemRow) {
  return { createdAt, id };
}
