import { describe, expect, it } from '@jest/globals';
import { answerTo, type ContentAnswer, type ContentConditions } from './content-request.js';

const none: ContentConditions = { ifNoneMatch: undefined, ifRange: undefined, range: undefined };
const content = { etag: '"v1"', size: 100 };

describe('answerTo', () => {
  it.each<[Partial<ContentConditions>, ContentAnswer]>([
    [{}, { kind: 'whole' }],
    [{ range: 'bytes=0-9' }, { kind: 'part', start: 0, end: 9 }],
    [{ range: ' bytes=99- ' }, { kind: 'part', start: 99, end: 99 }],
    [{ range: 'bytes=-1' }, { kind: 'part', start: 99, end: 99 }],
    [{ range: 'bytes=100-' }, { kind: 'unsatisfiable' }],
    [{ range: 'bytes=-0' }, { kind: 'unsatisfiable' }],
    [{ range: 'bytes=0-9, 20-29' }, { kind: 'whole' }],
    [{ range: 'bytes=999999999999999999999-' }, { kind: 'whole' }],
    [
      { range: 'bytes=0-9', ifRange: '"v1"' },
      { kind: 'part', start: 0, end: 9 },
    ],
    [{ range: 'bytes=0-9', ifRange: 'W/"v1"' }, { kind: 'whole' }],
    [{ range: 'bytes=0-9', ifRange: 'Fri, 20 Nov 2026 11:00:00 GMT' }, { kind: 'whole' }],
    [{ ifNoneMatch: '"v1"', range: 'bytes=100-' }, { kind: 'not_modified' }],
    [{ ifNoneMatch: 'W/"v0" , W/"v1"' }, { kind: 'not_modified' }],
    [{ ifNoneMatch: ' * ' }, { kind: 'not_modified' }],
    [{ ifNoneMatch: '"v0"' }, { kind: 'whole' }],
  ])('%j', (conditions, answer) => {
    expect(answerTo({ ...none, ...conditions }, content)).toEqual(answer);
  });

  it('has no part of nothing', () => {
    expect(answerTo({ ...none, range: 'bytes=0-' }, { etag: '"v1"', size: 0 })).toEqual({
      kind: 'unsatisfiable',
    });
    expect(answerTo({ ...none, range: 'bytes=-5' }, { etag: '"v1"', size: 0 })).toEqual({
      kind: 'unsatisfiable',
    });
  });
});
