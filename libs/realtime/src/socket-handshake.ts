import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { type Actor, ActorVerifier } from '#lib/access';
import { InjectConfig } from '#lib/config';
import { RateLimitedError, ServiceUnavailableError, UnauthorizedError } from '#lib/errors';
import { type RealtimeConfig, realtimeConfig } from './realtime.config.js';
import { IdentityMismatchError, NamespaceTakenError, TokenInQueryError } from './realtime.errors.js';
import { RealtimeSocket } from './realtime-socket.js';
import { SocketDirectory } from './socket-directory.js';
import type { TransportRecord } from './transport-record.js';

/** Sockets one user may hold open in a namespace. */
export const MAX_SOCKETS_PER_USER = 20;

const RETRY_AFTER_MS = 5000;

/** Decides who may enter a namespace, before any handler sees the socket (Q2, T6). */
@Injectable()
export class SocketHandshake {
  constructor(
    private readonly verifier: ActorVerifier,
    private readonly directory: SocketDirectory,
    @InjectConfig(realtimeConfig) private readonly config: RealtimeConfig,
  ) {}

  /** The socket, known to the directory from here on. @throws AppError why it may not enter */
  async admit(socket: Socket): Promise<RealtimeSocket> {
    const transport = this.directory.transportOf(socket.conn);
    if (!transport) throw new ServiceUnavailableError({ retryAfterMs: RETRY_AFTER_MS });
    this.requireRoomForAddress(transport);
    const query = new URLSearchParams((socket.request.url ?? '').split('?', 2)[1]);
    if (query.has('token') || query.has('access_token')) throw new TokenInQueryError();
    const auth = socket.handshake.auth as Record<string, unknown>;
    if (typeof auth.token !== 'string' || auth.token === '') throw new UnauthorizedError();
    const actor = await this.verifier.verify(auth.token);
    // Gone while the token was looked at: nobody would ever take it out of the directory again.
    if (this.directory.transportOf(socket.conn) !== transport) throw new UnauthorizedError();
    requireOwnIdentity(actor, [
      auth.userId,
      auth.user_id,
      ...query.getAll('userId'),
      ...query.getAll('user_id'),
    ]);
    this.requireRoomForUser(actor, socket.nsp.name, transport);
    const admitted = new RealtimeSocket(socket, transport, { actor, token: auth.token });
    this.directory.add(admitted);
    return this.confirm(admitted);
  }

  /**
   * The token once more, now that a revocation would find the socket: one that came between the first look and the directory must not be
   * missed. A known token answers at once.
   */
  private async confirm(socket: RealtimeSocket): Promise<RealtimeSocket> {
    try {
      await this.verifier.verify(socket.token);
      if (socket.isEnded) throw new UnauthorizedError();
      return socket;
    } catch (error) {
      this.directory.remove(socket);
      throw error;
    }
  }

  private requireRoomForAddress(transport: TransportRecord): void {
    const { areLimitsOn, maxPerAddress } = this.config;
    if (areLimitsOn && this.directory.countOfAddress(transport.address) > maxPerAddress) {
      throw new RateLimitedError({ retryAfterMs: RETRY_AFTER_MS });
    }
  }

  private requireRoomForUser(actor: Actor, namespace: string, transport: TransportRecord): void {
    for (const other of transport.sockets) if (other.namespace === namespace) throw new NamespaceTakenError();
    if (this.config.areLimitsOn && this.directory.countOf(actor.userId, namespace) >= MAX_SOCKETS_PER_USER) {
      throw new RateLimitedError({ retryAfterMs: RETRY_AFTER_MS });
    }
  }
}

/** T6: clients of the old system named their user in the address. Only the token says who they are. */
function requireOwnIdentity(actor: Actor, claims: readonly unknown[]): void {
  for (const claim of claims) {
    if (claim !== undefined && claim !== actor.userId) throw new IdentityMismatchError();
  }
}
