import { describe, expect, it } from '@jest/globals';
import type { AppError } from '#lib/errors';
import { commonPasswords } from './common-passwords.js';
import { fitsBcrypt, requireGoodPassword } from './password-policy.js';

const email = 'vera.bridge@example.com';

function refusalOf(password: string): { code: string; status: number; issues: unknown } | null {
  try {
    requireGoodPassword(password, { field: 'newPassword', email });
    return null;
  } catch (error) {
    const { code, status, issues } = error as AppError;
    return { code, status, issues };
  }
}

describe('password policy (T8)', () => {
  it.each([
    ['empty', '', 'too_short'],
    ['7 bytes', 'r4Tq-9x', 'too_short'],
    ['73 bytes', `${'long enough, '.repeat(5)}12345678`, 'too_long'],
    ['37 Cyrillic letters, 74 bytes', 'ялюблюгулятьпогородувечеромбезфонаряд', 'too_long'],
    ['a common one', 'password1', 'too_common'],
    ['a common one in capitals', 'QwErTy123', 'too_common'],
    ['a common Russian one', 'Пароль123', 'too_common'],
    ['one sign', 'zzzzzzzzzzz', 'too_common'],
    ['two signs in turn', 'xyxyxyxyx', 'too_common'],
    ['three signs in turn', '842842842', 'too_common'],
    ['a piece of the alphabet', 'mnopqrstu', 'too_common'],
    ['a row of the keyboard, backwards', 'POIUYTREWQ', 'too_common'],
    ['digits downwards', '87654321', 'too_common'],
    ['the e-mail address', 'Vera.Bridge@example.com', 'is_email'],
    ['the name in the e-mail address', 'vera.bridge', 'is_email'],
  ])('refuses %s', (_, password, code) => {
    expect(refusalOf(password)).toEqual({
      code: 'auth.weak_password',
      status: 400,
      issues: [{ path: 'newPassword', code, message: expect.any(String) }],
    });
  });

  it.each([
    ['8 bytes', 'r4Tq-9xZ'],
    ['72 bytes', `${'long enough, '.repeat(5)}1234567`],
    ['4 emoji, 16 bytes', '🗼🌉🏙🌃'],
    ['a sentence', 'nine quiet bridges'],
    ['a common one with something added', 'password1 of mine'],
  ])('takes %s', (_, password) => {
    expect(refusalOf(password)).toBeNull();
  });

  it('lists common passwords as they are looked up', () => {
    expect(commonPasswords.size).toBeGreaterThan(900);
    for (const password of commonPasswords) expect(password).toBe(password.toLowerCase());
  });

  it('knows what bcrypt would cut', () => {
    expect(fitsBcrypt('x'.repeat(72))).toBe(true);
    expect(fitsBcrypt('x'.repeat(73))).toBe(false);
    expect(fitsBcrypt('я'.repeat(37))).toBe(false);
  });
});
