import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AppConfig } from '#lib/config';
import { JSON_BODY_LIMIT } from './json-body.parser.js';
import { requestIdOf } from './request-id.js';
import { answerMisdirected, answerUnreadable } from './unreadable-request.js';

/** A connection that has not sent its headers, or goes on sending nothing of its body, is cut after this many milliseconds. */
export const DAWDLE_LIMIT_MS = 10_000;

/** Fastify as this product wants it: ids, limits, and timeouts, which only count when the server is created with them. */
export function createHttpAdapter(config: Pick<AppConfig, 'trustProxy'>): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: JSON_BODY_LIMIT,
    routerOptions: { maxParamLength: 256, ignoreTrailingSlash: true },
    trustProxy: config.trustProxy.length > 0 ? config.trustProxy : false,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    multipart: true,
    frameworkErrors: answerMisdirected,
    clientErrorHandler: answerUnreadable,
    // Fastify sets these two itself: below `http` they would be overwritten, with no limit at all.
    // The first covers the slowest honest upload; a body that stands still is cut by the dawdle hook long before.
    requestTimeout: 600_000,
    keepAliveTimeout: 65_000,
    http: {
      headersTimeout: DAWDLE_LIMIT_MS,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 16_384,
    },
  });
}
