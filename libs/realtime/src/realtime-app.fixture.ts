import type { AddressInfo } from 'node:net';
import { Global, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { io, type Socket } from 'socket.io-client';
import { type Actor, ActorVerifier } from '#lib/access';
import { Clock, ClockModule } from '#lib/clock';
import { appConfig, ConfigModule } from '#lib/config';
import { UnauthorizedError } from '#lib/errors';
import { createHttpAdapter } from '#lib/http';
import { realtimeConfig } from './realtime.config.js';
import { RealtimeModule } from './realtime.module.js';

/** Knows the tokens a test hands out, until the test revokes them. */
export class TestVerifier extends ActorVerifier {
  private readonly actors = new Map<string, Actor>();
  private issued = 0;

  /** A new token; each a session of its own unless `sessionId` says otherwise. */
  issue(userId: string, options: Partial<Actor> = {}): string {
    this.issued += 1;
    const token = `token-${this.issued}`;
    this.actors.set(token, {
      userId,
      roles: [],
      permissions: new Set(),
      sessionId: `session-${this.issued}`,
      expiresAt: Date.now() + 900_000,
      ...options,
    });
    return token;
  }

  revoke(token: string): void {
    this.actors.delete(token);
  }

  sessionOf(token: string): string {
    return this.actors.get(token)!.sessionId;
  }

  override async verify(token: string): Promise<Actor> {
    const actor = this.actors.get(token);
    if (!actor) throw new UnauthorizedError();
    return Promise.resolve(actor);
  }
}

/** A running app with sockets and nothing else, on a port of its own. */
export interface SocketApp {
  app: NestFastifyApplication;
  url: string;
  verifier: TestVerifier;
  /** Connects, or rejects with what `connect_error` brought. */
  connect(namespace: string, auth: object, options?: object): Promise<Socket>;
  close(): Promise<void>;
}

/** Starts the sockets with `homes` as their namespaces. */
export async function startSocketApp(
  homes: Provider[],
  options: { env?: Record<string, string>; clock?: Clock } = {},
): Promise<SocketApp> {
  const verifier = new TestVerifier();
  @Global()
  @Module({ providers: [{ provide: ActorVerifier, useValue: verifier }], exports: [ActorVerifier] })
  class VerifierModule {}
  @Module({
    imports: [
      ConfigModule.forRoot([appConfig, realtimeConfig], { NODE_ENV: 'test', ...options.env }),
      options.clock ? clockModule(options.clock) : ClockModule,
      VerifierModule,
      RealtimeModule,
    ],
    providers: homes,
  })
  class AppModule {}
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule,
    createHttpAdapter({ trustProxy: [] }),
    { logger: false },
  );
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const sockets: Socket[] = [];
  return {
    app,
    url,
    verifier,
    connect: async (namespace, auth, clientOptions = {}) => {
      const socket = io(`${url}${namespace}`, {
        auth,
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        ...clientOptions,
      });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('connect_error', reject);
      });
      return socket;
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect();
      await app.close();
    },
  };
}

function clockModule(clock: Clock) {
  @Global()
  @Module({ providers: [{ provide: Clock, useValue: clock }], exports: [Clock] })
  class TestClockModule {}
  return TestClockModule;
}
