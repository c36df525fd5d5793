import { defineError } from '#lib/errors';

export const IdempotencyMismatchError = defineError('IdempotencyMismatchError', {
  code: 'idempotency.mismatch',
  status: 422,
  level: 'silent',
  text: {
    en: 'This idempotency key was used for another request.',
    ru: 'Этот ключ идемпотентности уже использован для другого запроса.',
  },
});

export const IdempotencyInProgressError = defineError('IdempotencyInProgressError', {
  code: 'idempotency.in_progress',
  status: 409,
  level: 'silent',
  text: {
    en: 'The first request with this idempotency key is still running.',
    ru: 'Первый запрос с этим ключом идемпотентности ещё выполняется.',
  },
});
