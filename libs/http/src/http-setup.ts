import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestTooLargeError } from '#lib/errors';
import type { AppConfig } from '#lib/config';
import { type AppLogger, type RequestContext, runInContext } from '#lib/logging';
import { answerHeaders } from './answer-headers.js';
import { CorsPolicy } from './cors.js';
import { DAWDLE_LIMIT_MS } from './http-adapter.js';
import { JSON_BODY_LIMIT, parseJsonBody } from './json-body.parser.js';
import { ProblemFilter } from './problem.filter.js';
import { pathOf } from './request-path.js';
import { SchemaValidationPipe } from './validation.pipe.js';

/** An upload that brings less than this in half the limit is not moving: under 1 KB/s, far below any network people have. */
const LEAST_BYTES_AN_INTERVAL = 4096;

/** Told about every finished request. `route` is the pattern (`/api/v1/gallery/:id`), never the address itself. */
export type RequestObserver = (request: {
  method: string;
  route: string;
  status: number;
  seconds: number;
}) => void;

declare module 'fastify' {
  interface FastifyRequest {
    context?: RequestContext;
    actor?: { userId: string };
  }
}

/** Sets up what holds for every request: ids, context, log line, limits, JSON, CORS, security headers, validation, errors. */
export function setUpHttp(
  app: NestFastifyApplication,
  options: {
    config: AppConfig;
    logger: AppLogger;
    observers: readonly RequestObserver[];
    /** How long a body may take; for tests. Default: `DAWDLE_LIMIT_MS`. */
    dawdleLimitMs?: number;
  },
): void {
  app.useBodyParser('application/json', { bodyLimit: JSON_BODY_LIMIT }, parseJsonBody);
  app.useGlobalPipes(new SchemaValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const fastify = app.getHttpAdapter().getInstance();
  const common = answerHeaders(options.config);
  const cors = new CorsPolicy(options.config.allowOrigins);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(common).header('x-request-id', request.id);
    if (cors.apply(request, reply)) return;
    if (hasBody(request)) {
      if (Number(request.headers['content-length']) > JSON_BODY_LIMIT && !isMultipart(request)) {
        // Told before the body is sent: nobody uploads 20 MB to be refused.
        done(new RequestTooLargeError({ headers: { connection: 'close' } }));
        return;
      }
      cutDawdlers(request, options.dawdleLimitMs ?? DAWDLE_LIMIT_MS);
    }
    done();
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    request.context = { requestId: request.id };
    runInContext(request.context, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    finish(request, reply, options);
    done();
  });
}

function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  { logger, observers }: { logger: AppLogger; observers: readonly RequestObserver[] },
): void {
  const durationMs = reply.elapsedTime;
  logger.request({
    requestId: request.id,
    method: request.method,
    path: pathOf(request.url),
    status: reply.statusCode,
    durationMs: Math.round(durationMs * 100) / 100,
    ip: request.ip,
    actorId: request.actor?.userId,
  });
  const route = request.routeOptions.url ?? 'unmatched';
  for (const observe of observers) {
    observe({ method: request.method, route, status: reply.statusCode, seconds: durationMs / 1000 });
  }
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

function isMultipart({ headers }: FastifyRequest): boolean {
  return /^multipart\/form-data/i.test(headers['content-type'] ?? '');
}

/** Cuts a connection that dawdles over its body: a small one has the limit in all, an upload must keep up a least rate. */
function cutDawdlers(request: FastifyRequest, limitMs: number): void {
  const { raw } = request;
  const cut = () => {
    if (!raw.complete) raw.destroy();
  };
  const timer = isMultipart(request)
    ? setInterval(unlessMoving(raw.socket, cut), limitMs / 2)
    : setTimeout(cut, limitMs);
  timer.unref();
  raw.once('end', () => clearTimeout(timer));
  raw.once('close', () => clearTimeout(timer));
}

/** To be called at intervals: cuts after two of them in which too little came. The socket's own timeout belongs to Node's keep-alive. */
function unlessMoving(socket: { bytesRead: number }, cut: () => void): () => void {
  let seen = socket.bytesRead;
  let slowIntervals = 0;
  return () => {
    slowIntervals = socket.bytesRead - seen < LEAST_BYTES_AN_INTERVAL ? slowIntervals + 1 : 0;
    seen = socket.bytesRead;
    if (slowIntervals >= 2) cut();
  };
}
