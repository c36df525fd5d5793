import { AppError, ServiceUnavailableError } from '#lib/errors';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);
// Connection exceptions, but not 08P01, which a wrong number of parameters causes; the server shuts down or starts.
const lostStates = /^(0800\d|57P0\d)$/;
const lostMessages =
  /^(Connection terminated|Client has encountered a connection error|Query read timeout|Client was closed|The server does not support)/;

/** SQLSTATE, or the code of a network error, also when TypeORM wrapped it; null for anything else. */
export function postgresCodeOf(error: unknown): string | null {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string') return code;
  return driverError === undefined ? null : postgresCodeOf(driverError);
}

/** The connection is gone, or the server goes or comes: what ran on it did not commit by itself. */
export function isConnectionLost(error: unknown): boolean {
  const code = postgresCodeOf(error);
  if (code !== null && (networkCodes.has(code) || lostStates.test(code))) return true;
  return lostMessages.test(messageOf(error));
}

/** Every connection is in use and stayed so for as long as callers wait. */
export function isPoolExhausted(error: unknown): boolean {
  return messageOf(error).startsWith('timeout exceeded when trying to connect');
}

/** Serialization failure or deadlock: the same work may succeed when repeated. */
export function isSerializationFailure(error: unknown): boolean {
  const code = postgresCodeOf(error);
  return code === '40001' || code === '40P01';
}

/** A migration changed a table under a prepared statement of this connection. */
export function isStalePlan(error: unknown): boolean {
  return postgresCodeOf(error) === '0A000' && messageOf(error).includes('cached plan');
}

/** What the caller sees: 503 for what passes by itself (class 53: resources, 57014: statement timeout), everything else as it is. */
export function toCallerError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = postgresCodeOf(error) ?? '';
  const isPassing =
    isConnectionLost(error) ||
    isPoolExhausted(error) ||
    isSerializationFailure(error) ||
    code.startsWith('53') ||
    code === '57014' ||
    code === '55P03';
  return isPassing ? new ServiceUnavailableError({ retryAfterMs: 1000, cause: error }) : error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
