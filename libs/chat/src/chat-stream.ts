import { Injectable } from '@nestjs/common';
import { Realtime, type RealtimeSocket } from '#lib/realtime';
import { ChatAudience } from './chat-audience.js';
import type { ChatSnapshot } from './chat.dto.js';
import type { ChatEntry, MemberChange } from './chat-entry.js';
import { CHATS, roomOf } from './chat-room.js';

/** A socket that is about to follow a chat: what comes in meanwhile is kept for it. */
export interface Following {
  readonly socket: RealtimeSocket;
  readonly kept: ChatEntry[];
  isOver: boolean;
}

/** A chat with something under way; quiet chats have none. */
interface Channel {
  /** Seqs given in transactions of this process that have not ended yet. */
  readonly expected: Set<number>;
  /** Committed entries that wait for an earlier one to be committed or rolled back. */
  ready: ChatEntry[];
  readonly following: Set<Following>;
  waiting: { upTo: number; resolve: () => void }[];
}

/** A client that does not even take its ack gets no more than this kept. */
const MAX_KEPT = 1000;

/**
 * The live side of the log: entries leave this process in the order of their seq, each once to every socket that follows the chat. Postgres
 * may report two commits in the other order than it made them, which is why seqs are announced inside the transaction.
 */
@Injectable()
export class ChatStream {
  private readonly channels = new Map<string, Channel>();

  constructor(
    private readonly realtime: Realtime,
    private readonly audience: ChatAudience,
  ) {}

  /** A seq was given; later entries of the chat wait until it is published or dropped. */
  expect(chatId: string, seq: number): void {
    this.channelOf(chatId).expected.add(seq);
  }

  /** The transaction that expected these was rolled back. */
  drop(chatId: string, seqs: readonly number[]): void {
    const channel = this.channels.get(chatId);
    if (!channel) return;
    for (const seq of seqs) channel.expected.delete(seq);
    this.advance(chatId, channel);
  }

  /** Entries of one chat that are committed. */
  publish(chatId: string, entries: readonly ChatEntry[]): void {
    const channel = this.channelOf(chatId);
    for (const entry of entries) {
      channel.expected.delete(entry.seq);
      channel.ready.push(entry);
    }
    this.advance(chatId, channel);
  }

  /** Keeps what comes for `socket` from here on until `begin`. A newer call for the same socket and chat takes over. */
  follow(socket: RealtimeSocket, chatId: string): Following {
    this.unfollow(socket, chatId);
    const channel = this.channelOf(chatId);
    const following: Following = { socket, kept: [], isOver: false };
    channel.following.add(following);
    return following;
  }

  /** The socket gets nothing of the chat any more, also when it was only about to. */
  unfollow(socket: RealtimeSocket, chatId: string): void {
    const channel = this.channels.get(chatId);
    if (channel) {
      for (const following of channel.following)
        if (following.socket === socket) this.end(channel, following);
      this.forgetIfQuiet(chatId, channel);
    }
    socket.leave(roomOf(chatId));
  }

  /** Resolves when no entry up to `seq` is under way here any more. */
  settled(chatId: string, seq: number): Promise<void> {
    const channel = this.channels.get(chatId);
    if (!channel || !isUnderWay(channel, seq)) return Promise.resolve();
    return new Promise((resolve) => channel.waiting.push({ upTo: seq, resolve }));
  }

  /** Everything after `lastSeq` goes to the socket from now on: first what was kept, then live. */
  begin(following: Following, chatId: string, lastSeq: number): void {
    const { socket, kept, isOver } = following;
    this.abandon(following, chatId);
    if (isOver || !socket.isConnected) return;
    socket.join(roomOf(chatId));
    for (const entry of kept) if (entry.seq > lastSeq) socket.emit('chat.event', entry);
  }

  /** The socket will not follow after all. */
  abandon(following: Following, chatId: string): void {
    const channel = this.channels.get(chatId);
    if (!channel) return;
    this.end(channel, following);
    this.forgetIfQuiet(chatId, channel);
  }

  private advance(chatId: string, channel: Channel): void {
    if (channel.ready.length > 1) channel.ready.sort((one, other) => one.seq - other.seq);
    while (channel.ready.length > 0 && !isExpectedBefore(channel, channel.ready[0]!.seq)) {
      this.deliver(chatId, channel, channel.ready.shift()!);
    }
    if (channel.waiting.length > 0) {
      const still = channel.waiting.filter(({ upTo }) => isUnderWay(channel, upTo));
      const done = channel.waiting.filter((waiter) => !still.includes(waiter));
      channel.waiting = still;
      for (const { resolve } of done) resolve();
    }
    this.forgetIfQuiet(chatId, channel);
  }

  private deliver(chatId: string, channel: Channel, entry: ChatEntry): void {
    for (const following of channel.following) {
      if (following.kept.length >= MAX_KEPT || following.socket.isEnded) this.end(channel, following);
      else following.kept.push(entry);
    }
    this.realtime.emitToRoom(CHATS, roomOf(chatId), 'chat.event', entry);
    if (entry.type === 'chat.created') this.audience.joined(chatId, membersOf(entry.data as ChatSnapshot));
    if (entry.type === 'member.added') this.audience.joined(chatId, [(entry.data as MemberChange).userId]);
    if (entry.type === 'member.removed') this.sendAway(chatId, channel, (entry.data as MemberChange).userId);
    if (entry.type === 'chat.deleted') this.close(chatId, channel);
    else this.audience.changed(chatId);
  }

  /** The removed member has heard of it, and hears nothing more. */
  private sendAway(chatId: string, channel: Channel, userId: string): void {
    for (const following of channel.following) {
      if (following.socket.actor.userId === userId) this.end(channel, following);
    }
    this.realtime.leaveRoom(CHATS, userId, roomOf(chatId));
    this.audience.left(chatId, userId);
  }

  private close(chatId: string, channel: Channel): void {
    for (const following of channel.following) this.end(channel, following);
    this.realtime.closeRoom(CHATS, roomOf(chatId));
    this.audience.closed(chatId);
  }

  private end(channel: Channel, following: Following): void {
    following.isOver = true;
    channel.following.delete(following);
  }

  private channelOf(chatId: string): Channel {
    let channel = this.channels.get(chatId);
    if (!channel) {
      channel = { expected: new Set(), ready: [], following: new Set(), waiting: [] };
      this.channels.set(chatId, channel);
    }
    return channel;
  }

  private forgetIfQuiet(chatId: string, channel: Channel): void {
    const { expected, ready, following, waiting } = channel;
    if (expected.size + ready.length + following.size + waiting.length === 0) this.channels.delete(chatId);
  }
}

function membersOf({ members }: ChatSnapshot): string[] {
  return members.map(({ userId }) => userId);
}

function isExpectedBefore(channel: Channel, seq: number): boolean {
  for (const expected of channel.expected) if (expected < seq) return true;
  return false;
}

function isUnderWay(channel: Channel, upTo: number): boolean {
  for (const expected of channel.expected) if (expected <= upTo) return true;
  return channel.ready.some(({ seq }) => seq <= upTo);
}
