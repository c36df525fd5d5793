import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { ChatNotFoundError } from './chat.errors.js';
import { type ChatRecord, ChatRepository, type OwnChatRecord } from './chat.repository.js';
import type { ChatEntry, MemberChange } from './chat-entry.js';
import { type ChatLogRow, ChatLogRepository } from './chat-log.repository.js';
import { ChatStream } from './chat-stream.js';
import { type ChatSnapshot, toSnapshot } from './chat.dto.js';
import { ChatMemberRepository } from './chat-member.repository.js';
import { isoTime } from './message.dto.js';

/** What an entry holds; seq and row are the log's business. */
export type NewEntry =
  | { type: 'chat.created' | 'chat.updated'; data: ChatSnapshot }
  | { type: 'member.added' | 'member.removed'; data: MemberChange };

/** A chat that this transaction holds, and the end of its log. */
export interface HeldChat {
  readonly chat: OwnChatRecord;
  /** Writes an entry with the next seq, which it answers. */
  append(entry: NewEntry, now: number): Promise<number>;
  /** The same for an entry of a message, whose live form `entryAt` makes. */
  appendMessage(row: MessageRow, entryAt: (seq: number) => ChatEntry): Promise<number>;
  /** Members and title changed: an entry that shows the chat as it is now. */
  appendUpdated(now: number): Promise<number>;
  /** Tells the members without writing: the log ends with the chat. */
  announce(entry: ChatEntry): void;
}

type MessageRow = Pick<ChatLogRow, 'type' | 'messageId' | 'text' | 'at'>;

/**
 * Every change of a chat but sending: holds the chat, gives seqs, writes entries, and hands them to the live stream after the commit. The
 * chat row is the lock, so that the seqs of a chat are committed in their order.
 */
@Injectable()
export class ChatChange {
  constructor(
    private readonly db: Database,
    private readonly chats: ChatRepository,
    private readonly members: ChatMemberRepository,
    private readonly log: ChatLogRepository,
    private readonly stream: ChatStream,
  ) {}

  /** Runs `work` on the chat as `userId`'s. @throws ChatNotFoundError also when they are no member (any more) */
  run<T>(chatId: string, userId: string, work: (held: HeldChat) => Promise<T>): Promise<T> {
    return this.transact(chatId, async (begin) => {
      // Two looks: only the second one, with the chat held, sees members as they are now.
      const chat = (await this.chats.lock(chatId)) ? await this.chats.findOwn(chatId, userId) : null;
      if (!chat) throw new ChatNotFoundError();
      return work(begin(chat));
    });
  }

  /** Begins the log of a chat whose row `insert` writes; null when it says that there is such a chat already. */
  create(
    chat: ChatRecord,
    role: OwnChatRecord['role'],
    insert: () => Promise<boolean>,
  ): Promise<HeldChat['chat'] | null> {
    return this.transact(chat.id, async (begin) => {
      if (!(await insert())) return null;
      const held = begin({ ...chat, lastSeq: 0, role, readSeq: 0 });
      await this.appendSnapshot(held, 'chat.created', chat.createdAt);
      return { ...held.chat, lastSeq: 1 };
    });
  }

  private async transact<T>(
    chatId: string,
    work: (begin: (chat: OwnChatRecord) => HeldChat) => Promise<T>,
  ): Promise<T> {
    // Within somebody else's transaction its end is not seen from here, so nobody may wait for it.
    const isOrdered = !this.db.isInTransaction;
    const entries: ChatEntry[] = [];
    const forget = () => {
      if (isOrdered)
        this.stream.drop(
          chatId,
          entries.map(({ seq }) => seq),
        );
      entries.length = 0;
    };
    try {
      return await this.db.transaction(async () => {
        // Once more after a serialization failure.
        forget();
        const result = await work((chat) => this.hold(chat, entries, isOrdered));
        const last = entries.at(-1);
        if (last && last.type !== 'chat.deleted') await this.chats.setLastSeq(chatId, last.seq);
        if (last) this.db.afterCommit(() => this.stream.publish(chatId, entries));
        return result;
      });
    } catch (error) {
      forget();
      throw error;
    }
  }

  private hold(chat: OwnChatRecord, entries: ChatEntry[], isOrdered: boolean): HeldChat {
    const take = (entry: ChatEntry): number => {
      if (isOrdered) this.stream.expect(chat.id, entry.seq);
      entries.push(entry);
      return entry.seq;
    };
    const nextSeq = () => (entries.at(-1)?.seq ?? chat.lastSeq) + 1;
    const held: HeldChat = {
      chat,
      append: async ({ type, data }, now) => {
        const row = { chatId: chat.id, seq: nextSeq(), type, data: JSON.stringify(data), at: now };
        await this.log.insert({ ...row, messageId: null, text: null });
        return take({ chatId: chat.id, seq: row.seq, type, data, at: isoTime(now) });
      },
      appendMessage: async (row, entryAt) => {
        const seq = nextSeq();
        await this.log.insert({ ...row, chatId: chat.id, seq, data: null });
        return take(entryAt(seq));
      },
      appendUpdated: (now) => this.appendSnapshot(held, 'chat.updated', now),
      announce: (entry) => void take(entry),
    };
    return held;
  }

  private async appendSnapshot(
    held: HeldChat,
    type: 'chat.created' | 'chat.updated',
    now: number,
  ): Promise<number> {
    const { id } = held.chat;
    const chat = type === 'chat.created' ? held.chat : await this.current(held.chat);
    return held.append({ type, data: toSnapshot(chat, await this.members.list(id)) }, now);
  }

  private async current(chat: OwnChatRecord): Promise<ChatRecord> {
    return (await this.chats.find(chat.id)) ?? chat;
  }
}
