import { z } from 'zod';
import { pageOf, pageQuery } from '#lib/http';
import { userLocales } from './user-record.js';

// Postgres refuses NUL in texts, halves of characters come back as other ones; the rest makes a name or a log line look like something else.
const oneLine = /^[^\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]*$/u;
const manyLines = /^(?:[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]|[\n\r\t])*$/u;

/** An e-mail address; kept in lower case, at most 254 characters. */
export const emailInput = z.email().max(254).toLowerCase();

/** A name to be called by: 1 to 80 characters on one line, trimmed. */
export const displayNameInput = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(oneLine, 'Control characters are not allowed');

/** Body of `PATCH /profile`: what is absent stays, null clears. Everything else about an account is read-only here. */
export const profilePatchSchema = z
  .strictObject({
    displayName: displayNameInput.optional(),
    bio: z
      .string()
      .trim()
      .max(1000)
      .regex(manyLines, 'Control characters are not allowed')
      .nullable()
      .optional(),
    instagram: z
      .string()
      .regex(/^[A-Za-z0-9._]{1,30}$/, 'Letters, digits, dots and underscores, without @')
      .nullable()
      .optional(),
    locale: z.enum(userLocales).optional(),
    avatarFileId: z.uuid().toLowerCase().nullable().optional().describe('An image file of the caller'),
  })
  .meta({ id: 'ProfilePatch' });
export type ProfilePatch = z.output<typeof profilePatchSchema>;

/** Query of `GET /users`. */
export const userSearchSchema = z.strictObject({
  query: z
    .string()
    .trim()
    .max(254)
    .regex(oneLine, 'Control characters are not allowed')
    .optional()
    .describe('Part of the e-mail address or name'),
  ...pageQuery,
});
export type UserSearch = z.output<typeof userSearchSchema>;

/** `:id` of a user. Any text: what is no id answers 404 as a missing user does. */
export const userParams = z.strictObject({ id: z.string() });
export type UserParams = z.output<typeof userParams>;

/** An account as its holder and staff see it. `credits` is what can be spent now. */
export const userSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    displayName: z.string(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
    emailVerified: z.boolean(),
    avatarUrl: z.string().nullable(),
    bio: z.string().nullable(),
    instagram: z.string().nullable(),
    credits: z.int(),
    locale: z.enum(userLocales),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' });
export type User = z.output<typeof userSchema>;

/** An account as other people see it. */
export const publicUserSchema = z
  .object({
    id: z.uuid(),
    displayName: z.string(),
    avatarUrl: z.string().nullable(),
    bio: z.string().nullable(),
  })
  .meta({ id: 'PublicUser' });
export type PublicUser = z.output<typeof publicUserSchema>;

/** Answer of `GET /users`. */
export const userPageSchema = pageOf(userSchema).meta({ id: 'UserPage' });
