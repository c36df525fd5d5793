import type { LoggerService } from '@nestjs/common';
import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import pretty from 'pino-pretty';
import { LineBuffer } from './line-buffer.js';
import type { LoggingConfig } from './logging.config.js';
import { redact, redactText } from './redaction.js';
import { requestContext } from './request-context.js';

/** Where Nest tells of every module and route it puts together: of interest to who debugs the start alone. */
const assembly = new Set<unknown>([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
]);

/** One finished HTTP request, for the access log. `path` comes without its query, which may hold signatures. */
export interface RequestLine {
  requestId: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  ip: string;
  actorId: string | undefined;
}

/**
 * The process's log (A8): Pino, one JSON object per line, with the request id of whatever is running. Values are JSON strings, so that
 * nothing a client sends can forge a line; secrets are masked. Give it to Nest, and use Nest's own `Logger` in code.
 */
export class AppLogger implements LoggerService {
  private readonly buffer: LineBuffer | null;
  private readonly sink: { write(line: string): unknown };
  private readonly pino: PinoLogger;
  private readonly isInfoOn: boolean;

  constructor(config: LoggingConfig, stream?: { write(line: string): void }) {
    this.buffer = stream || config.isPretty ? null : new LineBuffer();
    this.sink = stream ?? this.buffer ?? pretty({ sync: true, ignore: 'requestId,actorId' });
    this.pino = pino(
      {
        level: config.level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      this.sink as DestinationStream,
    );
    this.isInfoOn = this.pino.isLevelEnabled('info');
  }

  /** The access log: one line per request. Its fields are known and hold no secrets, so that it need not go through Pino. */
  request(line: RequestLine): void {
    if (!this.isInfoOn) return;
    const time = new Date().toISOString();
    this.sink.write(`${JSON.stringify({ level: 'info', time, ...line, msg: 'request' })}\n`);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(assembly.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
    this.flush();
  }

  /** Writes what is buffered; call before the process ends. */
  flush(): void {
    this.buffer?.flush();
  }

  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ) {
    if (!this.pino.isLevelEnabled(level)) return;
    // Nest's Logger appends its context, the class name, as the last argument.
    const scope = typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    const extras = scope === undefined ? rest : rest.slice(0, -1);
    const current = requestContext();
    const details = extras.filter((extra) => extra !== undefined).map((extra) => redact(extra));
    const isError = message instanceof Error;
    this.pino[level](
      {
        scope,
        requestId: current?.requestId,
        actorId: current?.actorId,
        ...(isError ? { error: redact(message) } : {}),
        ...(typeof message === 'object' && message !== null && !isError ? (redact(message) as object) : {}),
        ...(details.length > 0 ? { details: details.length === 1 ? details[0] : details } : {}),
      },
      typeof message === 'string' ? redactText(message) : isError ? redactText(message.message) : undefined,
    );
  }
}
