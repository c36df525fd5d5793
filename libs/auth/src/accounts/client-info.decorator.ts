import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { languageOf } from '#lib/errors';
import type { UserLocale } from '#lib/users';
import type { ClientInfo } from '../sessions/session.service.js';

/** Who asks, as far as the request shows. The address is the proxy's word only where `TRUST_PROXY` says so. */
export const Client = createParamDecorator((_: unknown, context: ExecutionContext): ClientInfo => {
  const { headers, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  return { userAgent: headers['user-agent'] ?? null, ip: ip ?? null };
});

/** The language the request asks for: the first one of a new account. */
export const PreferredLocale = createParamDecorator((_: unknown, context: ExecutionContext): UserLocale => {
  return languageOf(context.switchToHttp().getRequest<FastifyRequest>().headers['accept-language']);
});
