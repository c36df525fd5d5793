import { Injectable, Logger } from '@nestjs/common';
import { ActorVerifier } from '#lib/access';
import { Clock } from '#lib/clock';
import { InjectConfig } from '#lib/config';
import {
  AppError,
  type ErrorLanguage,
  ForbiddenError,
  RateLimitedError,
  ServiceUnavailableError,
  toAppError,
  UnauthorizedError,
  ValidationError,
} from '#lib/errors';
import { isValueTooDeep, MAX_JSON_DEPTH, requestIdOf, validationError } from '#lib/http';
import { runInContext } from '#lib/logging';
import { EventAllowance } from './event-allowance.js';
import { type RealtimeConfig, realtimeConfig } from './realtime.config.js';
import { UnknownEventError } from './realtime.errors.js';
import type { RealtimeSocket } from './realtime-socket.js';
import type { SocketAnswer, SocketCall } from './socket-event.decorator.js';
import type { EventRoute } from './socket-event.registry.js';

/** The error of an ack, and the `data` of a refused connection. `errors` only for `validation.failed`. */
export interface SocketProblem {
  code: string;
  message: string;
  requestId: string;
  retryAfterMs?: number;
  errors?: AppError['issues'];
}

/** Longer names are nobody's and would only fill the log. */
const MAX_EVENT_NAME = 64;

type Ack = (answer: object) => void;

/** What happens while one event is handled. */
class EventCall implements SocketCall {
  readonly effects: (() => void)[] = [];

  constructor(
    readonly requestId: string,
    readonly event: string,
    readonly ack: Ack | null,
  ) {}

  afterAck(effect: () => void): void {
    this.effects.push(effect);
  }
}

/**
 * Takes every event of every socket to its handler, and exactly one ack back. Whatever a client sends, the worst that happens is an error
 * ack or the end of its own connection.
 */
@Injectable()
export class SocketDispatcher {
  private readonly logger = new Logger('Sockets');
  private readonly allowance: EventAllowance | null;
  private running = 0;
  private draining = false;
  private idle: (() => void) | null = null;

  constructor(
    private readonly verifier: ActorVerifier,
    private readonly clock: Clock,
    @InjectConfig(realtimeConfig) config: RealtimeConfig,
  ) {
    this.allowance = config.areLimitsOn ? new EventAllowance(config.eventsPerSecond) : null;
  }

  /** Handles one packet as it came: the event's name, its arguments and, last, the ack if the client wants one. Never throws. */
  receive(socket: RealtimeSocket, routes: ReadonlyMap<string, EventRoute>, packet: readonly unknown[]): void {
    const last = packet.at(-1);
    const ack = typeof last === 'function' ? (last as Ack) : null;
    const args = ack ? packet.slice(1, -1) : packet.slice(1);
    const event = String(packet[0]).slice(0, MAX_EVENT_NAME);
    const call = new EventCall(requestIdOf(undefined), event, ack);
    this.running += 1;
    runInContext({ requestId: call.requestId, actorId: socket.actor.userId }, () => {
      try {
        if (socket.transport.isClogged) {
          socket.transport.cut();
          this.finish();
          return;
        }
        const answer = this.handle(socket, routes.get(event), args, call);
        if (answer instanceof Promise) void this.answerLater(socket, call, answer);
        else this.answer(socket, call, answer);
      } catch (error) {
        this.refuse(socket, call, error);
      }
    });
  }

  /** Refuses new events and resolves when those under way are acked, or after `ms`. */
  async drain(ms: number): Promise<void> {
    this.draining = true;
    if (this.running === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  forgetIdleUsers(): void {
    this.allowance?.forgetIdle(this.clock.now());
  }

  private handle(
    socket: RealtimeSocket,
    route: EventRoute | undefined,
    args: readonly unknown[],
    call: EventCall,
  ): SocketAnswer {
    if (this.draining) throw new ServiceUnavailableError({ retryAfterMs: 1000 });
    const now = this.clock.now();
    const waitMs = this.allowance?.take(socket.actor.userId, now) ?? 0;
    if (waitMs > 0) throw new RateLimitedError({ retryAfterMs: waitMs });
    if (socket.actor.expiresAt <= now) throw new UnauthorizedError();
    if (!route) throw new UnknownEventError();
    if (args.length > 1) throw tooMany();
    if (isValueTooDeep(args[0])) throw tooDeep();
    if (route.access === 'signed_in') return run(route, socket, args[0], call);
    return this.handlePermitted(route, socket, args[0], call);
  }

  /** Roles may have changed since the handshake: the verifier knows what the token is worth now. */
  private async handlePermitted(
    route: EventRoute,
    socket: RealtimeSocket,
    payload: unknown,
    call: EventCall,
  ): Promise<object | void> {
    const actor = await this.verifier.verify(socket.token);
    if (!actor.permissions.has(route.access)) throw new ForbiddenError();
    return run(route, socket, payload, call);
  }

  private async answerLater(socket: RealtimeSocket, call: EventCall, answer: Promise<object | void>) {
    try {
      this.answer(socket, call, await answer);
    } catch (error) {
      this.refuse(socket, call, error);
    }
  }

  private answer(socket: RealtimeSocket, call: EventCall, answer: object | void): void {
    call.ack?.({ ok: true, ...answer });
    for (const effect of call.effects) effect();
    if (socket.transport.isClogged) socket.transport.cut();
    this.finish();
  }

  private refuse(socket: RealtimeSocket, call: EventCall, thrown: unknown): void {
    const error = toAppError(thrown);
    this.log(error, call.event);
    try {
      call.ack?.({ ok: false, error: toSocketProblem(error, call.requestId, socket.language) });
    } catch (ackError) {
      this.logger.error(ackError);
    }
    this.finish();
  }

  private finish(): void {
    this.running -= 1;
    if (this.running === 0) this.idle?.();
  }

  private log(error: AppError, event: string): void {
    const { level } = error.definition;
    if (level === 'silent') return;
    const line = { code: error.code, event };
    if (level === 'error') this.logger.error(line, error.cause ?? error);
    else if (level === 'warn') this.logger.warn(line, error.cause);
    else this.logger.log(line);
  }
}

/** What a client is told of `error`. */
export function toSocketProblem(error: AppError, requestId: string, language: ErrorLanguage): SocketProblem {
  return {
    ...error.params,
    code: error.code,
    message: error.textIn(language),
    requestId,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.issues ? { errors: error.issues } : {}),
  };
}

function run(route: EventRoute, socket: RealtimeSocket, payload: unknown, call: SocketCall): SocketAnswer {
  const parsed = route.schema.safeParse(payload);
  if (!parsed.success) throw validationError(parsed.error.issues);
  return route.handle(socket, parsed.data, call);
}

function tooMany(): AppError {
  return new ValidationError({
    issues: [{ path: '', code: 'too_many', message: 'One payload and an ack, no more' }],
  });
}

function tooDeep(): AppError {
  const message = `Nested deeper than ${MAX_JSON_DEPTH} levels`;
  return new ValidationError({ issues: [{ path: '', code: 'too_deep', message }] });
}
