import { type JobHandlerInstance, ScheduledJob } from '#lib/jobs';
import { IdempotencyKeys } from './idempotency-keys.service.js';

/** Removes keys whose answers are no longer replayed. */
@ScheduledJob({ name: 'idempotency.prune', cron: '43 * * * *', concurrency: 1 })
export class IdempotencyPruneJob implements JobHandlerInstance {
  constructor(private readonly keys: IdempotencyKeys) {}

  async handle(): Promise<void> {
    await this.keys.removeExpired();
  }
}
