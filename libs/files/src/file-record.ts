import type { VariantName } from './image-processor.js';
import type { FilePurpose } from './file-purpose.js';

/** Where a variant lies. Always WebP; `size` in bytes. */
export interface StoredVariant {
  key: string;
  size: number;
  width: number;
  height: number;
}

/** What is known about stored content. `size` and `sha256` (hexadecimal) are those of the stored original; null for what is no picture. */
export interface FileFacts {
  contentType: string;
  size: number;
  sha256: string;
  width: number | null;
  height: number | null;
  /** Base64 of a ThumbHash. */
  thumbhash: string | null;
  storageKey: string;
  /** Empty for what is no picture. */
  variants: Partial<Record<VariantName, StoredVariant>>;
  /** As the client called it, cleaned; null when it did not. */
  originalName: string | null;
}

/** Objects that lie in the storage under a row that nobody can see yet: `FilesService.createRow` makes it a file. */
export interface StoredFile extends FileFacts {
  id: string;
}

/** The same of a picture. */
export interface StoredImage extends StoredFile {
  width: number;
  height: number;
  thumbhash: string;
  variants: Record<VariantName, StoredVariant>;
}

/** A file that is there. `createdAt` in milliseconds since the epoch. */
export interface FileRecord extends FileFacts {
  id: string;
  ownerId: string;
  purpose: FilePurpose;
  createdAt: number;
}
