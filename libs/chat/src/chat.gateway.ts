import { z } from 'zod';
import type { Actor } from '#lib/access';
import {
  type RealtimeSocket,
  type SocketCall,
  SocketEvent,
  type SocketLifecycle,
  SocketNamespace,
} from '#lib/realtime';
import type { ReadState } from './chat.dto.js';
import type { ChatLogPage } from './chat-entry.js';
import { ChatLogService } from './chat-log.service.js';
import { ChatPresence } from './chat-presence.js';
import { idInput, messageTextInput, seqInput } from './chat-text.js';
import { LiveChatService } from './live-chat.service.js';
import { type Message, sendSchema } from './message.dto.js';
import { MessageService } from './message.service.js';
import { ReadStateService } from './read-state.service.js';

const joinSchema = z
  .strictObject({ chatId: idInput, afterSeq: seqInput.optional() })
  .meta({ id: 'ChatJoin' });
const syncSchema = z
  .strictObject({ chatId: idInput, afterSeq: seqInput, limit: z.int().min(1).max(500).default(200) })
  .meta({ id: 'ChatSync' });
const chatSchema = z.strictObject({ chatId: idInput }).meta({ id: 'ChatLeave' });
const editSchema = z
  .strictObject({ chatId: idInput, messageId: idInput, text: messageTextInput })
  .meta({ id: 'MessageEdit' });
const deleteSchema = z.strictObject({ chatId: idInput, messageId: idInput }).meta({ id: 'MessageDelete' });
const readSchema = z.strictObject({ chatId: idInput, seq: seqInput }).meta({ id: 'ChatReadEvent' });
const typingSchema = z.strictObject({ chatId: idInput, typing: z.boolean() }).meta({ id: 'ChatTyping' });

type In<Schema extends z.ZodType> = z.output<Schema>;

/** The events of `/chats`. No rules here: each is one call of the service that stands behind REST too. */
@SocketNamespace('/chats')
export class ChatGateway implements SocketLifecycle {
  constructor(
    private readonly live: LiveChatService,
    private readonly log: ChatLogService,
    private readonly messages: MessageService,
    private readonly reads: ReadStateService,
    private readonly presence: ChatPresence,
  ) {}

  onConnect(socket: RealtimeSocket): Promise<void> {
    return this.presence.entered(socket);
  }

  onDisconnect(socket: RealtimeSocket): void {
    this.presence.left(socket.actor.userId);
  }

  @SocketEvent('chat.join', {
    schema: joinSchema,
    access: 'signed_in',
    summary: 'Follow a chat live; answers what came after afterSeq',
  })
  join(socket: RealtimeSocket, { chatId, afterSeq }: In<typeof joinSchema>, call: SocketCall) {
    return this.live.join(socket, { chatId, afterSeq }, call);
  }

  @SocketEvent('chat.leave', { schema: chatSchema, access: 'signed_in', summary: 'End the live stream' })
  leave(socket: RealtimeSocket, { chatId }: In<typeof chatSchema>): Promise<void> {
    return this.live.leave(socket, chatId);
  }

  @SocketEvent('chat.sync', { schema: syncSchema, access: 'signed_in', summary: 'Read the log after a seq' })
  sync({ actor }: RealtimeSocket, query: In<typeof syncSchema>): Promise<ChatLogPage> {
    return this.log.read(actor, query);
  }

  @SocketEvent('chat.read', { schema: readSchema, access: 'signed_in', summary: 'Say how far one has read' })
  read({ actor }: RealtimeSocket, { chatId, seq }: In<typeof readSchema>): Promise<ReadState> {
    return this.reads.read(actor, chatId, seq);
  }

  @SocketEvent('chat.typing', { schema: typingSchema, access: 'signed_in', summary: 'Show that one types' })
  type(socket: RealtimeSocket, { chatId, typing }: In<typeof typingSchema>): Promise<void> {
    return this.live.type(socket, chatId, typing);
  }

  @SocketEvent('message.send', {
    schema: sendSchema,
    access: 'signed_in',
    summary: 'Send a message; acked after the commit, safe to repeat with the same clientId',
  })
  async send({ actor }: RealtimeSocket, { chatId, ...draft }: In<typeof sendSchema>) {
    return messageOf((await this.messages.send(actor, chatId, draft)).message);
  }

  @SocketEvent('message.edit', { schema: editSchema, access: 'signed_in', summary: 'Change an own message' })
  async edit({ actor }: RealtimeSocket, { text, ...place }: In<typeof editSchema>) {
    return messageOf(await this.messages.edit(actor, place, text));
  }

  @SocketEvent('message.delete', {
    schema: deleteSchema,
    access: 'signed_in',
    summary: 'Take the text out of a message and its older entries',
  })
  async remove({ actor }: { actor: Actor }, place: In<typeof deleteSchema>) {
    return messageOf(await this.messages.remove(actor, place));
  }
}

function messageOf(message: Message): { message: Message } {
  return { message };
}
