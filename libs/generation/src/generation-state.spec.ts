import { describe, expect, it } from '@jest/globals';
import {
  canPass,
  generationStatuses,
  type GenerationTransition,
  generationTransitions,
  isFinal,
} from './generation-state.js';

const allowed: Record<GenerationTransition, string[]> = {
  start: ['queued', 'running'],
  succeed: ['running'],
  fail: ['queued', 'running'],
  cancel: ['queued', 'running'],
};

describe('generation states', () => {
  const transitions = Object.keys(generationTransitions) as GenerationTransition[];

  it.each(transitions.flatMap((transition) => generationStatuses.map((status) => ({ transition, status }))))(
    '$transition from $status',
    ({ transition, status }) => {
      expect(canPass(status, transition)).toBe(allowed[transition].includes(status));
    },
  );

  it('ends in exactly three states, and nothing leads out of them', () => {
    expect(generationStatuses.filter(isFinal)).toEqual(['succeeded', 'failed', 'canceled']);
  });

  it('reaches every state but the first by some transition', () => {
    const reached = new Set(transitions.map((transition) => generationTransitions[transition].to));
    expect(generationStatuses.filter((status) => !reached.has(status as never))).toEqual(['queued']);
  });
});
