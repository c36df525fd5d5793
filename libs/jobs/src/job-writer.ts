import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database, uuidv7 } from '#lib/database';
import { requestContext } from '#lib/logging';
import type { AnnouncedJob } from './job-transport.port.js';
import { JobRegistry } from './job.registry.js';
import { JobRepository, type NewJob } from './job.repository.js';

/** A job to be done. */
export interface JobRequest {
  /** Of a handler in this build. */
  name: string;
  /** Anything JSON can hold, at most 256 KB of it. Default `{}`. */
  payload?: unknown;
  /** While a job of this name with the same key is unfinished, asking again gives that job. */
  dedupeKey?: string;
  /** Not before this moment, milliseconds since the epoch. Default now. */
  runAt?: number;
  /** Higher goes first among the due jobs of its name; whole, default 0. */
  priority?: number;
  /** Default is the handler's. */
  maxAttempts?: number;
}

/** What writing a job came to: its id (or that of the unfinished one with the same key), and what to announce, null for nothing new. */
export interface WrittenJob {
  id: string;
  announced: AnnouncedJob | null;
}

const MAX_PAYLOAD_BYTES = 262_144;
const DEDUPE_TRIES = 3;

/** Writes job rows, in the ambient transaction if there is one. */
@Injectable()
export class JobWriter {
  constructor(
    private readonly db: Database,
    private readonly rows: JobRepository,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
  ) {}

  /** @throws UnknownJobError, TypeError when the payload is no JSON or too large */
  async write(request: JobRequest): Promise<WrittenJob> {
    const job = this.rowOf(request);
    if (job.dedupeKey !== null) return this.writeOnce(job, job.dedupeKey);
    await this.rows.insert(job);
    return { id: job.id, announced: job };
  }

  private rowOf(request: JobRequest): NewJob {
    const { name, dedupeKey, runAt, priority = 0, maxAttempts } = request;
    const definition = this.registry.get(name);
    const now = this.clock.now();
    return {
      id: uuidv7(),
      name,
      payload: jsonOf(request),
      dedupeKey: dedupeKey === undefined ? null : `${name}:${dedupeKey}`,
      priority,
      runAt: runAt ?? now,
      maxAttempts: maxAttempts ?? definition.maxAttempts,
      requestId: requestContext()?.requestId ?? null,
      createdAt: now,
    };
  }

  private writeOnce(job: NewJob, dedupeKey: string): Promise<WrittenJob> {
    return this.db.transaction(async () => {
      for (let tries = 1; tries <= DEDUPE_TRIES; tries += 1) {
        if (await this.rows.insert(job)) return { id: job.id, announced: job };
        const existing = await this.rows.findIdByDedupeKey(dedupeKey);
        // Null: the other job ended between the two statements, and its key is free.
        if (existing !== null) return { id: existing, announced: null };
      }
      throw new Error(`The dedupe key '${dedupeKey}' is taken and freed faster than it can be read`);
    });
  }
}

function jsonOf({ name, payload = {} }: JobRequest): string {
  const json = JSON.stringify(payload);
  if (json === undefined)
    throw new TypeError(`The payload of the job '${name}' is nothing that JSON can hold`);
  if (Buffer.byteLength(json) > MAX_PAYLOAD_BYTES) {
    throw new TypeError(`The payload of the job '${name}' is too large: store it elsewhere and pass its key`);
  }
  return json;
}
