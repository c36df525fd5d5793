import { type INestApplication, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type AccessRule, accessRuleOf } from '#lib/access';

/** One route: where its handler is and what it demands. `rule` null means that nobody may call it, which the inventory test forbids. */
export interface RouteEntry {
  controller: string;
  handler: string;
  /** As @nestjs/swagger names the operation. */
  operationId: string;
  method: string;
  /** Below the API prefix, as declared. */
  path: string;
  rule: AccessRule | null;
}

/** Every HTTP route of the app with its access rule (deny by default). */
export function routeInventory(app: INestApplication): RouteEntry[] {
  const discovery = app.get(DiscoveryService, { strict: false });
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ metatype, instance }) => {
    if (!metatype || !instance) return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((handler) => {
      const method = prototype[handler];
      const verb = method && (Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined);
      if (!method || verb === undefined) return [];
      const prefixes = pathsOf(metatype);
      return prefixes.flatMap((prefix) =>
        pathsOf(method).map((path) => ({
          controller: metatype.name,
          handler,
          operationId: `${metatype.name}_${handler}`,
          method: RequestMethod[verb],
          path: `/${[prefix, path]
            .map((part) => part.replace(/^\/+|\/+$/g, ''))
            .filter(Boolean)
            .join('/')}`,
          rule: accessRuleOf(method, metatype),
        })),
      );
    });
  });
}

function pathsOf(target: object): string[] {
  const paths = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return Array.isArray(paths) ? paths : [paths ?? '/'];
}
