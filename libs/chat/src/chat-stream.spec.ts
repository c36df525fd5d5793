import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Realtime, RealtimeSocket, SocketCall } from '#lib/realtime';
import type { ChatAudience } from './chat-audience.js';
import type { ChatEntry } from './chat-entry.js';
import type { ChatLogService } from './chat-log.service.js';
import { ChatStream } from './chat-stream.js';
import type { ChatRepository } from './chat.repository.js';
import { LiveChatService } from './live-chat.service.js';

const CHAT = 'c1';

/** A socket whose rooms and entries are kept in lists. */
class FakeSocket {
  readonly rooms = new Set<string>();
  readonly got: number[] = [];
  isConnected = true;
  isEnded = false;

  constructor(readonly actor: { userId: string }) {}

  join(room: string): void {
    this.rooms.add(room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
  }

  isIn(room: string): boolean {
    return this.rooms.has(room);
  }

  emit(_event: string, entry: ChatEntry): void {
    this.got.push(entry.seq);
  }
}

function anEntry(seq: number, type: ChatEntry['type'] = 'message.created', userId = 'boris'): ChatEntry {
  const data = type === 'member.removed' ? { userId, role: 'member', by: 'vera' } : { id: `m${seq}` };
  return { chatId: CHAT, seq, type, data: data as ChatEntry['data'], at: '2026-01-01T00:00:00.000Z' };
}

describe('ChatStream', () => {
  let sockets: FakeSocket[];
  let stream: ChatStream;

  beforeEach(() => {
    sockets = [new FakeSocket({ userId: 'vera' }), new FakeSocket({ userId: 'boris' })];
    const inRoom = (room: string) => sockets.filter((socket) => socket.isIn(room));
    const realtime = {
      emitToRoom: (_namespace: string, room: string, event: string, entry: ChatEntry) => {
        for (const socket of inRoom(room)) socket.emit(event, entry);
      },
      leaveRoom: (_namespace: string, userId: string, room: string) => {
        for (const socket of inRoom(room)) if (socket.actor.userId === userId) socket.leave(room);
      },
      closeRoom: (_namespace: string, room: string) => {
        for (const socket of inRoom(room)) socket.leave(room);
      },
    };
    const audience = {
      changed: () => undefined,
      left: () => undefined,
      joined: () => undefined,
      closed: () => undefined,
    };
    stream = new ChatStream(realtime as unknown as Realtime, audience as unknown as ChatAudience);
  });

  const asSocket = (index: number) => sockets[index] as unknown as RealtimeSocket;
  const follow = (index: number, lastSeq: number) =>
    stream.begin(stream.follow(asSocket(index), CHAT), CHAT, lastSeq);

  it('sends entries in the order of their seqs, whichever commit is reported first', () => {
    follow(0, 1);
    for (const seq of [2, 3, 4]) stream.expect(CHAT, seq);
    stream.publish(CHAT, [anEntry(3)]);
    expect(sockets[0]!.got).toEqual([]);
    stream.publish(CHAT, [anEntry(2)]);
    expect(sockets[0]!.got).toEqual([2, 3]);
    stream.publish(CHAT, [anEntry(4)]);
    expect(sockets[0]!.got).toEqual([2, 3, 4]);
  });

  it('does not wait for what was rolled back', () => {
    follow(0, 1);
    stream.expect(CHAT, 2);
    stream.expect(CHAT, 3);
    stream.publish(CHAT, [anEntry(3)]);
    stream.drop(CHAT, [2]);
    expect(sockets[0]!.got).toEqual([3]);
  });

  it('keeps what comes between listening and beginning, and sends what is after the place', () => {
    const following = stream.follow(asSocket(0), CHAT);
    stream.publish(CHAT, [anEntry(2), anEntry(3)]);
    expect(sockets[0]!.got).toEqual([]);
    stream.begin(following, CHAT, 2);
    stream.publish(CHAT, [anEntry(4)]);
    expect(sockets[0]!.got).toEqual([3, 4]);
  });

  it('lets a newer join of the same socket take over', () => {
    const [first, second] = [stream.follow(asSocket(0), CHAT), stream.follow(asSocket(0), CHAT)];
    stream.publish(CHAT, [anEntry(2)]);
    stream.begin(first, CHAT, 1);
    stream.publish(CHAT, [anEntry(3)]);
    expect(sockets[0]!.got).toEqual([]);
    stream.begin(second, CHAT, 1);
    expect(sockets[0]!.got).toEqual([2, 3]);
  });

  it('settles once everything up to the place was sent', async () => {
    stream.expect(CHAT, 2);
    stream.expect(CHAT, 5);
    const order: string[] = [];
    const settled = stream.settled(CHAT, 3).then(() => order.push('settled'));
    stream.publish(CHAT, [anEntry(2)]);
    order.push('published');
    await settled;
    expect(order).toEqual(['published', 'settled']);
    await stream.settled('another', 1);
  });

  it('sends a removal to the removed member, and nothing after it', () => {
    follow(0, 1);
    follow(1, 1);
    const late = stream.follow(asSocket(1), CHAT);
    follow(1, 1);
    stream.publish(CHAT, [anEntry(2, 'member.removed'), anEntry(3)]);
    stream.begin(late, CHAT, 1);
    stream.publish(CHAT, [anEntry(4)]);
    expect([sockets[0]!.got, sockets[1]!.got]).toEqual([[2, 3, 4], [2]]);
  });

  it('forgets a client that does not take its ack', () => {
    const following = stream.follow(asSocket(0), CHAT);
    for (let seq = 2; seq <= 1100; seq += 1) stream.publish(CHAT, [anEntry(seq)]);
    stream.begin(following, CHAT, 1);
    expect([sockets[0]!.got, sockets[0]!.rooms.size]).toEqual([[], 0]);
  });

  it('gives a joining socket no entry twice when the log was read before the others heard of it', async () => {
    stream.expect(CHAT, 2);
    const effects: (() => void)[] = [];
    const log = { read: () => Promise.resolve({ events: [anEntry(2)], lastSeq: 2, hasMore: false }) };
    const live = new LiveChatService(
      {} as ChatRepository,
      log as unknown as ChatLogService,
      stream,
      {} as Realtime,
    );
    const call: SocketCall = { requestId: 'r', afterAck: (effect) => void effects.push(effect) };
    const joining = live.join(asSocket(0), { chatId: CHAT, afterSeq: 1 }, call);
    await new Promise((resolve) => setImmediate(resolve));
    stream.publish(CHAT, [anEntry(2)]);
    const page = await joining;
    stream.publish(CHAT, [anEntry(3)]);
    for (const effect of effects) effect();
    stream.publish(CHAT, [anEntry(4)]);
    expect([...page.events.map(({ seq }) => seq), ...sockets[0]!.got]).toEqual([2, 3, 4]);
  });
});
