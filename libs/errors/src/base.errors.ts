import { defineError } from './app-error.js';

export const ValidationError = defineError('ValidationError', {
  code: 'validation.failed',
  status: 400,
  level: 'silent',
  text: {
    en: 'The request has fields that are missing or wrong.',
    ru: 'В запросе есть неверные или пропущенные поля.',
  },
});

export const MalformedRequestError = defineError('MalformedRequestError', {
  code: 'request.malformed',
  status: 400,
  level: 'silent',
  text: { en: 'The request could not be read.', ru: 'Запрос не удалось прочитать.' },
});

export const RequestTooDeepError = defineError('RequestTooDeepError', {
  code: 'request.too_deep',
  status: 400,
  level: 'silent',
  text: { en: 'The JSON is nested deeper than {limit} levels.', ru: 'JSON вложен глубже {limit} уровней.' },
});

export const RequestTooLargeError = defineError('RequestTooLargeError', {
  code: 'request.too_large',
  status: 413,
  level: 'silent',
  text: { en: 'The request is too large.', ru: 'Запрос слишком велик.' },
});

export const UnsupportedMediaTypeError = defineError('UnsupportedMediaTypeError', {
  code: 'request.unsupported_media_type',
  status: 415,
  level: 'silent',
  text: { en: 'This content type is not understood here.', ru: 'Этот тип содержимого здесь не принимается.' },
});

export const RouteNotFoundError = defineError('RouteNotFoundError', {
  code: 'route.not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is nothing at this address.', ru: 'По этому адресу ничего нет.' },
});

export const MethodNotAllowedError = defineError('MethodNotAllowedError', {
  code: 'route.method_not_allowed',
  status: 405,
  level: 'silent',
  text: { en: 'This address does not take that method.', ru: 'Этот адрес не принимает такой метод.' },
});

export const UnauthorizedError = defineError('UnauthorizedError', {
  code: 'auth.unauthorized',
  status: 401,
  level: 'silent',
  text: { en: 'A valid access token is required.', ru: 'Нужен действующий токен доступа.' },
});

export const ForbiddenError = defineError('ForbiddenError', {
  code: 'auth.forbidden',
  status: 403,
  level: 'info',
  text: { en: 'You are not allowed to do this.', ru: 'У вас нет права на это действие.' },
});

export const RateLimitedError = defineError('RateLimitedError', {
  code: 'rate.limited',
  status: 429,
  level: 'silent',
  text: {
    en: 'Too many requests; try again a little later.',
    ru: 'Слишком много запросов, попробуйте чуть позже.',
  },
});

export const ServiceUnavailableError = defineError('ServiceUnavailableError', {
  code: 'service.unavailable',
  status: 503,
  level: 'warn',
  text: {
    en: 'This part of the service is away for a moment.',
    ru: 'Эта часть сервиса временно недоступна.',
  },
});

export const InternalError = defineError('InternalError', {
  code: 'internal.error',
  status: 500,
  level: 'error',
  text: {
    en: 'Something went wrong on our side. Quote the request id when you report it.',
    ru: 'Что-то сломалось на нашей стороне. Сообщая об этом, укажите идентификатор запроса.',
  },
});
