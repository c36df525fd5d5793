import { z } from 'zod';
import { pageOf } from '#lib/http';
import type { SessionRecord } from './session.repository.js';

/** `:id` of a session. Any text: what is no id answers 404 as a missing session does. */
export const sessionParams = z.strictObject({ id: z.string() });
export type SessionParams = z.output<typeof sessionParams>;

/** A signed-in device of the caller. */
export const sessionSchema = z
  .object({
    id: z.uuid(),
    current: z.boolean().describe('The one this request came through'),
    userAgent: z.string().nullable(),
    ip: z.string().nullable(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().describe('Sign-in or last refresh'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.output<typeof sessionSchema>;

export const sessionPageSchema = pageOf(sessionSchema).meta({ id: 'SessionPage' });

/** The answer for one session; `currentId` is the session of the asking token. */
export function sessionView(session: SessionRecord, currentId: string): SessionView {
  return {
    id: session.id,
    current: session.id === currentId,
    userAgent: session.userAgent,
    ip: session.ip,
    createdAt: new Date(session.createdAt).toISOString(),
    lastUsedAt: new Date(session.lastUsedAt).toISOString(),
    expiresAt: new Date(session.expiresAt).toISOString(),
  };
}
