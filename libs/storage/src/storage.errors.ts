import { defineError } from '#lib/errors';

/** There is no object at this key. A client sees it only where nobody said something better, such as `file.not_found`. */
export const StorageObjectNotFoundError = defineError('StorageObjectNotFoundError', {
  code: 'storage.object_not_found',
  status: 404,
  text: { en: 'The stored object is not there.', ru: 'Сохранённого объекта нет.' },
});

/** The range begins behind the end of the object. `params.size` is its size in bytes. */
export const StorageRangeError = defineError('StorageRangeError', {
  code: 'storage.range_not_satisfiable',
  status: 416,
  level: 'silent',
  text: { en: 'The object has only {size} bytes.', ru: 'В объекте только {size} байт.' },
});

/** This store has no uploads that go past the server; send the bytes to the API instead. */
export const StorageCannotPresign = defineError('StorageCannotPresign', {
  code: 'storage.cannot_presign',
  status: 501,
  level: 'info',
  text: {
    en: 'Direct uploads need an object store; upload through the API instead.',
    ru: 'Прямая загрузка возможна только с объектным хранилищем; загрузите файл через API.',
  },
});

/** A key that is none: a mistake in our own code, for keys are never taken from users. */
export class StorageKeyError extends Error {
  override readonly name = 'StorageKeyError';

  constructor(key: string) {
    super(
      `${JSON.stringify(key.slice(0, 200))} is no storage key; see storage-key.ts for what one looks like.`,
    );
  }
}

/** The content type is not the one that the key's extension promises: a mistake in our own code. */
export class StorageContentTypeError extends Error {
  override readonly name = 'StorageContentTypeError';

  constructor(key: string, contentType: string, expected: string) {
    super(
      `${key} would be served as ${expected}, but holds ${contentType}; give the key the extension of its content.`,
    );
  }
}

/** The source was shorter or longer than it said. Nothing was stored. */
export class StorageSizeError extends Error {
  override readonly name = 'StorageSizeError';

  constructor(key: string, expected: number, actual: number) {
    super(`${key} should have ${expected} bytes, its source had ${actual}.`);
  }
}
