import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { InjectConfig } from '#lib/config';
import { CreditsService } from '#lib/credits';
import { Database, uuidv7 } from '#lib/database';
import { Jobs } from '#lib/jobs';
import type { GenerationPlan } from './generation-planner.service.js';
import { type GenerationConfig, generationConfig } from './generation.config.js';
import { GENERATION_RUN, type GenerationRunPayload } from './generation-run.payload.js';
import { GenerationRepository, type GenerationRow } from './generation.repository.js';

/** Where accepted generations wait for a worker. */
@Injectable()
export class GenerationQueue {
  constructor(
    private readonly db: Database,
    private readonly generations: GenerationRepository,
    private readonly credits: CreditsService,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    @InjectConfig(generationConfig) private readonly config: GenerationConfig,
  ) {}

  /**
   * Reserves the credits and writes generation and job, all or nothing.
   * @throws AppError `credits.insufficient`
   */
  accept(plan: GenerationPlan): Promise<GenerationRow> {
    return this.db.transaction(async () => {
      const id = uuidv7();
      const now = this.clock.now();
      const price = plan.model.credits * plan.count;
      await this.credits.reserve(plan.userId, price, { generationId: id });
      const payload: GenerationRunPayload = { generationId: id };
      const jobId = await this.jobs.enqueue({ name: GENERATION_RUN, payload });
      return this.generations.insert({
        id,
        user_id: plan.userId,
        kind: plan.kind,
        model: plan.model.id,
        provider: plan.model.provider,
        prompt: plan.prompt,
        style: plan.style,
        image_count: plan.count,
        seed: plan.seed,
        params: JSON.stringify(plan.params),
        source_file_id: plan.sourceFileId,
        credits_reserved: price,
        retry_of: plan.retryOf,
        job_id: jobId,
        deadline_at: now + this.config.ttlMs,
        created_at: now,
      });
    });
  }
}
