import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';

/** One thing that will want attention: waiting jobs of a kind, a schedule, or a lease. Milliseconds since the epoch. */
export interface DueMoment {
  kind: 'job' | 'schedule' | 'lease';
  /** Of the kind or schedule; empty for leases. */
  name: string;
  /** The earliest moment; null when nothing waits. */
  due: number | null;
}

/** Kinds of jobs and their pauses, and the one question an idle process asks. */
@Injectable()
export class JobQueueRepository {
  constructor(private readonly db: Database) {}

  /** Makes the rows of kinds that have none yet. */
  async ensure(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const values = names.map((_, index) => `($${index + 1})`).join(', ');
    await this.db.execute(
      `INSERT INTO job_queues (name) VALUES ${values} ON CONFLICT (name) DO NOTHING`,
      names,
    );
  }

  async pause(name: string, now: number): Promise<void> {
    await this.db.execute(
      `INSERT INTO job_queues (name, paused_at) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET paused_at = COALESCE(job_queues.paused_at, excluded.paused_at)`,
      [name, now],
    );
  }

  async resume(name: string): Promise<void> {
    await this.db.execute('UPDATE job_queues SET paused_at = NULL WHERE name = $1', [name]);
  }

  async listPaused(): Promise<string[]> {
    const rows = await this.db.query<{ name: string }>(
      'SELECT name FROM job_queues WHERE paused_at IS NOT NULL ORDER BY name',
    );
    return rows.map(({ name }) => name);
  }

  /** When the next thing is due, of every kind not paused, every schedule, and the leases. One statement, answered from the index of jobs. */
  nextMoments(): Promise<DueMoment[]> {
    return this.db.query<DueMoment>(
      `SELECT 'job' AS kind, q.name AS name,
         (SELECT MIN(j.run_at) FROM jobs j WHERE j.state = 'waiting' AND j.name = q.name) AS due
       FROM job_queues q WHERE q.paused_at IS NULL
       UNION ALL SELECT 'schedule', s.name, s.next_run_at FROM job_schedules s
       UNION ALL SELECT 'lease', '', MIN(r.lease_until) FROM jobs r WHERE r.state = 'running'`,
    );
  }
}
