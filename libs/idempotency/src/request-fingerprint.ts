import { createHash } from 'node:crypto';
import { ValidationError } from '#lib/errors';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/** What a key is looked for in. */
export interface KeyedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly method: string;
  readonly params: unknown;
  /** `url` is the pattern of the route. */
  readonly routeOptions: { readonly url?: string | undefined };
}

/**
 * The use of a key that a request of `userId` is: who, what, where and the key itself, as one text; null without the header. A slash at the end
 * of the address, escapes and the case of ids are no other place.
 * @throws ValidationError for a key that is none
 */
export function keyScopeOf(request: KeyedRequest, userId: string): string | null {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return null;
  const place = placeOf(request.routeOptions.url ?? '', request.params);
  return sha256([userId, request.method, place, validKey(header)].join('\n'));
}

function validKey(header: string | string[]): string {
  if (typeof header === 'string' && visibleAscii.test(header)) return header;
  throw new ValidationError({
    issues: [
      {
        path: 'Idempotency-Key',
        code: 'invalid_format',
        message: '1 to 255 visible ASCII characters, given once',
      },
    ],
  });
}

function placeOf(route: string, params: unknown): string {
  const values = Object.values((params ?? {}) as Record<string, string>);
  return `${route} ${canonical(values.map((value) => (uuid.test(value) ? value.toLowerCase() : value)))}`;
}

/** The same for the same content, in whatever order the fields came. */
export function hashOfRequest(query: unknown, body: unknown): string {
  return sha256(canonical([query ?? null, body ?? null]));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
