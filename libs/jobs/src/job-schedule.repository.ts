import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';

/** A schedule whose time has come. */
export interface DueSchedule {
  name: string;
  slot: number;
}

/** The moments at which scheduled jobs are due. */
@Injectable()
export class JobScheduleRepository {
  constructor(private readonly db: Database) {}

  /** Makes the schedule, or changes its cron expression; one that is the same keeps a slot it has missed. */
  async ensure(schedule: { name: string; cron: string; nextRunAt: number }): Promise<void> {
    await this.db.execute(
      `INSERT INTO job_schedules (name, cron, next_run_at) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET cron = excluded.cron, next_run_at = excluded.next_run_at
       WHERE job_schedules.cron <> excluded.cron`,
      [schedule.name, schedule.cron, schedule.nextRunAt],
    );
  }

  listDue(now: number): Promise<DueSchedule[]> {
    return this.db.query<DueSchedule>(
      'SELECT name, next_run_at AS slot FROM job_schedules WHERE next_run_at <= $1 ORDER BY next_run_at, name',
      [now],
    );
  }

  /** Moves the schedule on from `slot`. True for exactly one caller per slot. */
  async advance(schedule: DueSchedule, nextRunAt: number): Promise<boolean> {
    const moved = await this.db.execute(
      'UPDATE job_schedules SET next_run_at = $3, last_run_at = $2 WHERE name = $1 AND next_run_at = $2',
      [schedule.name, schedule.slot, nextRunAt],
    );
    return moved === 1;
  }
}
