import { describe, expect, it } from '@jest/globals';
import { failureText } from './generation.errors.js';

describe('failureText', () => {
  it.each(['generation.provider_failed', 'generation.timed_out', 'generation.source_unavailable'])(
    'speaks both languages for %s',
    (code) => {
      expect(failureText(code, 'kept', 'ru')).toMatch(/Кредиты возвращены/);
      expect(failureText(code, 'kept', 'en')).toMatch(/credits are back/);
    },
  );

  it('gives the kept text for a code from elsewhere', () => {
    expect(failureText('file.quota_exceeded', 'Your storage is full.', 'ru')).toBe('Your storage is full.');
  });
});
