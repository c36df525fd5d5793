export { IdempotencyInProgressError, IdempotencyMismatchError } from './idempotency.errors.js';
export { type Claim, IdempotencyKeys, type StoredAnswer } from './idempotency-keys.service.js';
export { IdempotencyModule } from './idempotency.module.js';
export type { IdempotencyOptions } from './idempotency.options.js';
export { ApiIdempotencyKey, Idempotent } from './idempotent.decorator.js';
export { type KeyedRequest, keyScopeOf } from './request-fingerprint.js';
