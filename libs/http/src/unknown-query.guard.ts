import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { ValidationError } from '#lib/errors';

const MAX_ISSUES = 50;
/** Probes and scrapes are asked by machines of others, who may add what they like. */
const API = '/api/';

/**
 * Refuses query parameters where a route takes none; a route with a query schema refuses unknown ones by that (CONTRACT, Conventions).
 * Comes after the access guard, so that strangers learn nothing about routes.
 */
@Injectable()
export class UnknownQueryGuard implements CanActivate {
  private readonly takers = new WeakMap<object, boolean>();

  /** @throws ValidationError */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.url.includes('?') || !request.url.startsWith(API) || this.takesQuery(context)) return true;
    const names = Object.keys(request.query as object);
    if (names.length === 0) return true;
    throw new ValidationError({
      issues: names
        .slice(0, MAX_ISSUES)
        .map((path) => ({ path, code: 'unrecognized_keys', message: 'Unknown field' })),
    });
  }

  private takesQuery(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let takes = this.takers.get(handler);
    if (takes === undefined) {
      const args = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) as
        object | undefined;
      takes = Object.keys(args ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
      this.takers.set(handler, takes);
    }
    return takes;
  }
}
