import { z } from 'zod';
import { displayNameInput, emailInput, userSchema } from '#lib/users';

// How good a password must be is the policy's to say, with a code of its own; here only what can be handled at all.
const newPassword = z.string().max(1024).describe('8 to 72 bytes, none of the common ones');
const password = z.string().min(1).max(1024);

/** Body of `POST /auth/register`. */
export const registerSchema = z
  .strictObject({ email: emailInput, password: newPassword, displayName: displayNameInput })
  .meta({ id: 'Registration' });
export type Registration = z.output<typeof registerSchema>;

/** Body of `POST /auth/login`. */
export const loginSchema = z.strictObject({ email: emailInput, password }).meta({ id: 'Login' });
export type Login = z.output<typeof loginSchema>;

/** Body of `POST /auth/refresh`. */
export const refreshSchema = z
  .strictObject({ refreshToken: z.string().min(1).max(4096) })
  .meta({ id: 'Refresh' });
export type Refresh = z.output<typeof refreshSchema>;

/** Body of `POST /auth/password/change`. */
export const passwordChangeSchema = z
  .strictObject({ currentPassword: password, newPassword })
  .meta({ id: 'PasswordChange' });
export type PasswordChange = z.output<typeof passwordChangeSchema>;

/** What a client signs its requests with. `expiresIn` is seconds of the access token. */
export const tokensSchema = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string(),
    tokenType: z.literal('Bearer'),
    expiresIn: z.int(),
  })
  .meta({ id: 'Tokens' });
export type Tokens = z.output<typeof tokensSchema>;

/** Answer of registration and login. */
export const signedInSchema = tokensSchema.extend({ user: userSchema }).meta({ id: 'SignedIn' });
export type SignedInAnswer = z.output<typeof signedInSchema>;
