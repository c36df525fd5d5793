import { Logger } from '@nestjs/common';
import { type JobHandlerInstance, ScheduledJob } from '#lib/jobs';
import { GenerationSettlement } from './generation-settlement.service.js';
import { GenerationTimedOutError } from './generation.errors.js';
import { GenerationRepository } from './generation.repository.js';

const BATCH = 100;
/** Smaller than any id. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Ends what nobody finished in its time, whatever went wrong with its job: nothing stays pending, nobody pays for nothing (I-8). */
@ScheduledJob({ name: 'generation.reap', cron: '* * * * *' })
export class GenerationReapJob implements JobHandlerInstance {
  private readonly logger = new Logger(GenerationReapJob.name);

  constructor(
    private readonly generations: GenerationRepository,
    private readonly settlement: GenerationSettlement,
  ) {}

  /** @throws AggregateError when some could not be ended: the others are, and the job comes again */
  async handle(): Promise<void> {
    const failures: unknown[] = [];
    let last = BEFORE_ALL;
    for (;;) {
      const overdue = await this.generations.listOverdue(last, BATCH);
      for (const { id } of overdue) {
        last = id;
        await this.end(id).catch((error: unknown) => failures.push(error));
      }
      if (overdue.length < BATCH) break;
    }
    if (failures.length > 0)
      throw new AggregateError(failures, 'Generations past their time could not be ended');
  }

  private async end(generationId: string): Promise<void> {
    if (await this.settlement.fail(generationId, new GenerationTimedOutError())) {
      this.logger.warn({ generationId, event: 'generation ended past its time' });
    }
  }
}
