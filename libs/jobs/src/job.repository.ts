import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import type { JobState } from './job.entity.js';

/** A row as `enqueue` writes it. */
export interface NewJob {
  id: string;
  name: string;
  /** JSON. */
  payload: string;
  dedupeKey: string | null;
  priority: number;
  runAt: number;
  maxAttempts: number;
  requestId: string | null;
  createdAt: number;
}

/** A job this process holds the lease of. `owner` and `attempts` together fence off every other run of it. */
export interface LeasedJob {
  id: string;
  name: string;
  /** JSON. */
  payload: string;
  attempts: number;
  lost: number;
  maxAttempts: number;
  lastError: string | null;
  requestId: string | null;
  owner: string;
}

/** A job as operators and progress displays see it. Times in milliseconds since the epoch. */
export interface JobView {
  id: string;
  name: string;
  state: JobState;
  /** Runs so far that count; see `JobContext.attempt`. */
  attempt: number;
  maxAttempts: number;
  /** 0..1 */
  progress: number;
  lastError: string | null;
  runAt: number;
  createdAt: number;
  /** Null until it is over. */
  finishedAt: number | null;
}

const MAX_ERROR_LENGTH = 2000;
const held = `id = $1 AND lease_owner = $2 AND attempts = $3 AND state = 'running'`;
const letGo = `lease_owner = NULL, lease_until = NULL`;
const insert = `INSERT INTO jobs (id, name, payload, dedupe_key, rank, state, run_at, attempts, lost, max_attempts, progress,
    request_id, created_at)
  VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, 0, $7, 0, $8, $9)`;
const insertUnlessThere = `${insert} ON CONFLICT (dedupe_key) DO NOTHING`;

/** The life of job rows. Every change of a running job names its lease, so that a run that lost it changes nothing. */
@Injectable()
export class JobRepository {
  constructor(private readonly db: Database) {}

  /** False when an unfinished job has the same dedupe key. */
  async insert(job: NewJob): Promise<boolean> {
    const inserted = await this.db.execute(job.dedupeKey === null ? insert : insertUnlessThere, [
      job.id,
      job.name,
      job.payload,
      job.dedupeKey,
      -job.priority,
      job.runAt,
      job.maxAttempts,
      job.requestId,
      job.createdAt,
    ]);
    return inserted === 1;
  }

  async findIdByDedupeKey(dedupeKey: string): Promise<string | null> {
    const row = await this.db.queryOne<{ id: string }>('SELECT id FROM jobs WHERE dedupe_key = $1', [
      dedupeKey,
    ]);
    return row?.id ?? null;
  }

  find(id: string): Promise<JobView | null> {
    return this.db.queryOne<JobView>(
      `SELECT id, name, state, attempts - lost AS attempt, max_attempts AS "maxAttempts", progress,
         last_error AS "lastError", run_at AS "runAt", created_at AS "createdAt", finished_at AS "finishedAt"
       FROM jobs WHERE id = $1`,
      [id],
    );
  }

  /** Takes up to `limit` due jobs of one kind, most urgent first; none while that kind is paused. Two processes never get the same one. */
  async claim(options: {
    name: string;
    limit: number;
    owner: string;
    now: number;
    leaseMs: number;
  }): Promise<LeasedJob[]> {
    const { name, limit, owner, now, leaseMs } = options;
    const rows = await this.db.transaction(() =>
      this.db.query<LeasedJob & { rank: number; runAt: number }>(
        `WITH picked AS MATERIALIZED (
           SELECT id AS job_id FROM jobs
           WHERE state = 'waiting' AND name = $1 AND run_at <= $2
             AND NOT EXISTS (SELECT 1 FROM job_queues WHERE job_queues.name = $1 AND paused_at IS NOT NULL)
           ORDER BY rank, run_at, id LIMIT $3 ${this.db.dialect.forUpdateSkipLocked})
         UPDATE jobs SET state = 'running', lease_owner = $4, lease_until = $5, attempts = attempts + 1, progress = 0
         FROM picked WHERE jobs.id = picked.job_id
         RETURNING id, name, payload, attempts, lost, max_attempts AS "maxAttempts", last_error AS "lastError",
           request_id AS "requestId", lease_owner AS owner, rank, run_at AS "runAt"`,
        [name, now, limit, owner, now + leaseMs],
      ),
    );
    return rows.sort((a, b) => a.rank - b.rank || a.runAt - b.runAt || (a.id < b.id ? -1 : 1));
  }

  /** Prolongs the leases of `ids`; the ids that are still held. */
  async renew(options: { ids: readonly string[]; owner: string; until: number }): Promise<Set<string>> {
    const { ids, owner, until } = options;
    const rows = await this.db.transaction(() =>
      this.db.query<{ id: string }>(
        `UPDATE jobs SET lease_until = $1
         WHERE state = 'running' AND lease_owner = $2 AND ${this.db.dialect.isOneOf('id', 3, ids.length)} RETURNING id`,
        [until, owner, ...ids],
      ),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Gives back the jobs of processes that stopped renewing. */
  reclaimExpired(now: number): Promise<number> {
    return this.db.execute(
      `UPDATE jobs SET state = 'waiting', lost = lost + 1, ${letGo} WHERE id IN (
         SELECT id FROM jobs WHERE state = 'running' AND lease_until < $1 ${this.db.dialect.forUpdateSkipLocked})`,
      [now],
    );
  }

  /** Owners of all leases, living or not. */
  async listOwners(): Promise<string[]> {
    const rows = await this.db.query<{ owner: string }>(
      `SELECT DISTINCT lease_owner AS owner FROM jobs WHERE state = 'running' AND lease_owner IS NOT NULL`,
    );
    return rows.map(({ owner }) => owner);
  }

  /** Gives back the jobs of a process known to be dead. */
  reclaimFrom(owner: string): Promise<number> {
    return this.db.execute(
      `UPDATE jobs SET state = 'waiting', lost = lost + 1, ${letGo} WHERE state = 'running' AND lease_owner = $1`,
      [owner],
    );
  }

  async succeed(job: LeasedJob, now: number): Promise<boolean> {
    const sql = `UPDATE jobs SET state = 'succeeded', progress = 1, finished_at = $4, dedupe_key = NULL, ${letGo} WHERE ${held}`;
    return (await this.db.execute(sql, [...leaseOf(job), now])) === 1;
  }

  async retryAt(job: LeasedJob, runAt: number, error: string): Promise<boolean> {
    const sql = `UPDATE jobs SET state = 'waiting', run_at = $4, last_error = $5, ${letGo} WHERE ${held}`;
    return (await this.db.execute(sql, [...leaseOf(job), runAt, error.slice(0, MAX_ERROR_LENGTH)])) === 1;
  }

  /** Puts off the end of a job whose retries are used up: the next claim finds more attempts than it may have. */
  async postponeBurial(job: LeasedJob, runAt: number, error: string): Promise<boolean> {
    const sql = `UPDATE jobs SET state = 'waiting', attempts = max_attempts + lost, run_at = $4, last_error = $5, ${letGo} WHERE ${held}`;
    return (await this.db.execute(sql, [...leaseOf(job), runAt, error.slice(0, MAX_ERROR_LENGTH)])) === 1;
  }

  async bury(job: LeasedJob, now: number, error: string): Promise<boolean> {
    const sql = `UPDATE jobs SET state = 'dead', finished_at = $4, last_error = $5, dedupe_key = NULL, ${letGo} WHERE ${held}`;
    return (await this.db.execute(sql, [...leaseOf(job), now, error.slice(0, MAX_ERROR_LENGTH)])) === 1;
  }

  /** Back to the queue as if it had not been taken. */
  async giveBack(job: LeasedJob): Promise<boolean> {
    const sql = `UPDATE jobs SET state = 'waiting', attempts = attempts - 1, ${letGo} WHERE ${held}`;
    return (await this.db.execute(sql, leaseOf(job))) === 1;
  }

  async saveProgress(job: LeasedJob, progress: number): Promise<void> {
    await this.db.execute(`UPDATE jobs SET progress = $4 WHERE ${held}`, [...leaseOf(job), progress]);
  }

  async cancel(id: string, now: number): Promise<boolean> {
    const canceled = await this.db.execute(
      `UPDATE jobs SET state = 'canceled', finished_at = $2, dedupe_key = NULL, ${letGo}
       WHERE id = $1 AND state IN ('waiting', 'running')`,
      [id, now],
    );
    return canceled === 1;
  }

  /** Removes up to `limit` jobs: those that died before `deadBefore`, those that ended otherwise before `doneBefore`. */
  prune(options: { doneBefore: number; deadBefore: number; limit: number }): Promise<number> {
    return this.db.execute(
      `DELETE FROM jobs WHERE id IN (
         SELECT id FROM jobs
         WHERE (finished_at < $1 AND state <> 'dead') OR (finished_at < $2 AND state = 'dead') LIMIT $3)`,
      [options.doneBefore, options.deadBefore, options.limit],
    );
  }

  /** How many jobs there are by state, and when the oldest due one became due. One statement. */
  countByState(now: number): Promise<{ state: JobState; jobs: number; oldestDue: number | null }[]> {
    return this.db.query(
      `SELECT state, COUNT(*) AS jobs, MIN(CASE WHEN run_at <= $1 THEN run_at END) AS "oldestDue"
       FROM jobs WHERE state IN ('waiting', 'running', 'dead') GROUP BY state`,
      [now],
    );
  }
}

function leaseOf(job: LeasedJob): [string, string, number] {
  return [job.id, job.owner, job.attempts];
}
