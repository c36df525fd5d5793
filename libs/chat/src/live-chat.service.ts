import { Injectable } from '@nestjs/common';
import { Realtime, type RealtimeSocket, type SocketCall } from '#lib/realtime';
import { ChatNotFoundError } from './chat.errors.js';
import { ChatRepository } from './chat.repository.js';
import type { ChatLogPage } from './chat-entry.js';
import { ChatLogService } from './chat-log.service.js';
import { CHATS, roomOf } from './chat-room.js';
import { ChatStream } from './chat-stream.js';

/** Entries that `chat.join` answers at most; `chat.sync` brings the rest. */
export const JOIN_LIMIT = 200;

/** What only sockets can do: follow a chat live, and type. */
@Injectable()
export class LiveChatService {
  constructor(
    private readonly chats: ChatRepository,
    private readonly log: ChatLogService,
    private readonly stream: ChatStream,
    private readonly realtime: Realtime,
  ) {}

  /**
   * The socket follows the chat from the answered `lastSeq` on: listening begins before the log is read, and what came meanwhile is sent
   * behind the ack, so that there is neither hole nor overlap.
   * @throws ChatNotFoundError also for strangers
   */
  async join(
    socket: RealtimeSocket,
    { chatId, afterSeq }: { chatId: string; afterSeq: number | undefined },
    call: SocketCall,
  ): Promise<ChatLogPage> {
    const following = this.stream.follow(socket, chatId);
    try {
      const page = await this.log.read(socket.actor, { chatId, afterSeq, limit: JOIN_LIMIT });
      // What is read as committed may still be on its way to the others.
      await this.stream.settled(chatId, page.lastSeq);
      call.afterAck(() => this.stream.begin(following, chatId, page.lastSeq));
      return page;
    } catch (error) {
      this.stream.abandon(following, chatId);
      throw error;
    }
  }

  /** Ends the live stream; membership stays. @throws ChatNotFoundError when the socket does not follow it and the user is no member */
  async leave(socket: RealtimeSocket, chatId: string): Promise<void> {
    await this.requireMember(socket, chatId);
    this.stream.unfollow(socket, chatId);
  }

  /** Tells the others who follow the chat. @throws ChatNotFoundError also for strangers */
  async type(socket: RealtimeSocket, chatId: string, typing: boolean): Promise<void> {
    await this.requireMember(socket, chatId);
    const { userId } = socket.actor;
    const except = this.realtime.socketsOf(userId).map(({ id }) => id);
    this.realtime.emitToRoom(CHATS, roomOf(chatId), 'chat.typing', { chatId, userId, typing }, { except });
  }

  /** A socket in the room is a member's: who is removed leaves it at once. */
  private async requireMember(socket: RealtimeSocket, chatId: string): Promise<void> {
    if (socket.isIn(roomOf(chatId))) return;
    if (!(await this.chats.findOwn(chatId, socket.actor.userId))) throw new ChatNotFoundError();
  }
}
