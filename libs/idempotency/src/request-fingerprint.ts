import { createHash } from 'node:crypto';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What makes two requests the same use of a key: who, what, where. */
export function scopeOf(userId: string, method: string, place: string, key: string): string {
  return sha256([userId, method, place, key].join('\n'));
}

/** Where a request goes, however its address was written: a slash at the end, escapes and the case of ids are no other place. */
export function placeOf(route: string, params: unknown): string {
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
