import { io, type Socket } from 'socket.io-client';
import type { BenchRoom, Measured } from './scenario.js';
import { measure } from './measure.js';
import type { ServerProcess } from './server-process.js';

/** Sends of one sender that are not acked yet, and how many of a room's ten members send. */
const WINDOW = 5;
const SENDERS_PER_ROOM = 2;
const DEADLINE_MS = 60_000;

interface Member {
  socket: Socket;
  chatId: string;
}

let run = 0;

/** The sockets of all rooms on one server, to be loaded again and again. */
export class ChatLoad {
  private received = 0;
  private expected = 0;
  private allReceived: (() => void) | null = null;

  private readonly server: ServerProcess;
  private readonly rooms: readonly (readonly Member[])[];

  private constructor(server: ServerProcess, rooms: readonly (readonly Member[])[]) {
    this.server = server;
    this.rooms = rooms;
    for (const { socket } of rooms.flat()) {
      socket.on('chat.event', () => {
        this.received += 1;
        if (this.received === this.expected) this.allReceived?.();
      });
    }
  }

  static async connect(server: ServerProcess, rooms: readonly BenchRoom[]): Promise<ChatLoad> {
    const joined = await Promise.all(
      rooms.map(({ chatId, members }) =>
        Promise.all(
          members.map(async ({ token }) => {
            const socket = await connectChats(server.url, token);
            const ack = (await socket.timeout(DEADLINE_MS).emitWithAck('chat.join', { chatId })) as {
              ok: boolean;
            };
            if (!ack.ok) throw new Error(`${server.name}: chat.join was refused`);
            return { socket, chatId };
          }),
        ),
      ),
    );
    return new ChatLoad(server, joined);
  }

  /** Sends `amount` messages; measured until every ack and every delivery has come. */
  send(amount: number): Promise<Measured> {
    const members = this.rooms.flatMap((room) => room.slice(0, SENDERS_PER_ROOM));
    run += 1;
    return measure(this.server, amount, async (latencies) => {
      const all = this.deliveries(amount);
      let left = amount;
      const work = async ({ socket, chatId }: Member, sender: string) => {
        while (left > 0) {
          left -= 1;
          const clientId = `${sender}-${left}`;
          const startedAt = performance.now();
          const text = `Сообщение ${left}: встречаемся у фонтана, when it stops raining`;
          const ack = (await socket
            .timeout(DEADLINE_MS)
            .emitWithAck('message.send', { chatId, clientId, text })) as {
            ok: boolean;
          };
          if (!ack.ok)
            throw new Error(`${this.server.name}: message.send was refused: ${JSON.stringify(ack)}`);
          latencies.push(performance.now() - startedAt);
        }
      };
      const lanes = members.flatMap((member, place) =>
        Array.from({ length: WINDOW }, (_, lane) => work(member, `${process.pid}-${run}-${place}-${lane}`)),
      );
      await Promise.all([...lanes, all]);
    });
  }

  close(): void {
    for (const { socket } of this.rooms.flat()) socket.disconnect();
  }

  /** Every member of the room gets it, the sender too. */
  private deliveries(amount: number): Promise<void> {
    this.received = 0;
    this.expected = amount * this.rooms[0]!.length;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${this.server.name}: ${this.received} of ${this.expected} deliveries came`));
      }, DEADLINE_MS);
      this.allReceived = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

export async function connectChats(url: string, token: string): Promise<Socket> {
  const socket = io(`${url}/chats`, {
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}
