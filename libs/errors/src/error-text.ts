import { AppError, type ErrorLanguage, errorLanguages } from './app-error.js';
import { InternalError } from './base.errors.js';

/** The error a client may see: an `AppError` as it is, anything else as `internal.error` with the original as cause. */
export function toAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new InternalError({ cause: error });
}

/**
 * Picks the first language of an `Accept-Language` header that we speak, by quality (RFC 9110 section 12.5.4).
 * Null, empty and nonsense give English.
 */
export function languageOf(acceptLanguage: string | undefined): ErrorLanguage {
  if (!acceptLanguage) return errorLanguages[0];
  let best: ErrorLanguage = errorLanguages[0];
  let bestQuality = 0;
  for (const part of acceptLanguage.split(',', 16)) {
    const [tag = '', ...params] = part.trim().toLowerCase().split(';');
    const language = errorLanguages.find((known) => tag === known || tag.startsWith(`${known}-`));
    const quality = Number(
      params
        .find((param) => param.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    );
    if (language && quality > bestQuality) {
      best = language;
      bestQuality = quality;
    }
  }
  return best;
}
