import { Injectable } from '@nestjs/common';
import type { RealtimeSocket } from './realtime-socket.js';
import type { Connection, TransportRecord } from './transport-record.js';

/** Who is connected to this process: connections by address, sockets by user. */
@Injectable()
export class SocketDirectory {
  private readonly transports = new Map<Connection, TransportRecord>();
  private readonly addresses = new Map<string, number>();
  private readonly users = new Map<string, Set<RealtimeSocket>>();
  private whenEmpty: (() => void) | null = null;

  addTransport(record: TransportRecord): void {
    this.transports.set(record.connection, record);
    this.addresses.set(record.address, this.countOfAddress(record.address) + 1);
  }

  /** Forgets a connection; what was in it is gone from the users too. */
  removeTransport(record: TransportRecord): void {
    if (!this.transports.delete(record.connection)) return;
    const left = this.countOfAddress(record.address) - 1;
    if (left > 0) this.addresses.set(record.address, left);
    else this.addresses.delete(record.address);
    for (const socket of record.sockets) this.remove(socket);
    if (this.transports.size === 0) this.whenEmpty?.();
  }

  /** Resolves when the last connection is gone, or after `ms`. */
  async emptied(ms: number): Promise<void> {
    if (this.transports.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.whenEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  transportOf(connection: Connection): TransportRecord | undefined {
    return this.transports.get(connection);
  }

  countOfAddress(address: string): number {
    return this.addresses.get(address) ?? 0;
  }

  add(socket: RealtimeSocket): void {
    const { userId } = socket.actor;
    const sockets = this.users.get(userId);
    if (sockets) sockets.add(socket);
    else this.users.set(userId, new Set([socket]));
    socket.transport.sockets.add(socket);
  }

  remove(socket: RealtimeSocket): void {
    const { userId } = socket.actor;
    const sockets = this.users.get(userId);
    socket.transport.sockets.delete(socket);
    if (sockets?.delete(socket) && sockets.size === 0) this.users.delete(userId);
  }

  /** The sockets of a user in every namespace. A snapshot: they may be ended while it is walked. */
  ofUser(userId: string): RealtimeSocket[] {
    return [...(this.users.get(userId) ?? [])];
  }

  countOf(userId: string, namespace: string): number {
    let count = 0;
    for (const socket of this.users.get(userId) ?? []) if (socket.namespace === namespace) count += 1;
    return count;
  }

  *sockets(): IterableIterator<RealtimeSocket> {
    for (const sockets of this.users.values()) yield* sockets;
  }

  allTransports(): TransportRecord[] {
    return [...this.transports.values()];
  }

  get counts(): { connections: number; users: number } {
    return { connections: this.transports.size, users: this.users.size };
  }
}
