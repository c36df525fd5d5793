import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { Jobs } from '#lib/jobs';
import { countsTowardsQuota } from './file-purpose.js';
import type { FileRecord } from './file-record.js';
import { FileRepository } from './file.repository.js';
import { OBJECT_REMOVAL, type ObjectRemoval } from './object-removal.job.js';

/** Keys per job: a payload stays small, and one attempt ends well within its time. */
const KEYS_PER_JOB = 300;

/** Told of files of one owner that go, inside the transaction that removes them; what it throws keeps them. */
export type FilesRemovedHandler = (ownerId: string, fileIds: readonly string[]) => Promise<void>;

/** Takes files away: the rows now, their objects by a job that is written with it. */
@Injectable()
export class FileRemoval {
  private readonly handlers: FilesRemovedHandler[] = [];

  constructor(
    private readonly db: Database,
    private readonly files: FileRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Who points at files lets go of them here. */
  onRemoved(handler: FilesRemovedHandler): void {
    this.handlers.push(handler);
  }

  /** Joins the ambient transaction. Ids of no file are fine. The number of rows that went. */
  async removeRows(ids: readonly string[], options: { onlyPending?: boolean } = {}): Promise<number> {
    if (ids.length === 0) return 0;
    return this.db.transaction(async () => {
      const removed = await this.files.delete(ids, options);
      for (const [ownerId, bytes] of bytesByOwner(removed)) await this.files.subtractUsage(ownerId, bytes);
      // Nothing points at a file before it is one.
      if (!options.onlyPending) await this.tell(removed);
      const keys = removed.flatMap(keysOf);
      for (let start = 0; start < keys.length; start += KEYS_PER_JOB) {
        const payload: ObjectRemoval = { keys: keys.slice(start, start + KEYS_PER_JOB) };
        await this.jobs.enqueue({ name: OBJECT_REMOVAL, payload });
      }
      return removed.length;
    });
  }

  private async tell(removed: readonly FileRecord[]): Promise<void> {
    const byOwner = Map.groupBy(removed, ({ ownerId }) => ownerId);
    for (const [ownerId, files] of [...byOwner].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const handler of this.handlers)
        await handler(
          ownerId,
          files.map(({ id }) => id),
        );
    }
  }
}

function keysOf({ storageKey, variants }: FileRecord): string[] {
  return [storageKey, ...Object.values(variants).map(({ key }) => key)];
}

/** Ascending by owner, so that two removals lock the same rows in the same order. */
function bytesByOwner(files: readonly FileRecord[]): [ownerId: string, bytes: number][] {
  const bytes = new Map<string, number>();
  for (const { ownerId, purpose, size } of files) {
    if (countsTowardsQuota(purpose)) bytes.set(ownerId, (bytes.get(ownerId) ?? 0) + size);
  }
  return [...bytes].sort(([a], [b]) => (a < b ? -1 : 1));
}
