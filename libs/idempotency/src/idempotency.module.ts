import { Global, Module } from '@nestjs/common';
import { DatabaseModule } from '#lib/database';
import { IdempotencyPruneJob } from './idempotency-prune.job.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { IdempotencyKeys } from './idempotency-keys.service.js';

/** Gives `@Idempotent()` its store, in every module. */
@Global()
@Module({
  imports: [DatabaseModule.forFeature([IdempotencyKeyEntity])],
  providers: [IdempotencyKeys, IdempotencyPruneJob],
  exports: [IdempotencyKeys],
})
export class IdempotencyModule {}
