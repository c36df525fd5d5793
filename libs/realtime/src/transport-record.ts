import type { Socket } from 'socket.io';
import type { RealtimeSocket } from './realtime-socket.js';

/** A connection below the namespaces, as socket.io has it. */
export type Connection = Socket['conn'];

/** Parts of engine.io's connection that have no public name: what waits to be written, and the WebSocket below (absent while polling). */
interface ConnectionInside {
  writeBuffer: readonly { data?: string | Uint8Array }[];
  transport: { socket?: { bufferedAmount?: number; terminate?: () => void }; closeTimeout?: number };
}

/** More than this waiting to be read by one client ends its connection: it comes back and resumes from the database. */
export const MAX_WAITING_PACKETS = 5000;
export const MAX_WAITING_BYTES = 4 * 1_048_576;

/** How long a client has to enter a namespace after it connected, and to go after it left the last one. */
export const ENTER_WITHIN_MS = 5000;
const GO_WITHIN_MS = 1000;

const LAST_POLL_WITHIN_MS = 2000;

/** One open connection, which may carry several namespaces. */
export class TransportRecord {
  readonly sockets = new Set<RealtimeSocket>();
  private packets: number;
  private refilledAt: number;
  private idleUntil: number;

  /** `packetsPerSecond` null: not limited. */
  constructor(
    readonly connection: Connection,
    readonly address: string,
    private readonly packetsPerSecond: number | null,
    now: number,
  ) {
    this.packets = (packetsPerSecond ?? 0) * 5;
    this.refilledAt = now;
    this.idleUntil = now + ENTER_WITHIN_MS;
    // engine.io holds a closed polling connection for half a minute in case the client polls once more.
    if (this.inside.transport.closeTimeout) this.inside.transport.closeTimeout = LAST_POLL_WITHIN_MS;
  }

  /** The last socket is gone; the client may go by itself, as ours does. */
  emptied(now: number): void {
    this.idleUntil = now + GO_WITHIN_MS;
  }

  /** In no namespace for longer than it may. socket.io forgets such a connection once it has been in one. */
  isIdle(now: number): boolean {
    return this.sockets.size === 0 && now > this.idleUntil;
  }

  /** Is one more packet within the budget of this connection (bursts of five seconds pass)? Above it nobody is polite any more. */
  takePacket(now: number): boolean {
    if (this.packetsPerSecond === null) return true;
    if (this.packets < 1) {
      const refill = ((now - this.refilledAt) / 1000) * this.packetsPerSecond;
      this.packets = Math.min(this.packets + refill, this.packetsPerSecond * 5);
      this.refilledAt = now;
      if (this.packets < 1) return false;
    }
    this.packets -= 1;
    return true;
  }

  /** Does more wait for this client than we keep for it? */
  get isClogged(): boolean {
    const { writeBuffer, transport } = this.inside;
    const inSocket = transport.socket?.bufferedAmount ?? 0;
    if (writeBuffer.length === 0) return inSocket > MAX_WAITING_BYTES;
    if (writeBuffer.length > MAX_WAITING_PACKETS) return true;
    let bytes = inSocket;
    for (const { data } of writeBuffer) bytes += data?.length ?? 0;
    return bytes > MAX_WAITING_BYTES;
  }

  /** Ends the connection after what waits is written. */
  close(): void {
    this.connection.close();
  }

  /** Ends the connection at once; what waits is lost. */
  cut(): void {
    const { socket } = this.inside.transport;
    if (socket?.terminate) socket.terminate();
    else this.connection.close(true);
  }

  private get inside(): ConnectionInside {
    return this.connection as unknown as ConnectionInside;
  }
}
