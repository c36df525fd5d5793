import { StorageContentTypeError, StorageKeyError } from './storage.errors.js';

const MAX_KEY_LENGTH = 512;
const folder = '[a-z0-9][a-z0-9_-]{0,63}';
const name = '[a-z0-9][a-z0-9_-]{0,127}(?:\\.[a-z0-9]{1,16}){1,3}';
const keyPattern = new RegExp(`^(?:${folder}/){0,8}${name}$`);
const prefixPattern = /^(?:[a-z0-9][a-z0-9_-]{0,63}\/){0,8}[a-z0-9_-]{0,127}(?:\.[a-z0-9]{0,16}){0,3}$/;

const contentTypes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  pdf: 'application/pdf',
  json: 'application/json',
  gz: 'application/gzip',
  txt: 'text/plain',
};

/**
 * A key is folders of `a-z 0-9 _ -` and a name with an extension, divided by `/`. Only names have dots, so that no key is a folder of another
 * one, nothing is hidden and nothing climbs; only small letters, so that file systems without case agree.
 * @throws StorageKeyError
 */
export function requireKey(key: string): void {
  if (key.length > MAX_KEY_LENGTH || !keyPattern.test(key)) throw new StorageKeyError(key);
}

/** A key or the beginning of one. @throws StorageKeyError */
export function requirePrefix(prefix: string): void {
  if (prefix.length > MAX_KEY_LENGTH || !prefixPattern.test(prefix)) throw new StorageKeyError(prefix);
}

/**
 * The content type of the object at `key`, which its extension says: a store on disk has no other place for it.
 * `application/octet-stream` for extensions it does not know.
 */
export function contentTypeOf(key: string): string {
  return contentTypes[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** @throws StorageContentTypeError */
export function requireContentType(key: string, contentType: string): void {
  const expected = contentTypeOf(key);
  if (contentType !== expected) throw new StorageContentTypeError(key, contentType, expected);
}
