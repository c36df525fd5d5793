import { type JobContext, JobHandler, type JobHandlerInstance } from '#lib/jobs';
import { Storage } from '#lib/storage';

export const OBJECT_REMOVAL = 'files.remove_objects';

/** Keys of objects whose rows are gone. */
export interface ObjectRemoval {
  keys: string[];
}

/** Removes the objects of removed files. It comes again for hours when the storage is away. */
@JobHandler({ name: OBJECT_REMOVAL, concurrency: 2, timeoutMs: 60_000, maxAttempts: 100 })
export class ObjectRemovalJob implements JobHandlerInstance<ObjectRemoval> {
  constructor(private readonly storage: Storage) {}

  handle({ keys }: ObjectRemoval, { signal }: JobContext): Promise<void> {
    return this.storage.deleteMany(keys, { signal });
  }
}
