import type { FieldIssue } from '#lib/errors';
import { WeakPasswordError } from '../auth.errors.js';
import { commonPasswords } from './common-passwords.js';

const MIN_BYTES = 8;
/** bcrypt reads no further: more would be cut, so that two passwords open one account (T8). */
const MAX_BYTES = 72;
const MAX_REPEATING_UNIT = 3;
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'йцукенгшщзхъ',
  'фывапролджэ',
];

/**
 * Refuses passwords that are too short, too long, or among the first that anybody would try.
 * @param field the path of the password in the input, for `issues`
 * @throws WeakPasswordError
 */
export function requireGoodPassword(
  password: string,
  { field, email }: { field: string; email: string },
): void {
  const issue = weaknessOf(password, email);
  if (issue) throw new WeakPasswordError({ issues: [{ path: field, ...issue }] });
}

/** Does bcrypt read all of it? What is longer never matches. */
export function fitsBcrypt(password: string): boolean {
  return Buffer.byteLength(password) <= MAX_BYTES;
}

function weaknessOf(password: string, email: string): Omit<FieldIssue, 'path'> | null {
  const bytes = Buffer.byteLength(password);
  if (bytes < MIN_BYTES) return { code: 'too_short', message: `At least ${MIN_BYTES} bytes` };
  if (bytes > MAX_BYTES) return { code: 'too_long', message: `At most ${MAX_BYTES} bytes` };
  const lower = password.toLowerCase();
  if (lower === email || lower === email.slice(0, email.indexOf('@'))) {
    return { code: 'is_email', message: 'Not the e-mail address' };
  }
  if (commonPasswords.has(lower) || isRepetition(lower) || isRun(lower)) {
    return { code: 'too_common', message: 'This password is among the first to be guessed' };
  }
  return null;
}

/** `aaaaaaaa`, `abababab`, `12312312`. */
function isRepetition(text: string): boolean {
  for (let unit = 1; unit <= MAX_REPEATING_UNIT; unit++) {
    if (text === text.slice(0, unit).repeat(text.length).slice(0, text.length)) return true;
  }
  return false;
}

/** A piece of the alphabet, of the digits or of a row of the keyboard, forwards or backwards. */
function isRun(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return rows.some((row) => row.includes(text) || row.includes(backwards));
}
