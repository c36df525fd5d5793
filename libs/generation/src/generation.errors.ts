import { type AppErrorClass, defineError, type ErrorLanguage } from '#lib/errors';

export const GenerationNotFoundError = defineError('GenerationNotFoundError', {
  code: 'generation.not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such generation.', ru: 'Такой генерации нет.' },
});

export const UnknownModelError = defineError('UnknownModelError', {
  code: 'generation.unknown_model',
  status: 400,
  level: 'silent',
  text: { en: 'There is no model "{model}".', ru: 'Модели «{model}» нет.' },
});

export const ModelKindMismatchError = defineError('ModelKindMismatchError', {
  code: 'generation.model_kind_mismatch',
  status: 400,
  level: 'silent',
  text: { en: 'Model "{model}" does not make "{kind}".', ru: 'Модель «{model}» не делает «{kind}».' },
});

export const KindUnavailableError = defineError('KindUnavailableError', {
  code: 'generation.kind_unavailable',
  status: 400,
  level: 'silent',
  text: { en: 'No model here does "{kind}".', ru: 'Ни одна модель здесь не делает «{kind}».' },
});

export const UnknownStyleError = defineError('UnknownStyleError', {
  code: 'generation.unknown_style',
  status: 400,
  level: 'silent',
  text: { en: 'There is no style "{style}" for "{kind}".', ru: 'Стиля «{style}» для «{kind}» нет.' },
});

export const SourceRequiredError = defineError('SourceRequiredError', {
  code: 'generation.source_required',
  status: 400,
  level: 'silent',
  text: {
    en: '"{kind}" needs a picture in sourceFileId.',
    ru: 'Для «{kind}» нужна картинка в sourceFileId.',
  },
});

export const SourceNotImageError = defineError('SourceNotImageError', {
  code: 'generation.source_not_image',
  status: 400,
  level: 'silent',
  text: { en: 'The source file is not a picture.', ru: 'Исходный файл — не картинка.' },
});

export const AlreadyFinalError = defineError('AlreadyFinalError', {
  code: 'generation.already_final',
  status: 409,
  level: 'silent',
  text: { en: 'This generation is over already.', ru: 'Эта генерация уже завершена.' },
});

export const NotRetryableError = defineError('NotRetryableError', {
  code: 'generation.not_retryable',
  status: 409,
  level: 'silent',
  text: {
    en: 'Only a failed or canceled generation can be tried again.',
    ru: 'Повторить можно только неудавшуюся или отменённую генерацию.',
  },
});

export const GalleryItemNotFoundError = defineError('GalleryItemNotFoundError', {
  code: 'gallery.not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such picture in your gallery.', ru: 'Такой картинки в вашей галерее нет.' },
});

/** The provider did not deliver. Ends a generation; never an answer to a request. */
export const ProviderFailedError = defineError('ProviderFailedError', {
  code: 'generation.provider_failed',
  status: 502,
  level: 'warn',
  text: {
    en: 'The picture could not be made. Your credits are back.',
    ru: 'Картинку сделать не удалось. Кредиты возвращены.',
  },
});

/** The generation was not finished in its time. Ends a generation; never an answer to a request. */
export const GenerationTimedOutError = defineError('GenerationTimedOutError', {
  code: 'generation.timed_out',
  status: 504,
  level: 'warn',
  text: {
    en: 'The picture was not ready in time. Your credits are back.',
    ru: 'Картинка не была готова вовремя. Кредиты возвращены.',
  },
});

/** The source picture went away before the generation ran. Ends a generation; never an answer to a request. */
export const SourceUnavailableError = defineError('SourceUnavailableError', {
  code: 'generation.source_unavailable',
  status: 409,
  level: 'info',
  text: {
    en: 'The source picture is gone. Your credits are back.',
    ru: 'Исходной картинки больше нет. Кредиты возвращены.',
  },
});

const failures: ReadonlyMap<string, AppErrorClass> = new Map(
  [ProviderFailedError, GenerationTimedOutError, SourceUnavailableError].map((failure) => [
    new failure().code,
    failure,
  ]),
);

/** What to tell a person about the failure `code` of a generation; `fallback` is the text kept with it. */
export function failureText(code: string, fallback: string, language: ErrorLanguage): string {
  const Failure = failures.get(code);
  return Failure ? new Failure().textIn(language) : fallback;
}
