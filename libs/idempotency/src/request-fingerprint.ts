import { createHash } from 'node:crypto';

/** What makes two requests the same use of a key: who, what, where. */
export function scopeOf(userId: string, method: string, path: string, key: string): string {
  return sha256([userId, method, path, key].join('\n'));
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
