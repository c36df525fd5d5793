import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database } from '#lib/database';
import type { ImageKind } from './generation-kind.js';
import { type FinalTransition, type GenerationStatus, generationTransitions } from './generation-state.js';

/** A row of `generations` as SQL gives it. */
export interface GenerationRow {
  id: string;
  user_id: string;
  kind: ImageKind;
  status: GenerationStatus;
  model: string;
  provider: string;
  prompt: string | null;
  style: string | null;
  image_count: number;
  seed: number;
  /** JSON text. */
  params: string;
  source_file_id: string | null;
  progress: number;
  credits_reserved: number;
  credits_captured: number;
  credits_refunded: number;
  error_code: string | null;
  error_message: string | null;
  retry_of: string | null;
  provider_request_id: string | null;
  job_id: string;
  deadline_at: number;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
}

/** A generation as its owner reads it. */
export interface GenerationWithPosition extends GenerationRow {
  /** 1 is the next one to run; null when it is not queued. */
  queue_position: number | null;
}

/** What is known about a generation before it is queued. */
export type NewGeneration = Pick<
  GenerationRow,
  | 'id'
  | 'user_id'
  | 'kind'
  | 'model'
  | 'provider'
  | 'prompt'
  | 'style'
  | 'image_count'
  | 'seed'
  | 'params'
  | 'source_file_id'
  | 'credits_reserved'
  | 'retry_of'
  | 'job_id'
  | 'deadline_at'
  | 'created_at'
>;

/** What the end of a generation writes besides its status. Of the reserved credits, what is not captured counts as refunded. */
export interface Ending {
  captured: number;
  error: { code: string; message: string } | null;
}

const columns = `id, user_id, kind, status, model, provider, prompt, style, image_count, seed, params, source_file_id, progress,
  credits_reserved, credits_captured, credits_refunded, error_code, error_message, retry_of, provider_request_id, job_id,
  deadline_at, created_at, started_at, finished_at`;

const queuePosition = `CASE WHEN g.status = 'queued'
  THEN (SELECT count(*) + 1 FROM generations q WHERE q.status = 'queued' AND q.id < g.id) END AS queue_position`;

/** One conditional update per line of the table of transitions: it finds no row when the generation has moved on. */
const finishStatements: Record<FinalTransition, string> = {
  succeed: finishStatement('succeed'),
  fail: finishStatement('fail'),
  cancel: finishStatement('cancel'),
};

/** Generations in SQL. Whatever changes a status is a conditional update and runs in the caller's transaction. */
@Injectable()
export class GenerationRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async insert(generation: NewGeneration): Promise<GenerationRow> {
    const rows = await this.db.query<GenerationRow>(
      `INSERT INTO generations (id, user_id, kind, status, model, provider, prompt, style, image_count, seed, params,
         source_file_id, progress, credits_reserved, credits_captured, credits_refunded, retry_of, job_id, deadline_at, created_at, updated_at)
       VALUES ($1, $2, $3, 'queued', $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, 0, 0, $13, $14, $15, $16, $16)
       RETURNING ${columns}`,
      [
        generation.id,
        generation.user_id,
        generation.kind,
        generation.model,
        generation.provider,
        generation.prompt,
        generation.style,
        generation.image_count,
        generation.seed,
        generation.params,
        generation.source_file_id,
        generation.credits_reserved,
        generation.retry_of,
        generation.job_id,
        generation.deadline_at,
        generation.created_at,
      ],
    );
    return rows[0]!;
  }

  findOwn(userId: string, id: string): Promise<GenerationWithPosition | null> {
    return this.db.queryOne<GenerationWithPosition>(
      `SELECT g.*, ${queuePosition} FROM generations g WHERE g.id = $1 AND g.user_id = $2`,
      [id, userId],
    );
  }

  /** The newest first; `beforeId` is exclusive, null for the first page. */
  listOwn(
    userId: string,
    page: { beforeId: string | null; limit: number },
  ): Promise<GenerationWithPosition[]> {
    return page.beforeId === null
      ? this.db.query(
          `SELECT g.*, ${queuePosition} FROM generations g WHERE g.user_id = $1 ORDER BY g.id DESC LIMIT $2`,
          [userId, page.limit],
        )
      : this.db.query(
          `SELECT g.*, ${queuePosition} FROM generations g WHERE g.user_id = $1 AND g.id < $3 ORDER BY g.id DESC LIMIT $2`,
          [userId, page.limit, page.beforeId],
        );
  }

  /** Marks it as running and returns it, also when a worker before this one had started it; null when it is over. */
  async start(id: string): Promise<GenerationRow | null> {
    return this.db.transaction(() =>
      this.db.queryOne<GenerationRow>(
        `UPDATE generations SET status = '${generationTransitions.start.to}', started_at = coalesce(started_at, $2), updated_at = $2
         WHERE id = $1 AND status IN (${sourcesOf('start')}) RETURNING ${columns}`,
        [id, this.clock.now()],
      ),
    );
  }

  /** Keeps the provider's id of a running generation. False when it is over meanwhile. */
  async rememberRequest(id: string, requestId: string): Promise<boolean> {
    const touched = await this.db.execute(
      `UPDATE generations SET provider_request_id = $2, updated_at = $3 WHERE id = $1 AND status = 'running'`,
      [id, requestId, this.clock.now()],
    );
    return touched === 1;
  }

  /** Progress of a running generation, 0 to 1; it never goes back. False when it is over meanwhile. */
  async saveProgress(id: string, progress: number): Promise<boolean> {
    const touched = await this.db.execute(
      `UPDATE generations SET progress = CASE WHEN progress < $2 THEN $2 ELSE progress END, updated_at = $3
       WHERE id = $1 AND status = 'running'`,
      [id, progress, this.clock.now()],
    );
    return touched === 1;
  }

  /** Ends it if it may pass `transition`, and returns it; null when somebody else ended it first. In the caller's transaction. */
  finish(id: string, transition: FinalTransition, ending: Ending): Promise<GenerationRow | null> {
    return this.db.queryOne<GenerationRow>(finishStatements[transition], [
      id,
      ending.captured,
      ending.error?.code ?? null,
      ending.error?.message ?? null,
      this.clock.now(),
    ]);
  }

  /** Generations that should have ended by now, by id; `afterId` is exclusive. */
  listOverdue(afterId: string, limit: number): Promise<{ id: string }[]> {
    return this.db.query<{ id: string }>(
      `SELECT id FROM generations WHERE status IN (${sourcesOf('fail')}) AND deadline_at <= $1 AND id > $2 ORDER BY id LIMIT $3`,
      [this.clock.now(), afterId, limit],
    );
  }
}

function finishStatement(transition: FinalTransition): string {
  return `UPDATE generations SET status = '${generationTransitions[transition].to}',
      progress = ${transition === 'succeed' ? '1' : 'progress'}, credits_captured = $2, credits_refunded = credits_reserved - $2,
      error_code = $3, error_message = $4, finished_at = $5, updated_at = $5
    WHERE id = $1 AND status IN (${sourcesOf(transition)}) RETURNING ${columns}`;
}

function sourcesOf(transition: keyof typeof generationTransitions): string {
  return generationTransitions[transition].from.map((status) => `'${status}'`).join(', ');
}
