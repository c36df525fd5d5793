/**
 * What every answer carries: nothing of the API is a page, to be framed, cached by others or guessed at. The set is OWASP's for REST; headers that
 * only mean something to documents (COOP, X-Download-Options ...) would be bytes and work for nothing. One object for all requests, because
 * Nest's `useSecurityHeaders` sets each header on the raw answer, for a tenth of the work of a small request.
 */
export function answerHeaders({ isProduction }: { isProduction: boolean }): Readonly<Record<string, string>> {
  return {
    vary: 'Origin',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isProduction ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
