import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database, type SqlValue } from '#lib/database';
import type { ImageKind } from '../generation-kind.js';
import type { GalleryPosition, GallerySort } from './gallery-cursor.js';

/** A row of `gallery_items` as SQL gives it. */
export interface GalleryItemRow {
  id: string;
  file_id: string;
  generation_id: string;
  parent_id: string | null;
  type: ImageKind;
  title: string | null;
  /** JSON text. */
  tags: string;
  /** 0 or 1 on SQLite. */
  favourite: boolean | number;
  prompt: string | null;
  model: string;
  width: number;
  height: number;
  thumbhash: string | null;
  /** JSON text. */
  provenance: string;
  created_at: number;
}

/** An item before it is stored. */
export interface NewGalleryItem extends GalleryItemRow {
  user_id: string;
  position: number;
}

/** What a list is narrowed to; what is missing does not narrow. Times in milliseconds, `from` inclusive, `to` exclusive. */
export interface GalleryFilter {
  type?: ImageKind;
  favourite?: boolean;
  model?: string;
  query?: string;
  from?: number;
  to?: number;
}

/** Counts of one type. */
export interface GalleryTypeCount {
  type: ImageKind;
  total: number;
  favourites: number;
}

const columns = `id, file_id, generation_id, parent_id, type, title, tags, favourite, prompt, model, width, height, thumbhash,
  provenance, created_at`;

/** The gallery in SQL. Lists and single items are hot: one table, no joins, rows as they come. */
@Injectable()
export class GalleryRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  findOwn(userId: string, id: string): Promise<GalleryItemRow | null> {
    return this.db.queryOne<GalleryItemRow>(
      `SELECT ${columns} FROM gallery_items WHERE id = $1 AND user_id = $2`,
      [id, userId],
    );
  }

  /** Up to `limit` items from `position`, in the order of the list whichever way one walks. */
  async list(
    userId: string,
    filter: GalleryFilter,
    page: { sort: GallerySort; position: GalleryPosition; limit: number },
  ): Promise<GalleryItemRow[]> {
    const { key, direction } = page.position;
    const params: SqlValue[] = [userId];
    const where = this.conditions(filter, params);
    const isAscending = (page.sort === 'oldest') === (direction === 'after');
    const start = key
      ? `AND (created_at, id) ${isAscending ? '>' : '<'} ($${params.push(key.createdAt)}, $${params.push(key.id)})`
      : '';
    const rows = await this.db.query<GalleryItemRow>(
      `SELECT ${columns} FROM gallery_items WHERE ${where} ${start}
       ORDER BY ${isAscending ? 'created_at, id' : 'created_at DESC, id DESC'} LIMIT $${params.push(page.limit)}`,
      params,
    );
    return direction === 'before' ? rows.reverse() : rows;
  }

  async count(userId: string, filter: GalleryFilter): Promise<number> {
    const params: SqlValue[] = [userId];
    const row = await this.db.queryOne<{ total: number }>(
      `SELECT count(*) AS total FROM gallery_items WHERE ${this.conditions(filter, params)}`,
      params,
    );
    return row!.total;
  }

  countByType(userId: string): Promise<GalleryTypeCount[]> {
    return this.db.query<GalleryTypeCount>(
      `SELECT type, count(*) AS total, sum(CASE WHEN favourite THEN 1 ELSE 0 END) AS favourites
       FROM gallery_items WHERE user_id = $1 GROUP BY type`,
      [userId],
    );
  }

  /** The items of `generationIds`, in the order of their generation. */
  listOfGenerations(generationIds: readonly string[]): Promise<GalleryItemRow[]> {
    if (generationIds.length === 0) return Promise.resolve([]);
    return this.db.query<GalleryItemRow>(
      `SELECT ${columns} FROM gallery_items WHERE ${this.db.dialect.isOneOf('generation_id', 1, generationIds.length)}
       ORDER BY generation_id, position`,
      [...generationIds],
    );
  }

  /** The user's item that shows `fileId`, as parent of what is made from it. */
  async findIdOfFile(userId: string, fileId: string): Promise<string | null> {
    const row = await this.db.queryOne<{ id: string }>(
      'SELECT id FROM gallery_items WHERE file_id = $1 AND user_id = $2',
      [fileId, userId],
    );
    return row?.id ?? null;
  }

  async insert(item: NewGalleryItem): Promise<void> {
    await this.db.execute(
      `INSERT INTO gallery_items (id, user_id, file_id, generation_id, position, parent_id, type, title, tags, favourite, prompt,
         model, width, height, thumbhash, provenance, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)`,
      [
        item.id,
        item.user_id,
        item.file_id,
        item.generation_id,
        item.position,
        item.parent_id,
        item.type,
        item.title,
        item.tags,
        Boolean(item.favourite),
        item.prompt,
        item.model,
        item.width,
        item.height,
        item.thumbhash,
        item.provenance,
        item.created_at,
      ],
    );
  }

  /** Writes what `change` names (`title` null removes it) and returns the item; null when it is not the user's. */
  async update(
    userId: string,
    id: string,
    change: { title?: string | null; tags?: string },
  ): Promise<GalleryItemRow | null> {
    const [row = null] = await this.db.executeReturning<GalleryItemRow>(
      `UPDATE gallery_items SET title = CASE WHEN $3 THEN $4 ELSE title END, tags = coalesce($5, tags), updated_at = $6
       WHERE id = $1 AND user_id = $2 RETURNING ${columns}`,
      [id, userId, change.title !== undefined, change.title ?? null, change.tags ?? null, this.clock.now()],
    );
    return row;
  }

  /** False when the item is not the user's. */
  async setFavourite(userId: string, id: string, favourite: boolean): Promise<boolean> {
    const touched = await this.db.execute(
      'UPDATE gallery_items SET favourite = $3, updated_at = $4 WHERE id = $1 AND user_id = $2',
      [id, userId, favourite, this.clock.now()],
    );
    return touched === 1;
  }

  /** Removes the item; its file's id, or null when the item is not the user's. In the caller's transaction. */
  async remove(userId: string, id: string): Promise<string | null> {
    const row = await this.db.queryOne<{ file_id: string }>(
      'DELETE FROM gallery_items WHERE id = $1 AND user_id = $2 RETURNING file_id',
      [id, userId],
    );
    return row?.file_id ?? null;
  }

  /** The conditions of a filter; the user is $1, and the values of the others are added to `params`. */
  private conditions(filter: GalleryFilter, params: SqlValue[]): string {
    const { dialect } = this.db;
    const conditions = ['user_id = $1'];
    if (filter.type !== undefined) conditions.push(`type = $${params.push(filter.type)}`);
    if (filter.favourite !== undefined) conditions.push(`favourite = $${params.push(filter.favourite)}`);
    if (filter.model !== undefined) conditions.push(`model = $${params.push(filter.model)}`);
    if (filter.from !== undefined) conditions.push(`created_at >= $${params.push(filter.from)}`);
    if (filter.to !== undefined) conditions.push(`created_at < $${params.push(filter.to)}`);
    if (filter.query !== undefined) {
      const pattern = `$${params.push(dialect.containsPattern(filter.query))}`;
      conditions.push(
        `(${dialect.containsText('prompt', pattern)} OR ${dialect.containsText('title', pattern)})`,
      );
    }
    return conditions.join(' AND ');
  }
}
