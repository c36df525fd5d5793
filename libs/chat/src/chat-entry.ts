import { z } from 'zod';
import { chatSnapshotSchema } from './chat.dto.js';
import type { ChatLogRow } from './chat-log.repository.js';
import { chatRoles } from './chat-role.js';
import { type Attachment, isoTime, type Message, messageSchema, toMessage } from './message.dto.js';
import type { MessageRecord } from './message.repository.js';

/** Entries that have a row in `chat_log`; the creation of a message has its row in `messages`. */
export const storedEntryTypes = [
  'chat.created',
  'chat.updated',
  'message.edited',
  'message.deleted',
  'member.added',
  'member.removed',
] as const;
export type StoredEntryType = (typeof storedEntryTypes)[number];

/** `chat.deleted` is the last thing the members of a chat hear; there is no log left to hold it. */
export const entryTypes = [...storedEntryTypes, 'message.created', 'chat.deleted'] as const;
export type EntryType = (typeof entryTypes)[number];

/** Who was added or removed, in which role, and by whom (the same person: left). */
export const memberChangeSchema = z
  .object({ userId: z.uuid(), role: z.enum(chatRoles), by: z.uuid() })
  .meta({ id: 'ChatMemberChange' });
export type MemberChange = z.output<typeof memberChangeSchema>;

/** One change of a chat. The first has seq 1, and there are no gaps. */
export const chatEntrySchema = z
  .object({
    chatId: z.uuid(),
    seq: z.int(),
    type: z.enum(entryTypes),
    data: z.union([
      messageSchema,
      chatSnapshotSchema,
      memberChangeSchema,
      z.object({ id: z.uuid(), by: z.uuid() }),
    ]),
    at: z.iso.datetime(),
  })
  .meta({ id: 'ChatEntry' });
export type ChatEntry = z.output<typeof chatEntrySchema>;

/** A piece of a chat's log. `resync`: the caller's place is not one of this log, so begin anew. */
export interface ChatLogPage {
  events: ChatEntry[];
  lastSeq: number;
  hasMore: boolean;
  resync?: true;
}

/** Files by id, as far as they still exist. */
type Files = ReadonlyMap<string, Attachment>;

/** The entry of a message's creation: the text as it was sent, or none once it is deleted. */
export function createdEntry(record: MessageRecord, files?: Files): ChatEntry {
  const asSent = { ...record, text: record.firstText ?? record.text, editedAt: null };
  return messageEntry('message.created', record.seq, record.createdAt, toMessage(asSent, files));
}

/** The entry of an edit: the text of that edit, or none once the message is deleted. */
export function editedEntry(
  record: MessageRecord,
  edit: { seq: number; text: string | null; at: number },
  files?: Files,
): ChatEntry {
  const asEdited = { ...record, text: edit.text, editedAt: edit.at };
  return messageEntry('message.edited', edit.seq, edit.at, toMessage(asEdited, files));
}

export function deletedEntry(record: MessageRecord, deletion: { seq: number; at: number }): ChatEntry {
  return messageEntry('message.deleted', deletion.seq, deletion.at, toMessage(record));
}

/** The entry of a row of `chat_log` and the message it is about, if any. */
export function storedEntry(row: ChatLogRow, message: MessageRecord | undefined, files?: Files): ChatEntry {
  if (message === undefined) {
    const data = JSON.parse(row.data ?? 'null') as ChatEntry['data'];
    return { chatId: row.chatId, seq: row.seq, type: row.type, data, at: isoTime(row.at) };
  }
  return row.type === 'message.deleted' ? deletedEntry(message, row) : editedEntry(message, row, files);
}

function messageEntry(type: EntryType, seq: number, at: number, data: Message): ChatEntry {
  return { chatId: data.chatId, seq, type, data, at: isoTime(at) };
}
