import { AppError } from '#lib/errors';
import { type JobContext, JobHandler, type JobHandlerInstance } from '#lib/jobs';
import { GENERATION_RUN, type GenerationRunPayload } from './generation-run.payload.js';
import { GenerationRunner } from './generation-runner.service.js';
import { GenerationSettlement } from './generation-settlement.service.js';
import { ProviderFailedError } from './generation.errors.js';

/** Runs one generation. Its own limit, `GENERATION_TIMEOUT_MS`, ends an attempt long before the job's does. */
@JobHandler({ name: GENERATION_RUN, concurrency: 4, maxAttempts: 3, timeoutMs: 3_660_000 })
export class GenerationRunJob implements JobHandlerInstance<GenerationRunPayload> {
  constructor(
    private readonly runner: GenerationRunner,
    private readonly settlement: GenerationSettlement,
  ) {}

  handle({ generationId }: GenerationRunPayload, { signal }: JobContext): Promise<void> {
    return this.runner.run(generationId, signal);
  }

  /** In the transaction that gives the job up. */
  async onDead({ generationId }: GenerationRunPayload, error: Error): Promise<void> {
    const reason = error instanceof AppError ? error : new ProviderFailedError({ cause: error });
    await this.settlement.fail(generationId, reason);
  }
}
