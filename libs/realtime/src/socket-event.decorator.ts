import { Injectable, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';
import type { RealtimeSocket } from './realtime-socket.js';

/** What a handler gets besides the socket and the payload. */
export interface SocketCall {
  /** Shown in the log and in an error's ack. */
  readonly requestId: string;
  /** Runs `effect` in the same turn right after the ack was written: what it emits arrives behind the ack. Not run on an error. */
  afterAck(effect: () => void): void;
}

/** What a handler answers: the fields of the ack beside `ok: true`. Nothing means no fields. */
// oxlint-disable-next-line typescript/no-invalid-void-type -- a handler without an answer returns void
export type SocketAnswer = object | void | Promise<object | void>;

/** Who may send an event: every signed-in user, or the holders of the permission named. There is no default. */
export type SocketAccess = 'signed_in' | (string & {});

/** What an event declares about itself. `summary` goes into the documentation. */
export interface SocketEventOptions<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  access: SocketAccess;
  summary?: string;
}

/** A handler of an event whose payload has passed `Schema`. */
export type SocketEventHandler<Schema extends z.ZodType> = (
  socket: RealtimeSocket,
  payload: z.output<Schema>,
  call: SocketCall,
) => SocketAnswer;

/** Told about the sockets of a namespace. A failure of `onConnect` ends the socket. */
export interface SocketLifecycle {
  onConnect?(socket: RealtimeSocket): void | Promise<void>;
  onDisconnect?(socket: RealtimeSocket): void;
}

export const SOCKET_NAMESPACE = 'kvartal:socket-namespace';
export const SOCKET_EVENT = 'kvartal:socket-event';

/** Makes an injectable class the home of a namespace's events. One class for one namespace. */
export function SocketNamespace(path: `/${string}`): ClassDecorator {
  return (target) => {
    Injectable()(target);
    SetMetadata(SOCKET_NAMESPACE, path)(target);
  };
}

/**
 * Makes a method the handler of an event. The dispatcher has verified the token, the rate, the depth and the schema before it is called;
 * what it returns becomes the ack, what it throws becomes an error ack.
 */
export function SocketEvent<Schema extends z.ZodType>(name: string, options: SocketEventOptions<Schema>) {
  return <Handler extends SocketEventHandler<Schema>>(
    _target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    Reflect.defineMetadata(SOCKET_EVENT, { name, ...options }, descriptor.value as object);
  };
}
