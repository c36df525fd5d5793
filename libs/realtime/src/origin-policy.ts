import type { IncomingMessage } from 'node:http';

/**
 * Which web pages may open a socket: our own, and those of APP_ALLOW_ORIGINS (`*` for all). A browser always names the origin of its page;
 * a client that names none is a program, and only its token counts.
 */
export class OriginPolicy {
  private readonly allowed: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.allowed = new Set(origins.map((origin) => origin.toLowerCase().replace(/\/$/, '')));
  }

  admits(request: Pick<IncomingMessage, 'headers'>): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined || this.allowed.has('*') || this.allowed.has(origin.toLowerCase())) return true;
    return host !== undefined && hostOf(origin) === host.toLowerCase();
  }

  /** For the CORS headers of long polling. */
  get corsOrigins(): string[] | '*' {
    return this.allowed.has('*') ? '*' : [...this.allowed];
  }
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
