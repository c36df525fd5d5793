import type { FastifyRequest } from 'fastify';
import { MalformedRequestError, RequestTooDeepError } from '#lib/errors';
import { isJsonTooDeep, MAX_JSON_DEPTH } from './json-depth.js';

/** Largest JSON body, bytes. */
export const JSON_BODY_LIMIT = 1_048_576;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses a JSON body: depth is checked before it is used; an empty body is no body; bytes that are not UTF-8 are refused. */
export function parseJsonBody(
  _request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, value?: unknown) => void,
): void {
  if (body.length === 0) {
    done(null, undefined);
    return;
  }
  if (isJsonTooDeep(body)) {
    done(new RequestTooDeepError({ params: { limit: MAX_JSON_DEPTH } }));
    return;
  }
  try {
    done(null, JSON.parse(utf8.decode(body)));
  } catch (error) {
    done(new MalformedRequestError({ cause: error }));
  }
}
