import { Logger } from '@nestjs/common';
import { type JobHandlerInstance, ScheduledJob } from '#lib/jobs';
import { GenerationSettlement } from './generation-settlement.service.js';
import { GenerationTimedOutError } from './generation.errors.js';
import { GenerationRepository } from './generation.repository.js';

const BATCH = 100;

/** Ends what nobody finished in its time, whatever went wrong with its job: nothing stays pending, nobody pays for nothing (I-8). */
@ScheduledJob({ name: 'generation.reap', cron: '* * * * *' })
export class GenerationReapJob implements JobHandlerInstance {
  private readonly logger = new Logger(GenerationReapJob.name);

  constructor(
    private readonly generations: GenerationRepository,
    private readonly settlement: GenerationSettlement,
  ) {}

  async handle(): Promise<void> {
    for (;;) {
      const overdue = await this.generations.listOverdue(BATCH);
      for (const { id } of overdue) {
        if (await this.settlement.fail(id, new GenerationTimedOutError())) {
          this.logger.warn({ generationId: id }, 'Generation ended past its time');
        }
      }
      if (overdue.length < BATCH) return;
    }
  }
}
