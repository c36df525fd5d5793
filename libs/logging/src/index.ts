export { AppLogger, type RequestLine } from './app-logger.js';
export { type LoggingConfig, loggingConfig } from './logging.config.js';
export { LoggingModule } from './logging.module.js';
export { redact, redactText } from './redaction.js';
export { requestContext, type RequestContext, runInContext } from './request-context.js';
