import { ServiceUnavailableError } from '#lib/errors';

// Full disk, failing disk, lock held by another process for too long: the caller may try again, the statement is not to blame.
const passing = /^SQLITE_(FULL|IOERR|BUSY|CANTOPEN|PROTOCOL|NOMEM|READONLY_)/;
const lost = /^SQLITE_(IOERR|CANTOPEN|CORRUPT|NOTADB)/;

/** The driver's code of an error, also when TypeORM wrapped it; null for anything else. */
export function sqliteCodeOf(error: unknown): string | null {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return code;
  return driverError === undefined ? null : sqliteCodeOf(driverError);
}

/** What the caller sees: 503 for what passes by itself, everything else as it is. */
export function toCallerError(error: unknown): unknown {
  const code = sqliteCodeOf(error);
  return code !== null && passing.test(code)
    ? new ServiceUnavailableError({ retryAfterMs: 1000, cause: error })
    : error;
}

/** Does this error mean that the file itself cannot be used? */
export function isLost(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code !== null && lost.test(code);
}
