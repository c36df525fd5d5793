import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, type Observable, of } from 'rxjs';
import type { RequestWithActor } from '#lib/access';
import { Database } from '#lib/database';
import { type Claim, IdempotencyKeys, type StoredAnswer } from './idempotency-keys.service.js';
import { IDEMPOTENCY_OPTIONS, type IdempotencyOptions } from './idempotency.options.js';
import { hashOfRequest, keyScopeOf } from './request-fingerprint.js';

// Headers that belong to the answer itself; all others are made anew for each request.
const keptHeaders = ['location', 'etag'];

/** Runs a request under its `Idempotency-Key` once, and answers repetitions with what was answered first. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly database: Database,
    private readonly reflector: Reflector,
  ) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> | Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest & RequestWithActor>();
    // Without somebody signed in the answer would belong to nobody: it could be replayed to another person.
    const scope = request.actor ? keyScopeOf(request, request.actor.userId) : null;
    if (scope === null) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const options = this.reflector.get<IdempotencyOptions>(IDEMPOTENCY_OPTIONS, context.getHandler());
    return this.once(scope, hashOfRequest(request.query, request.body), reply, next, options);
  }

  private async once(
    scope: string,
    requestHash: string,
    reply: FastifyReply,
    next: CallHandler,
    options: IdempotencyOptions,
  ): Promise<Observable<unknown>> {
    const claim = await this.keys.claim(scope, requestHash);
    if ('status' in claim) return of(replay(claim, reply));
    try {
      const work = () => this.runAndStore(claim, reply, next);
      const isAtomic = options.atomic ?? true;
      return of(await this.keys.whileAlive(claim, isAtomic ? () => this.database.transaction(work) : work));
    } catch (error) {
      await this.keys.free(claim);
      throw error;
    }
  }

  private async runAndStore(claim: Claim, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const result: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
    const { statusCode } = reply;
    if (statusCode >= 200 && statusCode < 300) {
      const body = result === undefined ? null : JSON.stringify(result);
      await this.keys.store(claim, { status: statusCode, headers: headersToKeep(reply), body });
    } else {
      await this.keys.free(claim);
    }
    return result;
  }
}

function headersToKeep(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

function replay(answer: StoredAnswer, reply: FastifyReply): unknown {
  void reply.status(answer.status).headers({ ...answer.headers, 'Idempotency-Replayed': 'true' });
  return answer.body === null ? undefined : JSON.parse(answer.body);
}
