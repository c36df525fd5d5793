import { io, type Socket } from 'socket.io-client';

/** A log entry of a chat, as the contract shows it. */
export interface ChatEntry {
  chatId: string;
  seq: number;
  type: string;
  data: { id?: string; text?: string; clientId?: string; senderId?: string };
}

/** The ack of a client event. */
export type Ack<T = object> = {
  ok: boolean;
  error?: { code: string; message: string; requestId: string };
} & T;

/** Connects to `/chats`, or rejects with the refusal. */
export async function connectChat(
  baseUrl: string,
  auth: object,
  query: Record<string, string> = {},
): Promise<Socket> {
  const socket = io(`${baseUrl}/chats`, {
    auth,
    query,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
  return socket;
}

/** Emits and gives the ack; rejects when none comes within ten seconds. */
export async function ask<T = object>(socket: Socket, event: string, payload: unknown): Promise<Ack<T>> {
  return (await socket.timeout(10_000).emitWithAck(event, payload)) as Ack<T>;
}
