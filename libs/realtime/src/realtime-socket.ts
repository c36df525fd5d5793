import type { Socket } from 'socket.io';
import type { Actor } from '#lib/access';
import { type ErrorLanguage, languageOf } from '#lib/errors';
import type { TransportRecord } from './transport-record.js';

/** Why the server ends a socket; sent as `system.notice` before. */
export type EndReason = 'auth.expired' | 'auth.revoked' | 'server.draining' | 'service.unavailable';

/** One client in one namespace, with a verified actor behind it. */
export class RealtimeSocket {
  readonly id: string;
  readonly namespace: string;
  readonly language: ErrorLanguage;
  /** Set when `auth.expiring` was sent for the token in use. */
  isExpiryAnnounced = false;
  private current: { actor: Actor; token: string };
  private ended = false;

  constructor(
    private readonly socket: Socket,
    readonly transport: TransportRecord,
    identity: { actor: Actor; token: string },
  ) {
    this.id = socket.id;
    this.namespace = socket.nsp.name;
    this.language = languageOf(socket.handshake.headers['accept-language']);
    this.current = identity;
  }

  /** Whose socket it is. Another object after `auth.renew`, always of the same user. */
  get actor(): Actor {
    return this.current.actor;
  }

  /** The access token in use, for checking it again. */
  get token(): string {
    return this.current.token;
  }

  get isConnected(): boolean {
    return this.socket.connected;
  }

  /** True once the server has decided to end it, also before it is fully connected. */
  get isEnded(): boolean {
    return this.ended;
  }

  join(room: string): void {
    void this.socket.join(room);
  }

  leave(room: string): void {
    void this.socket.leave(room);
  }

  isIn(room: string): boolean {
    return this.socket.rooms.has(room);
  }

  /** Sends to this socket alone. */
  emit(event: string, payload: unknown): void {
    this.socket.emit(event, payload);
  }

  renew(identity: { actor: Actor; token: string }): void {
    this.current = identity;
    this.isExpiryAnnounced = false;
  }

  /** Ends the socket and says why; the client does not come back by itself. Other namespaces of its connection go on. */
  end(reason: EndReason): void {
    if (this.ended) return;
    this.ended = true;
    if (!this.socket.connected) return;
    this.emit('system.notice', { code: reason });
    this.socket.disconnect();
  }
}
