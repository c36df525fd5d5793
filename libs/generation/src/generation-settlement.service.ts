import { Injectable } from '@nestjs/common';
import { CreditsService } from '#lib/credits';
import { Database } from '#lib/database';
import type { AppError } from '#lib/errors';
import { Jobs } from '#lib/jobs';
import { type DeliveredImage, GalleryIntake } from './gallery/gallery-intake.service.js';
import { GenerationUpdates } from './generation-updates.service.js';
import { AlreadyFinalError } from './generation.errors.js';
import { type Ending, GenerationRepository, type GenerationRow } from './generation.repository.js';

/**
 * Ends generations, each exactly once: the conditional update decides who ends it, and the money, the pictures and the status move in
 * that one transaction. Joins the ambient one, so that a job which dies takes its generation along.
 */
@Injectable()
export class GenerationSettlement {
  constructor(
    private readonly db: Database,
    private readonly generations: GenerationRepository,
    private readonly intake: GalleryIntake,
    private readonly credits: CreditsService,
    private readonly jobs: Jobs,
    private readonly updates: GenerationUpdates,
  ) {}

  /** Puts all pictures into the gallery and takes the reserved credits. False when it had ended already: the pictures stay unknown. */
  succeed(generation: GenerationRow, images: readonly DeliveredImage[]): Promise<boolean> {
    return this.db.transaction(async () => {
      const captured = generation.credits_reserved;
      const ended = await this.generations.finish(generation.id, 'succeed', { captured, error: null });
      if (!ended) return false;
      const items = await this.intake.add(ended, images);
      const settlement = await this.credits.capture(ended.id, captured);
      if (settlement.captured !== captured)
        throw new Error(`The credits of generation ${ended.id} were settled before it was`);
      this.updates.publish(ended, items);
      return true;
    });
  }

  /** Gives all reserved credits back and keeps the reason. False when it had ended already. */
  async fail(generationId: string, reason: AppError): Promise<boolean> {
    const error = { code: reason.code, message: reason.textIn('en') };
    return (await this.giveUp(generationId, 'fail', error)) !== null;
  }

  /** Gives all reserved credits back and stops the job. @throws AlreadyFinalError */
  async cancel(generation: GenerationRow): Promise<GenerationRow> {
    return this.db.transaction(async () => {
      // The job first, as when a job dies: both take their locks in the same order.
      await this.jobs.cancel(generation.job_id);
      const ended = await this.giveUp(generation.id, 'cancel', null);
      if (!ended) throw new AlreadyFinalError();
      return ended;
    });
  }

  private giveUp(
    id: string,
    transition: 'fail' | 'cancel',
    error: Ending['error'],
  ): Promise<GenerationRow | null> {
    return this.db.transaction(async () => {
      const ended = await this.generations.finish(id, transition, { captured: 0, error });
      if (!ended) return null;
      await this.credits.refund(ended.id);
      this.updates.publish(ended);
      return ended;
    });
  }
}
