import { describe, expect, it } from '@jest/globals';
import { repository, runGate } from './planted-tree.js';

const refused = [
  'a message in plain words',
  'wip: half of it',
  'feat(storage):',
  `feat: ${'a subject that goes on and on '.repeat(5)}`,
];
const accepted = [
  'feat(chat): resume by sequence (QA5)',
  'fix: SQLite rolled a stranger back (A1)\n\nWhy it happened, on a line as long as it needs to be, because a reader of the history wants the reason and not a column limit.',
];

describe('commit gate', () => {
  it.each(refused)('refuses: %s', async (message) => {
    const { exitCode } = await runGate(repository, 'commitlint', [], message);
    expect(exitCode).toBe(1);
  });

  it.each(accepted)('accepts: %s', async (message) => {
    const { exitCode, output } = await runGate(repository, 'commitlint', [], message);
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
  });
});
