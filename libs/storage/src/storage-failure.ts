import { type AppError, ServiceUnavailableError } from '#lib/errors';

const failuresOfDisk = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ESTALE',
]);

/** Is it the disk that is at fault (full, broken, not ours), and not the call? */
export function isDiskFailure(error: unknown): boolean {
  return failuresOfDisk.has((error as NodeJS.ErrnoException).code ?? '');
}

/** The 503 for a store that is away, full or too slow. */
export function storageUnavailable(cause: unknown): AppError {
  return new ServiceUnavailableError({ params: { dependency: 'storage' }, retryAfterMs: 5000, cause });
}
