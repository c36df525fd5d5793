import { defineError } from '#lib/errors';

/** Missing, not ready yet, or somebody else's: one answer for all of them. */
export const FileNotFoundError = defineError('FileNotFoundError', {
  code: 'file.not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such file.', ru: 'Такого файла нет.' },
});

export const FilePurposeRequiredError = defineError('FilePurposeRequiredError', {
  code: 'file.purpose_required',
  status: 400,
  level: 'silent',
  text: {
    en: 'Say what the file is for: `purpose` in the query, or as a field before `file`.',
    ru: 'Укажите назначение файла: `purpose` в адресе или полем перед `file`.',
  },
});

/** `params.limitMb` is the limit of the purpose. */
export const FileTooLargeError = defineError('FileTooLargeError', {
  code: 'file.too_large',
  status: 413,
  level: 'silent',
  text: { en: 'The file is larger than {limitMb} MB.', ru: 'Файл больше {limitMb} МБ.' },
});

export const FileTooManyPixelsError = defineError('FileTooManyPixelsError', {
  code: 'file.too_many_pixels',
  status: 413,
  level: 'silent',
  text: {
    en: 'The picture has too many pixels or frames.',
    ru: 'В изображении слишком много точек или кадров.',
  },
});

export const FileUnsupportedTypeError = defineError('FileUnsupportedTypeError', {
  code: 'file.unsupported_type',
  status: 415,
  level: 'silent',
  text: { en: 'Files of this type are not accepted here.', ru: 'Файлы этого типа здесь не принимаются.' },
});

export const FileTypeMismatchError = defineError('FileTypeMismatchError', {
  code: 'file.type_mismatch',
  status: 422,
  level: 'silent',
  text: {
    en: 'The content of the file is not what its type or name says.',
    ru: 'Содержимое файла не соответствует его типу или имени.',
  },
});

export const FileInvalidImageError = defineError('FileInvalidImageError', {
  code: 'file.invalid_image',
  status: 422,
  level: 'silent',
  text: { en: 'The picture is damaged and cannot be read.', ru: 'Изображение повреждено и не читается.' },
});

/** `params.quotaMb` is what one user may keep. */
export const FileQuotaExceededError = defineError('FileQuotaExceededError', {
  code: 'file.quota_exceeded',
  status: 403,
  level: 'silent',
  text: {
    en: 'Your files would take more than {quotaMb} MB. Delete some first.',
    ru: 'Ваши файлы займут больше {quotaMb} МБ. Сначала удалите лишние.',
  },
});

export const FileLinkInvalidError = defineError('FileLinkInvalidError', {
  code: 'file.link_invalid',
  status: 403,
  level: 'silent',
  text: { en: 'This link is wrong or has expired.', ru: 'Ссылка неверна или устарела.' },
});

/** `params.size` is the size of the content in bytes. */
export const FileRangeError = defineError('FileRangeError', {
  code: 'file.range_not_satisfiable',
  status: 416,
  level: 'silent',
  text: { en: 'The file has only {size} bytes.', ru: 'В файле только {size} байт.' },
});
