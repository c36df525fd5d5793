import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { SocketDirectory } from './socket-directory.js';
import { SocketDispatcher } from './socket-dispatcher.js';

const SWEEP_MS = 1000;
const ANNOUNCE_MS = 60_000;

/** Once a second: ends sockets whose token has run out, announces those that will, cuts clients that do not read or have left. */
@Injectable()
export class SocketWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly directory: SocketDirectory,
    private readonly dispatcher: SocketDispatcher,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  sweep(): void {
    const now = this.clock.now();
    for (const transport of this.directory.allTransports()) {
      if (transport.isClogged || transport.isIdle(now)) transport.cut();
    }
    for (const socket of [...this.directory.sockets()]) {
      const { expiresAt } = socket.actor;
      if (expiresAt <= now) socket.end('auth.expired');
      else if (expiresAt - now <= ANNOUNCE_MS && !socket.isExpiryAnnounced && socket.isConnected) {
        socket.isExpiryAnnounced = true;
        socket.emit('auth.expiring', { expiresAt: new Date(expiresAt).toISOString() });
      }
    }
    this.dispatcher.forgetIdleUsers();
  }
}
