/** Languages in which an error can speak to a person. The first one is the fallback. */
export const errorLanguages = ['en', 'ru'] as const;
export type ErrorLanguage = (typeof errorLanguages)[number];

/** How loudly an error is logged. `silent` is for refusals that a client causes at will. */
export type ErrorLogLevel = 'silent' | 'info' | 'warn' | 'error';

/** One broken field of an input: `path` in dots (`points.0.lat`, empty for the whole), `code` stable, `message` for people. */
export interface FieldIssue {
  path: string;
  code: string;
  message: string;
}

/** What is fixed about an error: its stable code, HTTP status, log level and text in every language (`{name}` is filled from params). */
export interface ErrorDefinition {
  code: string;
  status: number;
  level?: ErrorLogLevel;
  text: Record<ErrorLanguage, string>;
}

/** What one occurrence of an error adds. `params` are shown to the client, so they hold nothing secret; `cause` never leaves the process. */
export interface ErrorOccurrence {
  params?: Record<string, string | number>;
  issues?: FieldIssue[];
  headers?: Record<string, string>;
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * The only error that reaches a client with a code and a text of its own (RFC 9457). Everything else answers 500 with a request id.
 * Subclasses are made by `defineError`, so that code, status and texts stand in one place.
 */
export abstract class AppError extends Error {
  abstract readonly definition: Required<ErrorDefinition>;
  readonly params: Readonly<Record<string, string | number>>;
  readonly issues: readonly FieldIssue[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds after which trying again makes sense; undefined when it does not. */
  readonly retryAfterMs: number | undefined;

  protected constructor(message: string, occurrence: ErrorOccurrence) {
    super(message, { cause: occurrence.cause });
    this.params = occurrence.params ?? {};
    this.issues = occurrence.issues;
    this.retryAfterMs = occurrence.retryAfterMs;
    this.headers =
      occurrence.retryAfterMs === undefined
        ? (occurrence.headers ?? {})
        : { 'Retry-After': String(Math.ceil(occurrence.retryAfterMs / 1000)), ...occurrence.headers };
  }

  get code(): string {
    return this.definition.code;
  }

  get status(): number {
    return this.definition.status;
  }

  /** The text for people in `language`, with `{params}` filled in. */
  textIn(language: ErrorLanguage): string {
    return this.definition.text[language].replace(/\{(\w+)\}/g, (hole, name: string) =>
      name in this.params ? String(this.params[name]) : hole,
    );
  }
}

/** The class that `defineError` makes: `new ChatNotFoundError()` or with what this occurrence adds. */
export type AppErrorClass = new (occurrence?: ErrorOccurrence) => AppError;

/** Makes the class of one error. `name` is the class name seen in logs. */
export function defineError(name: string, definition: ErrorDefinition): AppErrorClass {
  const complete: Required<ErrorDefinition> = {
    level: definition.status >= 500 ? 'error' : 'info',
    ...definition,
  };
  const DefinedError = class extends AppError {
    override readonly name = name;
    readonly definition = complete;

    constructor(occurrence: ErrorOccurrence = {}) {
      super(complete.text.en, occurrence);
    }
  };
  Object.defineProperty(DefinedError, 'name', { value: name });
  return DefinedError;
}
