import { z } from 'zod';
import { pageOf, pageQuery } from '#lib/http';
import { chatRoles } from './chat-role.js';
import { chatTitleInput, idInput, seqInput } from './chat-text.js';
import { isoTime, messageSchema } from './message.dto.js';
import type { ChatRecord } from './chat.repository.js';
import type { MemberRecord } from './chat-member.repository.js';

export const chatTypes = ['direct', 'group'] as const;
export type ChatType = (typeof chatTypes)[number];

/** Most members of a chat. */
export const MAX_MEMBERS = 200;

/** Body of `POST /chats`. The caller is a member in any case and need not be named. */
export const newChatSchema = z
  .strictObject({
    type: z.enum(chatTypes),
    memberIds: z.array(idInput).max(MAX_MEMBERS).describe('direct: the one other person'),
    title: chatTitleInput.optional().describe('Groups only'),
  })
  .superRefine(({ type, memberIds, title }, context) => {
    if (type === 'group') return;
    if (memberIds.length !== 1) {
      context.addIssue({ code: 'custom', path: ['memberIds'], message: 'Name the one other person' });
    }
    if (title !== undefined) {
      context.addIssue({ code: 'custom', path: ['title'], message: 'A direct chat has no title' });
    }
  })
  .meta({ id: 'NewChat' });
export type NewChat = z.output<typeof newChatSchema>;

/** Body of `PATCH /chats/:id`. */
export const chatPatchSchema = z.strictObject({ title: chatTitleInput }).meta({ id: 'ChatPatch' });
export type ChatPatch = z.output<typeof chatPatchSchema>;

/** Body of `POST /chats/:id/members`. Only the owner may name a role. */
export const newMemberSchema = z
  .strictObject({ userId: idInput, role: z.enum(['admin', 'member']).optional().describe('Default: member') })
  .meta({ id: 'NewChatMember' });
export type NewMember = z.output<typeof newMemberSchema>;

/** Body of `POST /chats/:id/read`. */
export const readSchema = z.strictObject({ seq: seqInput }).meta({ id: 'ChatRead' });
export type ReadInput = z.output<typeof readSchema>;

/** How far a member has read; never goes back. `unread` counts other people's messages after it, up to 1,000. */
export const readStateSchema = z.object({ seq: z.int(), unread: z.int() }).meta({ id: 'ChatReadState' });
export type ReadState = z.output<typeof readStateSchema>;

export const chatListQuery = z.strictObject(pageQuery);
export type ChatListQuery = z.output<typeof chatListQuery>;

export const chatParams = z.strictObject({ id: idInput });
export type ChatParams = z.output<typeof chatParams>;
export const memberParams = z.strictObject({ id: idInput, userId: idInput });
export type MemberParams = z.output<typeof memberParams>;
export const messageParams = z.strictObject({ id: idInput, messageId: idInput });
export type MessageParams = z.output<typeof messageParams>;

export const memberSchema = z
  .object({ userId: z.uuid(), role: z.enum(chatRoles), joinedAt: z.iso.datetime(), readSeq: z.int() })
  .meta({ id: 'ChatMember' });
export type Member = z.output<typeof memberSchema>;

const chatFields = {
  id: z.uuid(),
  type: z.enum(chatTypes),
  title: z.string().nullable(),
  createdBy: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

/** A chat as its log holds it: what is the same for everybody. */
export const chatSnapshotSchema = z
  .object({ ...chatFields, members: z.array(memberSchema.omit({ readSeq: true })) })
  .meta({ id: 'ChatSnapshot' });
export type ChatSnapshot = z.output<typeof chatSnapshotSchema>;

/**
 * A chat as one member sees it. `members` are all of them, in a list of chats the first 20 (`memberCount` says how many there are);
 * `role`, `readSeq` and `unread` are the caller's; `activeAt` is the time of the last message.
 */
export const chatSchema = z
  .object({
    ...chatFields,
    members: z.array(memberSchema),
    memberCount: z.int(),
    role: z.enum(chatRoles),
    lastSeq: z.int(),
    readSeq: z.int(),
    unread: z.int(),
    lastMessage: messageSchema.nullable(),
    activeAt: z.iso.datetime(),
  })
  .meta({ id: 'Chat' });
export type Chat = z.output<typeof chatSchema>;
export const chatPageSchema = pageOf(chatSchema);

export function toMember({ userId, role, joinedAt, readSeq }: MemberRecord): Member {
  return { userId, role, joinedAt: isoTime(joinedAt), readSeq };
}

export function toSnapshot(chat: ChatRecord, members: readonly MemberRecord[]): ChatSnapshot {
  return {
    id: chat.id,
    type: chat.type,
    title: chat.title,
    createdBy: chat.createdBy,
    createdAt: isoTime(chat.createdAt),
    updatedAt: isoTime(chat.updatedAt),
    members: members.map(({ userId, role, joinedAt }) => ({ userId, role, joinedAt: isoTime(joinedAt) })),
  };
}
