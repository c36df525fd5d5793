import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import { nextSlot } from './cron-slots.js';
import type { ScheduledJobPayload } from './job-handler.js';
import { JobScheduleRepository } from './job-schedule.repository.js';
import { JobWriter } from './job-writer.js';
import { JobRegistry } from './job.registry.js';

/** Turns cron slots into jobs, once per slot among all processes: whoever moves the schedule on writes the job, in one transaction. */
@Injectable()
export class JobScheduler {
  constructor(
    private readonly db: Database,
    private readonly schedules: JobScheduleRepository,
    private readonly registry: JobRegistry,
    private readonly writer: JobWriter,
    private readonly clock: Clock,
  ) {}

  /** Makes the rows of this build's schedules. */
  async ensure(): Promise<void> {
    for (const { name, cron } of this.registry.all().values()) {
      if (cron === null) continue;
      await this.schedules.ensure({ name, cron, nextRunAt: nextSlot(cron, this.clock.now()) });
    }
  }

  /** Writes the jobs of all slots that have come; the names of those written. Several missed slots of one schedule are one job. */
  async fire(): Promise<string[]> {
    const now = this.clock.now();
    const written: string[] = [];
    for (const due of await this.schedules.listDue(now)) {
      const cron = this.registry.find(due.name)?.cron;
      // A schedule of another build, in the middle of a rolling update, is that build's to run.
      if (!cron) continue;
      const payload: ScheduledJobPayload = { slot: due.slot };
      const isOurs = await this.db.transaction(async () => {
        if (!(await this.schedules.advance(due, nextSlot(cron, now)))) return false;
        await this.writer.write({ name: due.name, payload, dedupeKey: 'slot' });
        return true;
      });
      if (isOurs) written.push(due.name);
    }
    return written;
  }
}
