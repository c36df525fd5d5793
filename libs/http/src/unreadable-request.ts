import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, MalformedRequestError, RequestTooLargeError } from '#lib/errors';
import { asAppError } from './problem.filter.js';
import { toProblem } from './problem.js';
import { requestIdOf } from './request-id.js';
import { pathOf } from './request-path.js';

const mediaType = 'application/problem+json; charset=utf-8';

/** Answers an address that the router cannot read; hooks and filters do not see such a request. */
export function answerMisdirected(thrown: Error, request: FastifyRequest, reply: FastifyReply): void {
  const error = asAppError(thrown);
  const problem = toProblem(error, {
    instance: pathOf(request.url),
    requestId: request.id,
    language: languageOf(request.headers['accept-language']),
  });
  void reply
    .status(error.status)
    .headers({
      'content-type': mediaType,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    })
    .send(JSON.stringify(problem));
}

/** Answers what is no HTTP, has too many headers or comes too slowly, of which there is no request to speak of, and hangs up. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(unreadable(error.code));
  socket.destroy(error);
}

function unreadable(code: string | undefined): string {
  const isTooLarge = code === 'HPE_HEADER_OVERFLOW';
  const status = isTooLarge ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const requestId = requestIdOf(undefined);
  const error = isTooLarge ? new RequestTooLargeError() : new MalformedRequestError();
  const problem = toProblem(error, { instance: '', requestId, language: 'en' });
  const body = JSON.stringify({ ...problem, status });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${mediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
