import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IDEMPOTENCY_OPTIONS, type IdempotencyOptions } from './idempotency.options.js';

/**
 * Lets clients repeat a POST safely by an `Idempotency-Key` header (CONTRACT, Conventions): the same key and body get the stored 2xx answer
 * with `Idempotency-Replayed: true`; another body 422 `idempotency.mismatch`; while the first still runs 409 `idempotency.in_progress`.
 * Keys belong to user, method and path and are kept for 24 hours. An error frees the key, and so does a crash within 10 s. Without the
 * header, and for anonymous callers, the route just runs. Not for multipart bodies, nor for handlers that write to the reply themselves.
 */
export const Idempotent = (options: IdempotencyOptions = {}) =>
  applyDecorators(
    SetMetadata(IDEMPOTENCY_OPTIONS, options),
    UseInterceptors(IdempotencyInterceptor),
    ApiIdempotencyKey(),
  );

/** Documents the header on a route that looks after its keys itself. */
export const ApiIdempotencyKey = () =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'Repeating the request with the same key and body gives the first answer again, for 24 hours',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });
