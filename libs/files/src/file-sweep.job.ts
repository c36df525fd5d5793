import { Logger } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { type JobContext, type JobHandlerInstance, ScheduledJob } from '#lib/jobs';
import { Storage } from '#lib/storage';
import { FileRemoval } from './file-removal.service.js';
import { FileRepository } from './file.repository.js';
import { UploadSpool } from './upload-spool.js';

/** Far longer than any upload takes from its row to its last object, and than a generation waits between storing and settling. */
const ABANDONED_AFTER_MS = 3_600_000;
const BATCH = 200;

/** Removes what uploads and generations that never ended left behind: pending rows with their objects, unfinished objects, spooled files. */
@ScheduledJob({ name: 'files.sweep', cron: '*/10 * * * *', concurrency: 1 })
export class FileSweepJob implements JobHandlerInstance {
  private readonly logger = new Logger(FileSweepJob.name);

  constructor(
    private readonly files: FileRepository,
    private readonly removal: FileRemoval,
    private readonly storage: Storage,
    private readonly spool: UploadSpool,
    private readonly clock: Clock,
  ) {}

  async handle(_payload: unknown, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    const before = this.clock.now() - ABANDONED_AFTER_MS;
    let rows = 0;
    for (let stale = await this.files.listStale(before, BATCH); stale.length > 0;) {
      signal.throwIfAborted();
      // Settling such a file right now and removing it exclude each other: whoever changes the row first has it.
      rows += await this.removal.removeRows(stale, { onlyPending: true });
      stale = await this.files.listStale(before, BATCH);
    }
    const objects = await this.storage.sweepIncomplete(ABANDONED_AFTER_MS);
    const spooled = await this.spool.sweep();
    if (rows + objects + spooled > 0) {
      this.logger.log(
        `Swept what was never finished: ${rows} files, ${objects} objects, ${spooled} uploads.`,
      );
    }
  }
}
