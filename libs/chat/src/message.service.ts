import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { Attachments } from './attachments.service.js';
import {
  ChatNotFoundError,
  MessageDeletedError,
  MessageForbiddenError,
  MessageNotFoundError,
} from './chat.errors.js';
import { ChatRepository } from './chat.repository.js';
import { ChatChange, type HeldChat } from './chat-change.js';
import { deletedEntry, editedEntry } from './chat-entry.js';
import { ChatLogRepository } from './chat-log.repository.js';
import { roleAllows } from './chat-role.js';
import {
  type HistoryQuery,
  type Message,
  type MessageDraft,
  type MessagePage,
  toMessage,
} from './message.dto.js';
import { type MessageRecord, MessageRepository } from './message.repository.js';
import { MessageQueue } from './message-queue.js';

/** A message of a chat. */
export interface MessagePlace {
  chatId: string;
  messageId: string;
}

const noIds: readonly string[] = [];

/** Messages: sending, history, edit, delete (QA5). The same methods stand behind REST and sockets. */
@Injectable()
export class MessageService {
  constructor(
    private readonly chats: ChatRepository,
    private readonly messages: MessageRepository,
    private readonly log: ChatLogRepository,
    private readonly changes: ChatChange,
    private readonly queue: MessageQueue,
    private readonly attachments: Attachments,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a message; it is durable when this resolves. The same `clientId` again, at the same moment or later and with whatever text, gives
   * the first message and `isNew: false`.
   * @throws ChatNotFoundError also for strangers
   * @throws MessageNotFoundError when `replyTo` is no message of the chat
   * @throws ValidationError when an attachment is not an own file for chats
   */
  async send(
    actor: Actor,
    chatId: string,
    draft: MessageDraft,
  ): Promise<{ message: Message; isNew: boolean }> {
    const { clientId, text, attachmentIds = noIds, replyTo = null } = draft;
    const files = await this.attachments.requireOwn(actor, attachmentIds);
    const outgoing = { chatId, senderId: actor.userId, clientId, text, attachmentIds, files, replyTo };
    const outcome = await this.queue.send(outgoing);
    switch (outcome.kind) {
      case 'stored':
        return { message: outcome.entry.data as Message, isNew: true };
      case 'known':
        return { message: await this.show(outcome.record), isNew: false };
      case 'refused':
        throw outcome.error;
    }
  }

  /** A page of messages in ascending order; without `before` and `after` the latest. @throws ChatNotFoundError */
  async list(actor: Actor, chatId: string, { before, after, limit }: HistoryQuery): Promise<MessagePage> {
    const chat = await this.chats.findOwn(chatId, actor.userId);
    if (!chat) throw new ChatNotFoundError();
    const end = before ?? chat.lastSeq + 1;
    const found =
      after !== undefined
        ? await this.messages.listAfter(chatId, after, end - 1, limit + 1)
        : (await this.messages.listBefore(chatId, end, 0, limit + 1)).reverse();
    const hasMore = found.length > limit;
    const page = !hasMore ? found : after !== undefined ? found.slice(0, limit) : found.slice(1);
    const files = await this.attachments.of(page);
    return { items: page.map((message) => toMessage(message, files)), hasMore };
  }

  /**
   * Changes the text of an own message. The same text again changes nothing.
   * @throws ChatNotFoundError, MessageNotFoundError, MessageForbiddenError
   * @throws MessageDeletedError
   */
  async edit(actor: Actor, { chatId, messageId }: MessagePlace, text: string): Promise<Message> {
    const edited = await this.changes.run(chatId, actor.userId, async (held) => {
      const message = await this.get(chatId, messageId);
      if (message.senderId !== actor.userId) throw new MessageForbiddenError();
      if (message.deletedAt !== null) throw new MessageDeletedError();
      if (message.text === text) return message;
      const at = this.clock.now();
      const files = await this.attachments.of([message]);
      await this.messages.edit(messageId, text, at);
      await held.appendMessage({ type: 'message.edited', messageId, text, at }, (seq) =>
        editedEntry(message, { seq, text, at }, files),
      );
      return { ...message, text, editedAt: at };
    });
    return this.show(edited);
  }

  /**
   * Takes the text and the attachments out of a message and of every entry about it. Deleting again changes nothing.
   * @throws ChatNotFoundError, MessageNotFoundError
   * @throws MessageForbiddenError for other people's, but who moderates the chat may
   */
  async remove(actor: Actor, { chatId, messageId }: MessagePlace): Promise<Message> {
    return this.changes.run(chatId, actor.userId, async (held) => {
      const message = await this.get(chatId, messageId);
      this.requireMayDelete(actor, message, held);
      if (message.deletedAt !== null) return toMessage(message);
      const at = this.clock.now();
      const gone = { ...message, text: null, firstText: null, attachmentIds: null, deletedAt: at };
      await this.messages.markDeleted(messageId, at);
      await this.log.forgetTexts(messageId);
      await held.appendMessage({ type: 'message.deleted', messageId, text: null, at }, (seq) =>
        deletedEntry(gone, { seq, at }),
      );
      return toMessage(gone);
    });
  }

  private requireMayDelete(actor: Actor, message: MessageRecord, { chat }: HeldChat): void {
    if (message.senderId === actor.userId || roleAllows(chat.role, 'delete_messages')) return;
    throw new MessageForbiddenError();
  }

  private async get(chatId: string, messageId: string): Promise<MessageRecord> {
    const message = await this.messages.find(chatId, messageId);
    if (!message) throw new MessageNotFoundError();
    return message;
  }

  private async show(record: MessageRecord): Promise<Message> {
    return toMessage(record, await this.attachments.of([record]));
  }
}
