import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AppError,
  type AppErrorClass,
  ForbiddenError,
  InternalError,
  languageOf,
  MalformedRequestError,
  MethodNotAllowedError,
  RequestTooLargeError,
  RouteNotFoundError,
  ServiceUnavailableError,
  UnauthorizedError,
  UnsupportedMediaTypeError,
} from '#lib/errors';
import { pathOf } from './request-path.js';
import { toProblem } from './problem.js';

const byStatus: Readonly<Record<number, AppErrorClass>> = {
  400: MalformedRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: RouteNotFoundError,
  405: MethodNotAllowedError,
  408: MalformedRequestError,
  413: RequestTooLargeError,
  414: RequestTooLargeError,
  415: UnsupportedMediaTypeError,
  431: RequestTooLargeError,
  503: ServiceUnavailableError,
};

/** The one place where an error becomes an HTTP answer (O3). What is not an `AppError` tells the client its request id and nothing else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = asAppError(thrown);
    this.log(error, request);
    if (reply.raw.headersSent) {
      // Half an answer is out: cutting the connection is the only way to say that the rest will not come.
      reply.raw.destroy();
      return;
    }
    const problem = toProblem(error, {
      instance: pathOf(request.url),
      requestId: request.id,
      language: languageOf(request.headers['accept-language']),
    });
    void reply
      .status(error.status)
      .headers({
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
        ...error.headers,
      })
      .send(JSON.stringify(problem));
  }

  private log(error: AppError, request: FastifyRequest): void {
    const { level } = error.definition;
    if (level === 'silent') return;
    const line = {
      code: error.code,
      msg: error.definition.text.en,
      requestId: request.id,
      method: request.method,
      path: pathOf(request.url),
    };
    const cause = error.cause ?? (level === 'error' ? error : undefined);
    if (level === 'error') this.logger.error(line, cause);
    else if (level === 'warn') this.logger.warn(line, cause);
    else this.logger.log(line);
  }
}

/** Errors of Nest and Fastify carry a status: theirs become the matching error of ours, everything else a 500. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const status =
    thrown instanceof HttpException ? thrown.getStatus() : (thrown as { statusCode?: unknown })?.statusCode;
  const ErrorOfStatus =
    typeof status === 'number' ? (byStatus[status] ?? clientErrorOf(status)) : InternalError;
  return new ErrorOfStatus({ cause: thrown });
}

function clientErrorOf(status: number): AppErrorClass {
  return status >= 400 && status < 500 ? MalformedRequestError : InternalError;
}
