import type { FastifyReply, FastifyRequest } from 'fastify';

/** What scripts of other origins may read besides the headers every script may. */
const exposed = 'X-Request-Id, Retry-After, Idempotency-Replayed, ETag, RateLimit, RateLimit-Policy';
const methods = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const PREFLIGHT_LIFE_SECONDS = '600';

/** Lets browsers of the allowed origins in. Requests without an origin, which is all of the apps and servers, cost nothing. */
export class CorsPolicy {
  private readonly origins: ReadonlySet<string>;

  /** `*` among them allows every origin; there are no cookies to protect. */
  constructor(origins: readonly string[]) {
    this.origins = new Set(origins);
  }

  /** Adds what the answer has to say about origins. True when this was a preflight, which is answered with it. */
  apply(request: FastifyRequest, reply: FastifyReply): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return false;
    const isAllowed = this.origins.has(origin) || this.origins.has('*');
    if (isAllowed) reply.header('access-control-allow-origin', origin);
    if (!isPreflight(request)) {
      if (isAllowed) reply.header('access-control-expose-headers', exposed);
      return false;
    }
    reply.header('vary', 'Origin, Access-Control-Request-Headers');
    if (isAllowed) {
      reply.headers({
        'access-control-allow-methods': methods,
        'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
        'access-control-max-age': PREFLIGHT_LIFE_SECONDS,
      });
    }
    void reply.status(204).send();
    return true;
  }
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}
