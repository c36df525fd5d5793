import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Realtime } from './realtime.service.js';
import { SocketDirectory } from './socket-directory.js';
import { SocketDispatcher } from './socket-dispatcher.js';
import { SocketEventRegistry } from './socket-event.registry.js';
import { SocketHandshake } from './socket-handshake.js';
import { SocketServer } from './socket-server.js';
import { SocketWatch } from './socket-watch.js';
import { TokenRenewal } from './token-renewal.js';

/** Sockets for the whole app. Needs an `ActorVerifier` (auth) and a `Clock`; namespaces are found among the app's providers. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    Realtime,
    SocketDirectory,
    SocketDispatcher,
    SocketEventRegistry,
    SocketHandshake,
    SocketServer,
    SocketWatch,
    TokenRenewal,
  ],
  exports: [Realtime],
})
export class RealtimeModule {}
