import { FileTypeMismatchError, FileUnsupportedTypeError } from './files.errors.js';
import type { FilePurpose } from './file-purpose.js';

/** A type that is taken in. `extension` is that of storage keys; `extensions` and `names` are how people and programs call it. */
export interface AcceptedType {
  contentType: string;
  extension: string;
  extensions: readonly string[];
  names: readonly string[];
}

/** A picture and how sharp calls its format. */
export interface ImageType extends AcceptedType {
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'heif';
}

const imageTypes: readonly ImageType[] = [
  {
    contentType: 'image/jpeg',
    extension: 'jpg',
    extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
    names: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
    format: 'jpeg',
  },
  {
    contentType: 'image/png',
    extension: 'png',
    // An animated PNG is a PNG: its still picture is kept.
    extensions: ['png', 'apng'],
    names: ['image/png', 'image/x-png', 'image/apng', 'image/vnd.mozilla.apng'],
    format: 'png',
  },
  {
    contentType: 'image/webp',
    extension: 'webp',
    extensions: ['webp'],
    names: ['image/webp'],
    format: 'webp',
  },
  { contentType: 'image/gif', extension: 'gif', extensions: ['gif'], names: ['image/gif'], format: 'gif' },
  {
    contentType: 'image/avif',
    extension: 'avif',
    extensions: ['avif'],
    names: ['image/avif'],
    format: 'heif',
  },
];

const pdf: AcceptedType = {
  contentType: 'application/pdf',
  extension: 'pdf',
  extensions: ['pdf'],
  names: ['application/pdf', 'application/x-pdf'],
};

/** Bytes of the head that suffice to know every accepted type. */
export const SNIFFED_BYTES = 4100;

/** A picture type, as against a document. */
export function isImageType(type: AcceptedType): type is ImageType {
  return 'format' in type;
}

/** What is said about an upload. Each may be null: not said. `application/octet-stream` says nothing either. */
export interface TypeClaims {
  declared: string | null;
  name: string | null;
  /** From the content itself. */
  real: string | null;
}

/**
 * The type of an upload when its extension, its declared type and its content agree (Q4).
 * @throws FileUnsupportedTypeError when it claims to be, or without claims is, something that `purpose` does not take
 * @throws FileTypeMismatchError when claims and content differ
 */
export function agreedType(claims: TypeClaims, purpose: FilePurpose): AcceptedType {
  const accepted: readonly AcceptedType[] = purpose === 'chat' ? [...imageTypes, pdf] : imageTypes;
  const named = (name: string) => requireType(accepted.find(({ names }) => names.includes(name)));
  const claimed: AcceptedType[] = [];
  const declared = claims.declared?.split(';', 1)[0]?.trim().toLowerCase();
  if (declared && declared !== 'application/octet-stream') claimed.push(named(declared));
  const extension = extensionOf(claims.name);
  if (extension !== null) {
    claimed.push(requireType(accepted.find(({ extensions }) => extensions.includes(extension))));
  }
  if (claimed.length === 0) return named(claims.real ?? '');
  const real = accepted.find(({ names }) => names.includes(claims.real ?? ''));
  if (!real || claimed.some((type) => type !== real)) throw new FileTypeMismatchError();
  return real;
}

/** The real type of `head`, the first `SNIFFED_BYTES` of a file; null when it is nothing known. */
export async function sniff(head: Buffer): Promise<string | null> {
  // Loaded with the first file: an idle process needs none of it.
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(head))?.mime ?? null;
}

function requireType(type: AcceptedType | undefined): AcceptedType {
  if (!type) throw new FileUnsupportedTypeError();
  return type;
}

function extensionOf(name: string | null): string | null {
  const dot = name?.lastIndexOf('.') ?? -1;
  return dot <= 0 ? null : name!.slice(dot + 1).toLowerCase();
}
