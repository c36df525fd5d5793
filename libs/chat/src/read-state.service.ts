import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Database } from '#lib/database';
import { Realtime } from '#lib/realtime';
import { ChatNotFoundError } from './chat.errors.js';
import { ChatRepository } from './chat.repository.js';
import { ChatAudience } from './chat-audience.js';
import type { ReadState } from './chat.dto.js';
import { ChatMemberRepository } from './chat-member.repository.js';
import { CHATS, roomOf } from './chat-room.js';

/** How far members have read. */
@Injectable()
export class ReadStateService {
  constructor(
    private readonly db: Database,
    private readonly chats: ChatRepository,
    private readonly members: ChatMemberRepository,
    private readonly realtime: Realtime,
    private readonly audience: ChatAudience,
  ) {}

  /**
   * The actor has read up to `seq`; a place beyond the end counts as the end, and reading never goes back. The others hear `chat.read` when
   * something changed.
   * @throws ChatNotFoundError also for strangers
   */
  async read(actor: Actor, chatId: string, seq: number): Promise<ReadState> {
    const { userId } = actor;
    const chat = await this.chats.findOwn(chatId, userId);
    if (!chat) throw new ChatNotFoundError();
    const place = Math.min(seq, chat.lastSeq);
    const isNews = place > chat.readSeq && (await this.members.advanceRead(chatId, userId, place));
    if (isNews) {
      this.db.afterCommit(() => {
        this.realtime.emitToRoom(CHATS, roomOf(chatId), 'chat.read', { chatId, userId, seq: place });
        this.audience.changed(chatId);
      });
    }
    const [state] = await this.chats.unreadOf(chatId, [userId]);
    if (!state) throw new ChatNotFoundError();
    return { seq: state.readSeq, unread: state.unread };
  }
}
