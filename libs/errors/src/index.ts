export {
  AppError,
  type AppErrorClass,
  defineError,
  type ErrorDefinition,
  type ErrorLanguage,
  errorLanguages,
  type ErrorLogLevel,
  type ErrorOccurrence,
  type FieldIssue,
} from './app-error.js';
export {
  ForbiddenError,
  InternalError,
  MalformedRequestError,
  MethodNotAllowedError,
  RateLimitedError,
  RequestTooDeepError,
  RequestTooLargeError,
  RouteNotFoundError,
  ServiceUnavailableError,
  UnauthorizedError,
  UnsupportedMediaTypeError,
  ValidationError,
} from './base.errors.js';
export { languageOf, toAppError } from './error-text.js';
