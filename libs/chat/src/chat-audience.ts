import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { Realtime } from '#lib/realtime';
import { ChatRepository } from './chat.repository.js';
import { CHATS, roomOf } from './chat-room.js';

/** How long changes of chats are gathered before their unread counts are told, milliseconds. */
const GATHER_MS = 100;

interface Listener {
  readonly chats: Set<string>;
  /** Chats that were left while the list was read; null when it is there. */
  leftMeanwhile: Set<string> | null;
  readonly loaded: Promise<void>;
}

/**
 * Which connected users are members of which chats, so that those who do not follow a chat hear that it has something new (`chat.unread`),
 * and so that partners hear of each other. It says whom to ask about; what is told is read from the database.
 */
@Injectable()
export class ChatAudience {
  private readonly logger = new Logger(ChatAudience.name);
  private readonly listeners = new Map<string, Listener>();
  private readonly members = new Map<string, Set<string>>();
  private readonly dirty = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  // Changes come out of transactions, whose context must not reach the queries made later.
  private readonly inRootContext = AsyncLocalStorage.snapshot();

  constructor(
    private readonly chats: ChatRepository,
    private readonly realtime: Realtime,
  ) {}

  /** Resolves when the chats of the user are known. Safe to call again. */
  async enter(userId: string): Promise<void> {
    const known = this.listeners.get(userId);
    if (known) return known.loaded;
    const chats = new Set<string>();
    const listener: Listener = {
      chats,
      leftMeanwhile: new Set(),
      loaded: this.load(userId, () => listener),
    };
    this.listeners.set(userId, listener);
    try {
      await listener.loaded;
    } catch (error) {
      if (this.listeners.get(userId) === listener) this.leave(userId);
      throw error;
    }
  }

  /** The user has no socket any more. */
  leave(userId: string): void {
    for (const chatId of this.listeners.get(userId)?.chats ?? []) this.removeMember(chatId, userId);
    this.listeners.delete(userId);
  }

  /** Connected users who share a chat with the user. */
  partnersOf(userId: string): Set<string> {
    const partners = new Set<string>();
    for (const chatId of this.listeners.get(userId)?.chats ?? []) {
      for (const partner of this.members.get(chatId) ?? []) partners.add(partner);
    }
    partners.delete(userId);
    return partners;
  }

  /** These users are members of the chat now. */
  joined(chatId: string, userIds: readonly string[]): void {
    for (const userId of userIds) {
      const listener = this.listeners.get(userId);
      if (!listener) continue;
      listener.leftMeanwhile?.delete(chatId);
      listener.chats.add(chatId);
      this.addMember(chatId, userId);
    }
    this.changed(chatId);
  }

  left(chatId: string, userId: string): void {
    const listener = this.listeners.get(userId);
    listener?.leftMeanwhile?.add(chatId);
    listener?.chats.delete(chatId);
    this.removeMember(chatId, userId);
  }

  closed(chatId: string): void {
    for (const userId of [...(this.members.get(chatId) ?? [])]) this.left(chatId, userId);
    this.dirty.delete(chatId);
  }

  /** Something happened in the chat, or somebody read it: who is connected and does not follow it will be told. */
  changed(chatId: string): void {
    if (!this.members.has(chatId)) return;
    this.dirty.add(chatId);
    this.timer ??= this.inRootContext(() => setTimeout(() => void this.tellAll(), GATHER_MS).unref());
  }

  private async load(userId: string, listener: () => Listener): Promise<void> {
    const chatIds = await this.chats.listIdsOf(userId);
    const { chats, leftMeanwhile } = listener();
    if (this.listeners.get(userId) !== listener()) return;
    for (const chatId of chatIds) {
      if (leftMeanwhile?.has(chatId)) continue;
      chats.add(chatId);
      this.addMember(chatId, userId);
    }
    listener().leftMeanwhile = null;
  }

  private async tellAll(): Promise<void> {
    const chatIds = [...this.dirty];
    this.dirty.clear();
    try {
      for (const chatId of chatIds) await this.tell(chatId);
    } catch (error) {
      this.logger.warn('Unread counts could not be read; they come with the next change', error);
    } finally {
      this.timer = null;
      if (this.dirty.size > 0) this.changed(this.dirty.values().next().value!);
    }
  }

  private async tell(chatId: string): Promise<void> {
    const room = roomOf(chatId);
    const isApart = (userId: string) =>
      this.realtime.socketsOf(userId).some((socket) => socket.namespace === CHATS && !socket.isIn(room));
    const userIds = [...(this.members.get(chatId) ?? [])].filter(isApart);
    if (userIds.length === 0) return;
    for (const { userId, unread, lastSeq } of await this.chats.unreadOf(chatId, userIds)) {
      for (const socket of this.realtime.socketsOf(userId)) {
        if (socket.namespace !== CHATS || !socket.isConnected || socket.isIn(room)) continue;
        socket.emit('chat.unread', { chatId, lastSeq, unread });
      }
    }
  }

  private addMember(chatId: string, userId: string): void {
    const members = this.members.get(chatId);
    if (members) members.add(userId);
    else this.members.set(chatId, new Set([userId]));
  }

  private removeMember(chatId: string, userId: string): void {
    const members = this.members.get(chatId);
    if (members?.delete(userId) && members.size === 0) this.members.delete(chatId);
  }
}
