import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ActorVerifier } from '#lib/access';
import { UnauthorizedError } from '#lib/errors';
import { IdentityMismatchError } from './realtime.errors.js';
import type { RealtimeSocket } from './realtime-socket.js';
import { SocketEvent } from './socket-event.decorator.js';

const renewInput = z.strictObject({ token: z.string().min(1).max(8192) }).meta({ id: 'AuthRenew' });

/** `auth.renew`, which every namespace knows: a socket outlives its access token by handing in the next one in time. */
@Injectable()
export class TokenRenewal {
  constructor(private readonly verifier: ActorVerifier) {}

  @SocketEvent('auth.renew', {
    schema: renewInput,
    access: 'signed_in',
    summary: 'Goes on with a new access token of the same user',
  })
  async renew(
    socket: RealtimeSocket,
    { token }: z.output<typeof renewInput>,
  ): Promise<{ expiresAt: string }> {
    const actor = await this.verifier.verify(token);
    if (actor.userId !== socket.actor.userId) throw new IdentityMismatchError();
    if (socket.isEnded) throw new UnauthorizedError();
    socket.renew({ actor, token });
    try {
      // As in the handshake: a revocation since the first look would have searched for the old session.
      await this.verifier.verify(token);
    } catch (error) {
      socket.end('auth.revoked');
      throw error;
    }
    return { expiresAt: new Date(actor.expiresAt).toISOString() };
  }
}
