import { z } from 'zod';

/** Largest message, in Unicode characters (not UTF-16 units: an emoji is one). */
export const MAX_TEXT = 4000;

// Postgres cannot store NUL, and half a surrogate pair would come back as something else than the sender's other devices saw.
const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
const storable = { error: 'NUL and broken characters are not allowed' };

/** The text of a message: 1 to 4,000 characters, kept as it is. */
export const messageTextInput = z
  .string()
  .min(1)
  .refine(isStorable, storable)
  .refine(
    (text) => text.length <= MAX_TEXT || (text.length <= MAX_TEXT * 2 && [...text].length <= MAX_TEXT),
    {
      error: `At most ${MAX_TEXT} characters`,
    },
  )
  .meta({ maxLength: MAX_TEXT });

/** The sender's own name for a message, by which sending is idempotent. */
export const clientIdInput = z
  .string()
  .min(1)
  .max(64)
  .refine(isStorable, storable)
  .describe("The sender's own id of the message, unique per sender and chat: sending it again is safe");

/** The title of a group: 1 to 120 characters on one line, trimmed. */
export const chatTitleInput = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u, 'Control characters are not allowed')
  .refine(isStorable, storable);

/** An id of ours in any case. */
export const idInput = z.uuid().toLowerCase();

/** A place in a chat's log. */
export const seqInput = z.int().min(0);

/** The same in a query. */
export const seqQuery = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
