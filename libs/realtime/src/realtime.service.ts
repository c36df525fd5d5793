import { Injectable } from '@nestjs/common';
import type { RealtimeSocket } from './realtime-socket.js';
import { SocketDirectory } from './socket-directory.js';
import type { SocketEventDescription } from './socket-event.registry.js';
import { SocketServer } from './socket-server.js';

/** What the process's sockets are doing. */
export interface RealtimeStats {
  connections: number;
  users: number;
}

/**
 * Rooms, users and sessions behind the sockets. Knows no subject: what an event means is its sender's business. Everything is best effort
 * (call it in `afterCommit`); what must arrive is read from the database by the client when it comes back.
 */
@Injectable()
export class Realtime {
  constructor(
    private readonly server: SocketServer,
    private readonly directory: SocketDirectory,
  ) {}

  /** Sends to every socket in the room, encoded once. `except`: ids of sockets that are left out. */
  emitToRoom(
    namespace: string,
    room: string,
    event: string,
    payload: object,
    options: { except?: readonly string[] } = {},
  ): void {
    const target = this.server.namespace(namespace)?.to(room);
    if (options.except && options.except.length > 0) target?.except([...options.except]).emit(event, payload);
    else target?.emit(event, payload);
  }

  /** Sends to every socket the user has in the namespace. */
  emitToUser(namespace: string, userId: string, event: string, payload: object): void {
    for (const socket of this.directory.ofUser(userId)) {
      if (socket.namespace === namespace && socket.isConnected) socket.emit(event, payload);
    }
  }

  /** Takes every socket of the user out of the room, at once. */
  leaveRoom(namespace: string, userId: string, room: string): void {
    for (const socket of this.directory.ofUser(userId))
      if (socket.namespace === namespace) socket.leave(room);
  }

  /** Takes everybody out of the room, at once. */
  closeRoom(namespace: string, room: string): void {
    this.server.namespace(namespace)?.local.in(room).socketsLeave(room);
  }

  /** Ends the sockets of one sign-in session. Revoke its tokens first: a handshake under way asks the verifier again after this. */
  disconnectSession(sessionId: string): void {
    for (const socket of [...this.directory.sockets()]) {
      if (socket.actor.sessionId === sessionId) socket.end('auth.revoked');
    }
  }

  /** Ends every socket of the user. Revoke their tokens first, as above. */
  disconnectUser(userId: string): void {
    for (const socket of this.directory.ofUser(userId)) socket.end('auth.revoked');
  }

  /** The user's sockets on this process, of every namespace. */
  socketsOf(userId: string): RealtimeSocket[] {
    return this.directory.ofUser(userId);
  }

  /** Every event a client may send, with what it demands: for the inventory test and the AsyncAPI document. */
  listSocketEvents(): SocketEventDescription[] {
    return this.server.events();
  }

  stats(): RealtimeStats {
    return this.directory.counts;
  }
}
