import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { UnauthorizedError } from '#lib/errors';
import { type ByteRange, type OpenedObject, Storage, StorageObjectNotFoundError } from '#lib/storage';
import { contentDisposition } from './content-disposition.js';
import { type FileLink, FileLinks } from './file-links.js';
import { FileRepository } from './file.repository.js';
import { FileLinkInvalidError, FileNotFoundError } from './files.errors.js';
import type { VariantName } from './image-processor.js';

/** Who asks for what: with a link, or as somebody. */
export interface ContentRequest {
  id: string;
  variant: VariantName | undefined;
  link: FileLink | null;
  actor: Actor | null;
}

/** Content that may be served to who asked. `size` in bytes; `etag` with its quotes. */
export interface FileContent {
  key: string;
  size: number;
  contentType: string;
  etag: string;
  disposition: string;
}

/** What may be served to whom (R13): a link is the permission by itself; without one only the owner gets anything. */
@Injectable()
export class FileContents {
  private readonly logger = new Logger(FileContents.name);

  constructor(
    private readonly files: FileRepository,
    private readonly links: FileLinks,
    private readonly storage: Storage,
  ) {}

  /**
   * @throws FileLinkInvalidError when a link was given and is wrong or too old, whoever asks
   * @throws UnauthorizedError without link and actor
   * @throws FileNotFoundError also when it is somebody else's, or has no such variant
   */
  async get({ id, variant, link, actor }: ContentRequest): Promise<FileContent> {
    if (link && !this.links.isValid(link, id, variant)) throw new FileLinkInvalidError();
    if (!link && !actor) throw new UnauthorizedError();
    const file = await this.files.find(id);
    if (!file || (!link && file.ownerId !== actor?.userId)) throw new FileNotFoundError();
    const isImage = file.width !== null;
    const version = file.sha256.slice(0, 32);
    if (variant === undefined) {
      return {
        key: file.storageKey,
        size: file.size,
        contentType: file.contentType,
        etag: `"${version}"`,
        disposition: contentDisposition(isImage ? 'inline' : 'attachment', file.originalName),
      };
    }
    const stored = file.variants[variant];
    if (!stored) throw new FileNotFoundError();
    const { key, size } = stored;
    return { key, size, contentType: 'image/webp', etag: `"${version}-${variant}"`, disposition: 'inline' };
  }

  /** @throws FileNotFoundError when the object is not there: the file was removed a moment ago, or the storage lost it */
  async open({ key }: FileContent, range?: ByteRange): Promise<OpenedObject> {
    return this.storage.get(key, { range }).catch((cause: unknown) => {
      if (!(cause instanceof StorageObjectNotFoundError)) throw cause;
      this.logger.error(`The object ${key} of a file is missing.`);
      throw new FileNotFoundError({ cause });
    });
  }
}
