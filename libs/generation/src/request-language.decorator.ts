import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type ErrorLanguage, languageOf } from '#lib/errors';

/** The language of the request, from `Accept-Language`. */
export const RequestLanguage = createParamDecorator(
  (_: unknown, context: ExecutionContext): ErrorLanguage => {
    const { headers } = context.switchToHttp().getRequest<{ headers: { 'accept-language'?: string } }>();
    return languageOf(headers['accept-language']);
  },
);
