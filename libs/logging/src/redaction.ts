const secretKeys =
  /pass(word|phrase)?$|secret|token|authorization|cookie|api[-_]?key|private[-_]?key|credential|^code$|^sig$|signature/i;
/** The stable code of an error (`chat.not_found`), which is what one looks for in a log; codes that people are sent have no dots. */
const errorCode = /^[a-z_]+(?:\.[a-z_]+)+$/;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
const jwt = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g;
const urlPassword = /(:\/\/[^\s:/?#]*:)[^\s@/?#]*@/g;
const querySecret = /([?&](?:token|sig|code|key|password)=)[^&\s"']+/gi;

const MASK = '***';
const MAX_DEPTH = 6;

/** `text` without tokens, passwords in addresses and signed queries. */
export function redactText(text: string): string {
  return text
    .replace(bearer, `$1 ${MASK}`)
    .replace(jwt, MASK)
    .replace(urlPassword, `$1${MASK}@`)
    .replace(querySecret, `$1${MASK}`);
}

/** A copy of `value` fit for a log: secrets masked by key and by shape, errors with their causes, nothing deeper than six levels. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecret(key, item) ? MASK : redact(item, depth + 1)]),
  );
}

function isSecret(key: string, value: unknown): boolean {
  return secretKeys.test(key) && !(key === 'code' && typeof value === 'string' && errorCode.test(value));
}

function redactError(error: Error, depth: number): object {
  return {
    type: error.name,
    message: redactText(error.message),
    stack: error.stack && redactText(error.stack),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
