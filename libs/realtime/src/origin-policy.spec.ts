import { describe, expect, it } from '@jest/globals';
import { OriginPolicy } from './origin-policy.js';

describe('OriginPolicy', () => {
  const cases: [string, string[], string | undefined, boolean][] = [
    ['no origin', [], undefined, true],
    ['our own page', [], 'http://api.example:3000', true],
    ['our own page behind TLS', [], 'https://api.example:3000', true],
    ['our host on another port', [], 'http://api.example:4000', false],
    ['a page that is listed', ['https://app.example/'], 'https://app.example', true],
    ['a page that only begins alike', ['https://app.example'], 'https://app.example.evil', false],
    ['a stranger', ['https://app.example'], 'https://evil.example', false],
    ['a page without an origin of its own', [], 'null', false],
    ['anybody where all are listed', ['*'], 'https://evil.example', true],
  ];

  it.each(cases)('%s', (_name, allowed, origin, isAdmitted) => {
    const headers = { host: 'api.example:3000', ...(origin === undefined ? {} : { origin }) };
    expect(new OriginPolicy(allowed).admits({ headers })).toBe(isAdmitted);
  });
});
