import { randomBytes } from 'node:crypto';

const sane = /^[A-Za-z0-9._:-]{8,128}$/;
const bootPart = randomBytes(6).toString('base64url').replace(/[-_]/g, '0');
let counter = 0;

/**
 * The id of a request: the caller's `X-Request-Id` when it is 8 to 128 harmless characters, else one of ours, unique per process start.
 */
export function requestIdOf(header: string | string[] | undefined): string {
  if (typeof header === 'string' && sane.test(header)) return header;
  counter += 1;
  return `${bootPart}-${counter.toString(36).padStart(6, '0')}`;
}
