/** What a client asks of some bytes, by RFC 9110: sections 13 (conditions) and 14 (ranges). */
export interface ContentConditions {
  ifNoneMatch: string | undefined;
  ifRange: string | undefined;
  range: string | undefined;
}

/** The bytes to send: all of them, a part (both ends included), none because the client has them, or none because there are none there. */
export type ContentAnswer =
  | { kind: 'whole' }
  | { kind: 'part'; start: number; end: number }
  | { kind: 'not_modified' }
  | { kind: 'unsatisfiable' };

/** Decides what to send of `size` bytes whose strong validator is `etag` (with its quotes). Ranges that are malformed or many are ignored, as 14.2 allows. */
export function answerTo(
  conditions: ContentConditions,
  { etag, size }: { etag: string; size: number },
): ContentAnswer {
  if (conditions.ifNoneMatch !== undefined && matchesWeakly(conditions.ifNoneMatch, etag))
    return { kind: 'not_modified' };
  if (conditions.range === undefined) return { kind: 'whole' };
  if (conditions.ifRange !== undefined && conditions.ifRange !== etag) return { kind: 'whole' };
  const range = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(conditions.range.trim());
  const [, first = '', last = ''] = range ?? [];
  if (first === '' && last === '') return { kind: 'whole' };
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return { kind: 'whole' };
  return start >= size ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}

function matchesWeakly(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}
