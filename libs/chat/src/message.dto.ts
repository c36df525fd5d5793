import { z } from 'zod';
import type { MessageRecord } from './message.repository.js';
import { clientIdInput, idInput, messageTextInput, seqQuery } from './chat-text.js';

/** Files one message may carry. */
export const MAX_ATTACHMENTS = 10;

const draftFields = {
  clientId: clientIdInput,
  text: messageTextInput,
  attachmentIds: z
    .array(idInput)
    .max(MAX_ATTACHMENTS)
    .optional()
    .describe('Own files with the purpose `chat`'),
  replyTo: idInput.optional().describe('A message of the same chat'),
};

/** Body of `POST /chats/:id/messages`. */
export const messageDraftSchema = z.strictObject(draftFields).meta({ id: 'MessageDraft' });
export type MessageDraft = z.output<typeof messageDraftSchema>;

/** Payload of `message.send`. */
export const sendSchema = z.strictObject({ chatId: idInput, ...draftFields }).meta({ id: 'MessageSend' });

/** Body of `PATCH /chats/:id/messages/:messageId`. */
export const messagePatchSchema = z.strictObject({ text: messageTextInput }).meta({ id: 'MessagePatch' });
export type MessagePatch = z.output<typeof messagePatchSchema>;

/** Query of `GET /chats/:id/messages`: seqs that are not part of the page themselves. */
export const historyQuery = z.strictObject({
  before: seqQuery.optional().describe('Messages with a smaller seq, the nearest ones'),
  after: seqQuery.optional().describe('Messages with a greater seq, the nearest ones'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type HistoryQuery = z.output<typeof historyQuery>;

/** A file as a message shows it. `url`s are relative, signed and expiring; `variants` empty for what is no picture. */
export const attachmentSchema = z
  .object({
    id: z.uuid(),
    name: z.string().nullable(),
    contentType: z.string(),
    size: z.int(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    thumbhash: z.string().nullable(),
    url: z.string(),
    variants: z.object({ thumb: z.string().optional(), medium: z.string().optional() }),
  })
  .meta({ id: 'Attachment' });
export type Attachment = z.output<typeof attachmentSchema>;

/**
 * A message. `seq` is that of its creation and stays. `text` is null and `attachments` empty once it is deleted; `senderId` is null when
 * the account is gone.
 */
export const messageSchema = z
  .object({
    id: z.uuid(),
    chatId: z.uuid(),
    seq: z.int(),
    clientId: z.string(),
    senderId: z.uuid().nullable(),
    text: z.string().nullable(),
    attachments: z.array(attachmentSchema),
    replyTo: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
    editedAt: z.iso.datetime().nullable(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Message' });
export type Message = z.output<typeof messageSchema>;

/** A page of messages in ascending order. `hasMore`: further ones follow in the direction that was asked for. */
export const messagePageSchema = z.object({ items: z.array(messageSchema), hasMore: z.boolean() });
export type MessagePage = z.output<typeof messagePageSchema>;

const noAttachments: Attachment[] = [];

/** The message as it is shown now. */
export function toMessage(record: MessageRecord, files?: ReadonlyMap<string, Attachment>): Message {
  return {
    id: record.id,
    chatId: record.chatId,
    seq: record.seq,
    clientId: record.clientId,
    senderId: record.senderId,
    text: record.text,
    attachments: record.deletedAt === null ? attachmentsOf(record, files) : noAttachments,
    replyTo: record.replyTo,
    createdAt: isoTime(record.createdAt),
    editedAt: record.editedAt === null ? null : isoTime(record.editedAt),
    deletedAt: record.deletedAt === null ? null : isoTime(record.deletedAt),
  };
}

/** Ids of the files a message came with; files that are gone are among them. */
export function attachmentIdsOf({ attachmentIds }: Pick<MessageRecord, 'attachmentIds'>): string[] {
  return attachmentIds === null ? [] : (JSON.parse(attachmentIds) as string[]);
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function attachmentsOf(record: MessageRecord, files?: ReadonlyMap<string, Attachment>): Attachment[] {
  if (record.attachmentIds === null) return noAttachments;
  return attachmentIdsOf(record).flatMap((id) => files?.get(id) ?? []);
}
