import type { IncomingMessage, Server as HttpServer } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Namespace, Server, type Socket } from 'socket.io';
import { Clock } from '#lib/clock';
import { type AppConfig, appConfig, InjectConfig } from '#lib/config';
import { type AppError, languageOf, toAppError } from '#lib/errors';
import { requestIdOf } from '#lib/http';
import { runInContext } from '#lib/logging';
import { ClientAddress } from './client-address.js';
import { OriginPolicy } from './origin-policy.js';
import { type RealtimeConfig, realtimeConfig } from './realtime.config.js';
import { NamespaceRefusedError } from './realtime.errors.js';
import type { RealtimeSocket } from './realtime-socket.js';
import { SocketDirectory } from './socket-directory.js';
import { SocketDispatcher, toSocketProblem } from './socket-dispatcher.js';
import {
  type EventRoute,
  type NamespaceHome,
  routeOf,
  type SocketEventDescription,
  SocketEventRegistry,
} from './socket-event.registry.js';
import { SocketHandshake } from './socket-handshake.js';
import { TokenRenewal } from './token-renewal.js';
import { type Connection, ENTER_WITHIN_MS, TransportRecord } from './transport-record.js';

/** Largest frame a client may send, bytes. */
export const MAX_FRAME_BYTES = 65_536;

// A client that vanished is noticed within 17 s, so that presence can keep its promise of 20.
const PING_INTERVAL_MS = 10_000;
const PING_TIMEOUT_MS = 7000;
const DRAIN_MS = 5000;
const GO_WITHIN_MS = 1000;
const RECONNECT_SPREAD_MS = 5000;
const PACKETS_PER_EVENT = 20;

/** The socket.io server on the app's HTTP server: which namespaces there are, who gets in, and an orderly end. */
@Injectable()
export class SocketServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Sockets');
  private readonly address: ClientAddress;
  private readonly origins: OriginPolicy;
  private io: Server | null = null;
  private homes: NamespaceHome[] = [];
  private isDraining = false;

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly registry: SocketEventRegistry,
    private readonly handshake: SocketHandshake,
    private readonly dispatcher: SocketDispatcher,
    private readonly directory: SocketDirectory,
    private readonly renewal: TokenRenewal,
    private readonly clock: Clock,
    @InjectConfig(realtimeConfig) private readonly config: RealtimeConfig,
    @InjectConfig(appConfig) app: AppConfig,
  ) {
    this.address = new ClientAddress(app.trustProxy);
    this.origins = new OriginPolicy(app.allowOrigins);
  }

  /** Attaches to the HTTP server; a process without one (a worker) has no sockets. */
  onApplicationBootstrap(): void {
    this.homes = this.registry
      .findHomes()
      .map((home) => ({ ...home, routes: this.withRenewal(home.routes) }));
    const server = this.adapterHost.httpAdapter?.getHttpServer() as HttpServer | undefined;
    if (server && this.homes.length > 0) this.attach(server);
  }

  /** Lets events under way finish, tells the clients when to come back, and closes the connections. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.io) return;
    this.isDraining = true;
    await this.dispatcher.drain(DRAIN_MS);
    for (const socket of this.directory.sockets()) {
      const reconnectInMs = Math.round(Math.random() * RECONNECT_SPREAD_MS);
      socket.emit('system.notice', { code: 'server.draining', reconnectInMs });
    }
    // The connection ends, not the namespaces: a client that is told to leave a namespace does not come back by itself.
    for (const transport of this.directory.allTransports()) transport.close();
    await this.directory.emptied(GO_WITHIN_MS);
    for (const transport of this.directory.allTransports()) transport.cut();
    this.io.engine.close();
  }

  namespace(path: string): Namespace | null {
    return this.io && this.homes.some((home) => home.path === path) ? this.io.of(path) : null;
  }

  events(): SocketEventDescription[] {
    return this.homes.flatMap(({ routes }) =>
      [...routes.values()].map(({ namespace, event, access, schema, summary, handler }) => {
        return { namespace, event, access, schema, summary, handler };
      }),
    );
  }

  private withRenewal(routes: ReadonlyMap<string, EventRoute>): ReadonlyMap<string, EventRoute> {
    const renew = routeOf('*', this.renewal, 'renew');
    return renew ? new Map([...routes, [renew.event, renew]]) : routes;
  }

  private attach(server: HttpServer): void {
    const io = new Server(server, {
      path: '/socket.io',
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: MAX_FRAME_BYTES,
      connectTimeout: ENTER_WITHIN_MS,
      pingInterval: PING_INTERVAL_MS,
      pingTimeout: PING_TIMEOUT_MS,
      cleanupEmptyChildNamespaces: true,
      cors: { origin: this.origins.corsOrigins, methods: ['GET', 'POST'] },
      allowRequest: (request, answer) => this.allow(request, answer),
    });
    io.engine.on('connection', (connection: Connection) => this.register(connection));
    for (const home of this.homes) this.open(io.of(home.path), home);
    for (const strange of [io.of('/'), io.of((_name, _auth, next) => next(null, true))]) {
      strange.use((socket, next) => next(refusal(socket, new NamespaceRefusedError())));
    }
    this.io = io;
  }

  /** Twice the cap is refused before there is anything to talk over; up to it the handshake refuses and says why. */
  private allow(request: IncomingMessage, answer: (error: string | null, ok: boolean) => void): void {
    if (this.isDraining) return answer('Closing', false);
    if (!this.origins.admits(request)) return answer('Origin not allowed', false);
    const { areLimitsOn, maxPerAddress } = this.config;
    const isFull =
      areLimitsOn && this.directory.countOfAddress(this.address.of(request)) >= maxPerAddress * 2;
    return answer(isFull ? 'Too many connections' : null, !isFull);
  }

  private register(connection: Connection): void {
    const { areLimitsOn, eventsPerSecond } = this.config;
    const budget = areLimitsOn ? eventsPerSecond * PACKETS_PER_EVENT : null;
    const record = new TransportRecord(
      connection,
      this.address.of(connection.request),
      budget,
      this.clock.now(),
    );
    this.directory.addTransport(record);
    connection.once('close', () => this.directory.removeTransport(record));
    if (!areLimitsOn) return;
    connection.on('packet', () => {
      if (!record.takePacket(this.clock.now())) record.cut();
    });
  }

  private open(namespace: Namespace, home: NamespaceHome): void {
    const entering = new WeakMap<Socket, RealtimeSocket>();
    namespace.use((socket, next) => {
      const requestId = requestIdOf(undefined);
      runInContext({ requestId }, () => {
        this.handshake.admit(socket).then(
          (admitted) => {
            entering.set(socket, admitted);
            next();
          },
          (error: unknown) => {
            this.report(toAppError(error), requestId);
            next(refusal(socket, toAppError(error), requestId));
          },
        );
      });
    });
    namespace.on('connection', (socket) => {
      const admitted = entering.get(socket);
      if (!admitted || admitted.isEnded) socket.disconnect(true);
      else this.welcome(socket, admitted, home);
    });
  }

  private welcome(socket: Socket, admitted: RealtimeSocket, home: NamespaceHome): void {
    // Events are taken here, before socket.io's own dispatch: nothing is ever emitted by a name that a client chose.
    socket.use((packet) => {
      if (socket.connected) this.dispatcher.receive(admitted, home.routes, packet);
    });
    socket.on('disconnect', () => {
      this.directory.remove(admitted);
      admitted.transport.emptied(this.clock.now());
      void this.tell(() => home.lifecycle.onDisconnect?.(admitted));
    });
    void this.tell(() => home.lifecycle.onConnect?.(admitted)).then((isWell) => {
      if (!isWell) admitted.end('service.unavailable');
    });
  }

  /** False when the home failed. Nothing catches what is thrown in an event of socket.io. */
  private async tell(act: () => void | Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.logger.error(error);
      return false;
    }
  }

  private report(error: AppError, requestId: string): void {
    if (error.definition.level === 'error')
      this.logger.error({ code: error.code, requestId }, error.cause ?? error);
  }
}

/** What socket.io sends as `connect_error`. */
function refusal(
  socket: Socket,
  error: AppError,
  requestId = requestIdOf(undefined),
): Error & { data: object } {
  const problem = toSocketProblem(error, requestId, languageOf(socket.handshake.headers['accept-language']));
  return Object.assign(new Error(problem.message), { data: problem });
}
