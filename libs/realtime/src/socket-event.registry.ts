import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { z } from 'zod';
import {
  SOCKET_EVENT,
  SOCKET_NAMESPACE,
  type SocketAccess,
  type SocketEventHandler,
  type SocketEventOptions,
  type SocketLifecycle,
} from './socket-event.decorator.js';

/** One event of the inventory. `namespace` is `*` for events that every namespace knows. */
export interface SocketEventDescription {
  namespace: string;
  event: string;
  access: SocketAccess;
  schema: z.ZodType;
  summary: string | null;
  /** Class and method. */
  handler: string;
}

/** An event as the dispatcher needs it. */
export interface EventRoute extends SocketEventDescription {
  handle: SocketEventHandler<z.ZodType>;
}

/** A namespace with its events and the object that lives there. */
export interface NamespaceHome {
  path: string;
  lifecycle: SocketLifecycle;
  routes: ReadonlyMap<string, EventRoute>;
}

/** Finds the classes with `@SocketNamespace` among the app's providers, and refuses the start when their events are not in order. */
@Injectable()
export class SocketEventRegistry {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Error naming the class and the method that is declared twice or without access */
  findHomes(): NamespaceHome[] {
    const homes = new Map<string, NamespaceHome>();
    for (const { metatype, instance } of this.discovery.getProviders()) {
      if (!metatype || !instance) continue;
      const path = Reflect.getMetadata(SOCKET_NAMESPACE, metatype) as string | undefined;
      if (path === undefined) continue;
      if (homes.has(path))
        throw new Error(`Namespace ${path} has two homes; ${metatype.name} is the second.`);
      homes.set(path, {
        path,
        lifecycle: instance as SocketLifecycle,
        routes: this.routesOf(path, instance as object),
      });
    }
    return [...homes.values()];
  }

  private routesOf(namespace: string, home: object): Map<string, EventRoute> {
    const routes = new Map<string, EventRoute>();
    for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(home) as object)) {
      const route = routeOf(namespace, home, method);
      if (!route) continue;
      if (routes.has(route.event))
        throw new Error(`Event ${route.event} of ${namespace} is declared twice; again by ${route.handler}.`);
      routes.set(route.event, route);
    }
    return routes;
  }
}

/** The route of a decorated method, bound to its object; null for any other method. */
export function routeOf(namespace: string, home: object, method: string): EventRoute | null {
  const handle = (home as Record<string, unknown>)[method] as SocketEventHandler<z.ZodType>;
  const options = Reflect.getMetadata(SOCKET_EVENT, handle) as
    (SocketEventOptions & { name: string }) | undefined;
  if (!options) return null;
  const handler = `${home.constructor.name}.${method}`;
  if (!options.access)
    throw new Error(`${handler} names no access: 'signed_in' or a permission. Nothing is open by default.`);
  return {
    namespace,
    event: options.name,
    access: options.access,
    schema: options.schema,
    summary: options.summary ?? null,
    handler,
    handle: handle.bind(home),
  };
}
