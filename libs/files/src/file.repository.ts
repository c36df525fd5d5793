import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import type { FilePurpose } from './file-purpose.js';
import type { FileRecord, StoredFile } from './file-record.js';

interface FileRow {
  id: string;
  owner_id: string;
  purpose: FilePurpose;
  content_type: string;
  size: number;
  width: number | null;
  height: number | null;
  sha256: string;
  thumbhash: string | null;
  storage_key: string;
  variants: string;
  original_name: string | null;
  created_at: number;
}

const COLUMNS =
  'id, owner_id, purpose, content_type, size, width, height, sha256, thumbhash, storage_key, variants, original_name, created_at';

/** The rows of files and of what they take. */
@Injectable()
export class FileRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async insertPending(
    file: StoredFile,
    { ownerId, purpose }: { ownerId: string; purpose: FilePurpose },
  ): Promise<void> {
    await this.db.execute(
      `INSERT INTO files (${COLUMNS}, state)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'pending')`,
      [
        file.id,
        ownerId,
        purpose,
        file.contentType,
        file.size,
        file.width,
        file.height,
        file.sha256,
        file.thumbhash,
        file.storageKey,
        JSON.stringify(file.variants),
        file.originalName,
        this.clock.now(),
      ],
    );
  }

  /** Makes a pending file visible, in the ambient transaction; null when there is none any more. */
  async makeReady(
    id: string,
    { ownerId, purpose }: { ownerId: string; purpose: FilePurpose },
  ): Promise<FileRecord | null> {
    const row = await this.db.queryOne<FileRow>(
      `UPDATE files SET state = 'ready' WHERE id = $1 AND owner_id = $2 AND purpose = $3 AND state = 'pending' RETURNING ${COLUMNS}`,
      [id, ownerId, purpose],
    );
    return row && recordOf(row);
  }

  async find(id: string): Promise<FileRecord | null> {
    const row = await this.db.queryOne<FileRow>(
      `SELECT ${COLUMNS} FROM files WHERE id = $1 AND state = 'ready'`,
      [id],
    );
    return row && recordOf(row);
  }

  async findMany(ids: readonly string[]): Promise<FileRecord[]> {
    const rows = await this.db.query<FileRow>(
      `SELECT ${COLUMNS} FROM files WHERE ${this.db.dialect.isOneOf('id', 1, ids.length)} AND state = 'ready'`,
      ids,
    );
    return rows.map(recordOf);
  }

  /** Pending files begun before `time`, oldest first. */
  async listStale(time: number, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      "SELECT id FROM files WHERE state = 'pending' AND created_at < $1 ORDER BY created_at LIMIT $2",
      [time, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Deletes rows, in the ambient transaction, and gives back what they were. With `onlyPending`, files that became visible meanwhile stay. */
  async delete(ids: readonly string[], { onlyPending = false } = {}): Promise<FileRecord[]> {
    const rows = await this.db.query<FileRow>(
      `DELETE FROM files WHERE ${this.db.dialect.isOneOf('id', 1, ids.length)}${onlyPending ? " AND state = 'pending'" : ''} RETURNING ${COLUMNS}`,
      ids,
    );
    return rows.map(recordOf);
  }

  /** What the files of `ownerId` take, in bytes. */
  async usageOf(ownerId: string): Promise<number> {
    const row = await this.db.queryOne<{ bytes: number }>(
      'SELECT bytes FROM file_usage WHERE owner_id = $1',
      [ownerId],
    );
    return row?.bytes ?? 0;
  }

  /** Adds to it, unless that makes more than `quota`: one statement, so that parallel uploads cannot slip through together. */
  async addUsage(ownerId: string, bytes: number, quota: number): Promise<boolean> {
    if (bytes > quota) return false;
    const changed = await this.db.execute(
      `INSERT INTO file_usage (owner_id, bytes) VALUES ($1, $2)
       ON CONFLICT (owner_id) DO UPDATE SET bytes = file_usage.bytes + excluded.bytes
       WHERE file_usage.bytes + excluded.bytes <= $3`,
      [ownerId, bytes, quota],
    );
    return changed > 0;
  }

  async subtractUsage(ownerId: string, bytes: number): Promise<void> {
    await this.db.execute('UPDATE file_usage SET bytes = bytes - $2 WHERE owner_id = $1', [ownerId, bytes]);
  }
}

function recordOf(row: FileRow): FileRecord {
  return {
    id: row.id,
    ownerId: row.owner_id,
    purpose: row.purpose,
    contentType: row.content_type,
    size: row.size,
    width: row.width,
    height: row.height,
    sha256: row.sha256,
    thumbhash: row.thumbhash,
    storageKey: row.storage_key,
    variants: JSON.parse(row.variants) as FileRecord['variants'],
    originalName: row.original_name,
    createdAt: row.created_at,
  };
}
