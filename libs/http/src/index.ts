export { createHttpAdapter, DAWDLE_LIMIT_MS } from './http-adapter.js';
export { type RequestObserver, setUpHttp } from './http-setup.js';
export { JSON_BODY_LIMIT } from './json-body.parser.js';
export { isJsonTooDeep, isValueTooDeep, MAX_JSON_DEPTH } from './json-depth.js';
export {
  decodeCursor,
  encodeCursor,
  type IdParams,
  idParams,
  type Page,
  pageOf,
  pageQuery,
} from './paging.js';
export { type Problem, problemSchema, toProblem } from './problem.js';
export { ProblemFilter } from './problem.filter.js';
export { pathOf } from './request-path.js';
export { requestIdOf } from './request-id.js';
export { UnknownQueryGuard } from './unknown-query.guard.js';
export { parseOrThrow, SchemaValidationPipe, validationError } from './validation.pipe.js';
