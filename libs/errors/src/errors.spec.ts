import { describe, expect, it } from '@jest/globals';
import { AppError, defineError, InternalError, languageOf, toAppError } from './index.js';

const SoldOutError = defineError('SoldOutError', {
  code: 'merch.sold_out',
  status: 409,
  text: { en: 'Only {left} left of {name}.', ru: 'Осталось только {left}: {name}.' },
});

describe('defineError', () => {
  it('gives a class with code, status, level and texts', () => {
    const error = new SoldOutError({ params: { left: 2, name: 'Map' } });
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ name: 'SoldOutError', code: 'merch.sold_out', status: 409 });
    expect(error.definition.level).toBe('info');
    expect(error.textIn('en')).toBe('Only 2 left of Map.');
    expect(error.textIn('ru')).toBe('Осталось только 2: Map.');
  });

  it('leaves a hole that has no param as it is', () => {
    expect(new SoldOutError().textIn('en')).toBe('Only {left} left of {name}.');
  });

  it('keeps the cause, and tells when to retry in whole seconds', () => {
    const cause = new Error('boom');
    const error = new SoldOutError({ cause, retryAfterMs: 1200, headers: { 'X-Why': 'stock' } });
    expect(error.cause).toBe(cause);
    expect(error.headers).toEqual({ 'Retry-After': '2', 'X-Why': 'stock' });
  });

  it('logs failures of ours louder than those of clients', () => {
    expect(new InternalError().definition.level).toBe('error');
  });
});

describe('toAppError', () => {
  it('hides anything unknown behind internal.error', () => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.1');
    const error = toAppError(cause);
    expect(error.code).toBe('internal.error');
    expect(error.textIn('en')).not.toContain('10.0.0.1');
    expect(error.cause).toBe(cause);
    expect(toAppError(error)).toBe(error);
  });
});

describe('languageOf', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
    ['en;q=0.4, ru;q=0.6', 'ru'],
    ['de, fr', 'en'],
    ['rus', 'en'],
    ['ru;q=0', 'en'],
    [';;;=,,q', 'en'],
  ])('reads %p as %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
