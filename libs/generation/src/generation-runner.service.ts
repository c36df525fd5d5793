import { Injectable, Logger } from '@nestjs/common';
import { InjectConfig } from '#lib/config';
import { AppError } from '#lib/errors';
import { JobAbortedError } from '#lib/jobs';
import type { DeliveredImage } from './gallery/gallery-intake.service.js';
import { GenerationImages } from './generation-images.service.js';
import { GenerationSettlement } from './generation-settlement.service.js';
import { GenerationUpdates } from './generation-updates.service.js';
import { type GenerationConfig, generationConfig } from './generation.config.js';
import { GenerationTimedOutError, ProviderFailedError } from './generation.errors.js';
import { GenerationRepository, type GenerationRow } from './generation.repository.js';
import {
  type ImageProvider,
  type ImageTask,
  ProviderRefusal,
  type SourceImage,
} from './providers/image-provider.port.js';
import { ImageProviderRegistry } from './providers/image-provider.registry.js';

/** Makes the pictures of one generation: provider, storage, settlement. No transaction is open before the last step. */
@Injectable()
export class GenerationRunner {
  private readonly logger = new Logger(GenerationRunner.name);

  constructor(
    private readonly generations: GenerationRepository,
    private readonly settlement: GenerationSettlement,
    private readonly providers: ImageProviderRegistry,
    private readonly images: GenerationImages,
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
    const images: DeliveredImage[] = [];
    try {
      await this.produce(generation, images, attempt);
    } catch (error) {
      await this.images.discard(images);
      if (error instanceof EndedMeanwhile) return;
      const reason = finalReason(error);
      if (!reason)
        throw attempt.aborted && !signal.aborted ? new GenerationTimedOutError({ cause: error }) : error;
      this.logger.warn({ generationId, provider: generation.provider, code: reason.code }, error);
      await this.settlement.fail(generationId, reason);
      return;
    }
    // When this throws, the commit may have happened all the same: the pictures are then not ours to throw away.
    const isSettled = await this.settlement.succeed(generation, images);
    if (!isSettled) await this.images.discard(images);
  }

  /** Fills `images`, one by one, so that the caller knows of every picture that was stored. */
  private async produce(
    generation: GenerationRow,
    images: DeliveredImage[],
    signal: AbortSignal,
  ): Promise<void> {
    const provider = this.providers.find(generation.provider);
    if (!provider) throw new ProviderRefusal(`Provider ${generation.provider} is not set up in this process`);
    const task = taskOf(generation, await this.images.loadSource(generation, signal));
    const requestId = generation.provider_request_id ?? (await provider.submit(task, signal));
    try {
      if (requestId !== null && generation.provider_request_id === null) {
        endedUnless(await this.generations.rememberRequest(generation.id, requestId));
      }
      for await (const image of provider.collect(task, requestId, signal)) {
        if (images.length === generation.image_count) break;
        images.push(await this.images.store(generation, image));
        if (images.length < generation.image_count) await this.reportProgress(generation, images.length);
      }
    } catch (error) {
      if (requestId !== null && isUnwanted(error, signal)) await this.cancelAt(provider, requestId);
      throw error;
    }
    if (images.length < generation.image_count) {
      throw new ProviderRefusal(`${images.length} images delivered of ${generation.image_count}`);
    }
  }

  private async reportProgress(generation: GenerationRow, delivered: number): Promise<void> {
    const progress = delivered / generation.image_count;
    endedUnless(await this.generations.saveProgress(generation.id, progress));
    this.updates.publish({ ...generation, progress });
  }

  private async cancelAt(provider: ImageProvider, requestId: string): Promise<void> {
    try {
      await provider.cancel(requestId);
    } catch (error) {
      this.logger.warn({ event: 'cancel not understood', provider: provider.id, requestId }, error);
    }
  }
}

/** Somebody ended the generation while it ran: its pictures are not wanted any more. */
class EndedMeanwhile extends Error {}

function endedUnless(isRunning: boolean): void {
  if (!isRunning) throw new EndedMeanwhile();
}

function isUnwanted(error: unknown, { reason }: AbortSignal): boolean {
  return (
    error instanceof EndedMeanwhile || (reason instanceof JobAbortedError && reason.cause === 'canceled')
  );
}

/** Why the generation has failed for good; null when another attempt may go better. */
function finalReason(error: unknown): AppError | null {
  if (error instanceof ProviderRefusal) return new ProviderFailedError({ cause: error });
  return error instanceof AppError && error.status < 500 ? error : null;
}

function taskOf(generation: GenerationRow, source: SourceImage | null): ImageTask {
  return {
    generationId: generation.id,
    kind: generation.kind,
    model: generation.model,
    prompt: generation.prompt,
    style: generation.style,
    count: generation.image_count,
    seed: generation.seed,
    params: JSON.parse(generation.params) as Record<string, unknown>,
    source,
  };
}
