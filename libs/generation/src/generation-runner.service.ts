import { Injectable, Logger } from '@nestjs/common';
import { InjectConfig } from '#lib/config';
import { AppError } from '#lib/errors';
import { FilesService } from '#lib/files';
import { JobAbortedError } from '#lib/jobs';
import type { DeliveredImage } from './gallery/gallery-intake.service.js';
import { GenerationSettlement } from './generation-settlement.service.js';
import { GenerationUpdates } from './generation-updates.service.js';
import { type GenerationConfig, generationConfig } from './generation.config.js';
import { GenerationTimedOutError, ProviderFailedError } from './generation.errors.js';
import { GenerationRepository, type GenerationRow } from './generation.repository.js';
import { type ImageProvider, ProviderRefusal } from './providers/image-provider.port.js';
import { ImageProviderRegistry } from './providers/image-provider.registry.js';
import { taskOf } from './generation-task.js';

/** Makes the pictures of one generation: provider, storage, settlement. No transaction is open before the last step. */
@Injectable()
export class GenerationRunner {
  private readonly logger = new Logger(GenerationRunner.name);

  constructor(
    private readonly generations: GenerationRepository,
    private readonly settlement: GenerationSettlement,
    private readonly providers: ImageProviderRegistry,
    private readonly files: FilesService,
    private readonly updates: GenerationUpdates,
    @InjectConfig(generationConfig) private readonly config: GenerationConfig,
  ) {}

  /**
   * Runs it to its end, from wherever a worker before this one left it; one that is over is left alone. What cannot be mended fails the
   * generation and returns.
   * @throws whatever may go away by itself: the job tries again
   */
  async run(generationId: string, signal: AbortSignal): Promise<void> {
    const generation = await this.generations.start(generationId);
    if (!generation) return;
    this.updates.publish(generation);
    const attempt = AbortSignal.any([signal, AbortSignal.timeout(this.config.timeoutMs)]);
    try {
      const images = await this.produce(generation, attempt);
      await this.settlement.succeed(generation, images);
    } catch (error) {
      if (error instanceof EndedMeanwhile) return;
      const reason = finalReason(error);
      if (!reason)
        throw attempt.aborted && !signal.aborted ? new GenerationTimedOutError({ cause: error }) : error;
      this.logger.warn({ generationId, provider: generation.provider, code: reason.code }, error);
      await this.settlement.fail(generationId, reason);
    }
  }

  private async produce(generation: GenerationRow, signal: AbortSignal): Promise<DeliveredImage[]> {
    const provider = this.providers.find(generation.provider);
    if (!provider) throw new ProviderRefusal(`Provider ${generation.provider} is not set up in this process`);
    const task = await taskOf(generation, this.files, signal);
    const requestId = generation.provider_request_id ?? (await provider.submit(task, signal));
    try {
      if (requestId !== null && generation.provider_request_id === null) {
        endedUnless(await this.generations.rememberRequest(generation.id, requestId));
      }
      const images: DeliveredImage[] = [];
      for await (const image of provider.collect(task, requestId, signal)) {
        const { bytes: source, contentType, seed, algorithm } = image;
        const ownerId = generation.user_id;
        const stored = await this.files.storeImage({ ownerId, purpose: 'generated', source, contentType });
        images.push({ stored, seed, algorithm });
        if (images.length < generation.image_count) await this.reportProgress(generation, images.length);
      }
      if (images.length === generation.image_count) return images;
      throw new ProviderRefusal(`${images.length} images delivered of ${generation.image_count}`);
    } catch (error) {
      if (requestId !== null && isUnwanted(error)) await provider.cancel(requestId);
      throw error;
    }
  }

  private async reportProgress(generation: GenerationRow, delivered: number): Promise<void> {
    const progress = delivered / generation.image_count;
    endedUnless(await this.generations.saveProgress(generation.id, progress));
    this.updates.publish({ ...generation, progress });
  }
}

/** Somebody ended the generation while it ran: its pictures are not wanted any more. */
class EndedMeanwhile extends Error {}

function endedUnless(isRunning: boolean): void {
  if (!isRunning) throw new EndedMeanwhile();
}

function isUnwanted(error: unknown): boolean {
  return error instanceof EndedMeanwhile || (error instanceof JobAbortedError && error.cause === 'canceled');
}

/** Why the generation has failed for good; null when another attempt may go better. */
function finalReason(error: unknown): AppError | null {
  if (error instanceof ProviderRefusal) return new ProviderFailedError({ cause: error });
  return error instanceof AppError && error.status < 500 ? error : null;
}
