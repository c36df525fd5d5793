import { io, type Socket } from 'socket.io-client';

/** A log entry of a chat, as far as the demo looks at it. */
export interface ChatEntry {
  chatId: string;
  seq: number;
  type: string;
  data: { text?: string; senderId?: string };
}

/** A person's socket on the `/chats` namespace. */
export class ChatSession {
  readonly entries: ChatEntry[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('chat.event', (entry: ChatEntry) => this.entries.push(entry));
  }

  static async open(baseUrl: string, token: string): Promise<ChatSession> {
    const socket = io(new URL('/chats', baseUrl).href, {
      auth: { token },
      transports: ['websocket'],
      reconnection: false,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new ChatSession(socket);
  }

  /** Sends an event and gives its ack. @throws Error on `{ ok: false }` */
  async ask<T>(event: string, payload: object): Promise<T> {
    const ack = (await this.socket.timeout(10_000).emitWithAck(event, payload)) as { ok: boolean } & T;
    if (!ack.ok) throw new Error(`${event}: ${JSON.stringify(ack)}`);
    return ack;
  }

  /** Resolves when an entry that `matches` has arrived. */
  async waitFor(matches: (entry: ChatEntry) => boolean): Promise<ChatEntry> {
    for (;;) {
      const found = this.entries.find(matches);
      if (found) return found;
      await this.nextEntry();
    }
  }

  close(): void {
    this.socket.disconnect();
  }

  private nextEntry(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no chat.event came within ten seconds')), 10_000);
      this.socket.once('chat.event', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
