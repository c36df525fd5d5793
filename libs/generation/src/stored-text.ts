import { z } from 'zod';

/** Text that comes back as it was on both engines: without NUL, which Postgres refuses, and halves of surrogate pairs. */
export function storedText(): z.ZodString {
  return z.string().refine((text) => !text.includes('\0') && text.isWellFormed(), {
    error: 'NUL and broken characters are not allowed',
  });
}
