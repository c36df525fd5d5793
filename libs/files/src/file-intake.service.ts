import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Database, uuidv7 } from '#lib/database';
import { Storage } from '#lib/storage';
import { type AcceptedType, agreedType, isImageType, sniff, SNIFFED_BYTES } from './content-type.js';
import { FileRemoval } from './file-removal.service.js';
import { type FilePurpose, countsTowardsQuota } from './file-purpose.js';
import type { StoredFile } from './file-record.js';
import { FileRepository } from './file.repository.js';
import { type FilesConfig, filesConfig } from './files.config.js';
import { FileQuotaExceededError, FileTypeMismatchError } from './files.errors.js';
import { InjectConfig } from '#lib/config';
import {
  hashOf,
  ImageProcessor,
  type ProcessedImage,
  type VariantName,
  variantNames,
} from './image-processor.js';
import { UploadSpool } from './upload-spool.js';

/** Content to be taken in: bytes, or the path of a spooled file. */
export interface FileInput {
  ownerId: string;
  purpose: FilePurpose;
  source: Buffer | string;
  /** As the client declared it; null when it did not. */
  declaredType: string | null;
  /** Clean; null when there is none. */
  originalName: string | null;
}

/** One object to be written. */
interface ObjectDraft {
  key: string;
  contentType: string;
  size: number;
  source: Buffer | string;
}

const VARIANT_TYPE = 'image/webp';
const PDF_TAIL_BYTES = 1024;

/**
 * Takes content in: checks what it is, makes pictures anew, and writes the objects under a pending row. The row comes first, in a transaction of
 * its own, and counts towards the quota at once: what a crash leaves behind is known and swept, and parallel uploads share one quota.
 */
@Injectable()
export class FileIntake {
  private readonly logger = new Logger(FileIntake.name);

  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly files: FileRepository,
    private readonly removal: FileRemoval,
    private readonly images: ImageProcessor,
    private readonly spool: UploadSpool,
    @InjectConfig(filesConfig) private readonly config: FilesConfig,
  ) {}

  /**
   * Resolves when every object lies in the storage. `signal` ends the waiting for a free place, not the work itself.
   * @throws FileQuotaExceededError, FileUnsupportedTypeError, FileTypeMismatchError, FileTooManyPixelsError, FileInvalidImageError
   * @throws ServiceUnavailableError when storage or database are away, or there is too much to do
   */
  async store(input: FileInput, signal?: AbortSignal): Promise<StoredFile> {
    if (this.db.isInTransaction) {
      throw new Error('Files are stored outside of transactions: store first, then createRow inside.');
    }
    await this.requireQuotaLeft(input);
    const type = await typeOf(input);
    return this.spool.within(async (newPath) => {
      if (!isImageType(type)) return this.write(input, await documentDraft(input.source, type));
      const target = newPath();
      const image = await this.images.process(input.source, { type, target, signal });
      return this.write(input, imageDraft(image, type));
    });
  }

  private async write(input: FileInput, { file, objects }: FileDraft): Promise<StoredFile> {
    const stored: StoredFile = { ...file, originalName: input.originalName };
    await this.announce(stored, input);
    const puts = await Promise.allSettled(objects.map((object) => this.put(object)));
    const failed = puts.find((put) => put.status === 'rejected');
    if (!failed) return stored;
    // The sweep would find it too, but the quota should not wait for that.
    await this.removal.removeRows([stored.id]).catch((error: unknown) => this.logger.warn(error));
    throw failed.reason;
  }

  private async announce(file: StoredFile, { ownerId, purpose }: FileInput): Promise<void> {
    await this.db.transaction(async () => {
      if (
        countsTowardsQuota(purpose) &&
        !(await this.files.addUsage(ownerId, file.size, this.config.quotaBytes))
      ) {
        throw this.quotaExceeded();
      }
      await this.files.insertPending(file, { ownerId, purpose });
    });
  }

  private async put({ key, contentType, size, source }: ObjectDraft): Promise<void> {
    const content =
      typeof source === 'string' ? createReadStream(source, { highWaterMark: 256 * 1024 }) : source;
    await this.storage.put(key, content, { contentType, size });
  }

  /** Nobody's pictures are worked on who could not keep them anyway. What counts is the check in the transaction. */
  private async requireQuotaLeft({ ownerId, purpose }: FileInput): Promise<void> {
    if (!countsTowardsQuota(purpose)) return;
    if ((await this.files.usageOf(ownerId)) >= this.config.quotaBytes) throw this.quotaExceeded();
  }

  private quotaExceeded(): Error {
    return new FileQuotaExceededError({
      params: { quotaMb: Math.round(this.config.quotaBytes / 1024 / 1024) },
    });
  }
}

interface FileDraft {
  file: Omit<StoredFile, 'originalName'>;
  objects: ObjectDraft[];
}

function imageDraft(image: ProcessedImage, type: AcceptedType): FileDraft {
  const { id, keyOf } = newPlace();
  const storageKey = keyOf(type.extension);
  const objects: ObjectDraft[] = [
    { key: storageKey, contentType: type.contentType, size: image.size, source: image.path },
  ];
  const variants: StoredFile['variants'] = {};
  for (const name of variantNames) {
    const { bytes, width, height } = image.variants[name];
    const key = keyOf('webp', name);
    objects.push({ key, contentType: VARIANT_TYPE, size: bytes.length, source: bytes });
    variants[name] = { key, size: bytes.length, width, height };
  }
  const { size, sha256, width, height, thumbhash } = image;
  return {
    file: { id, contentType: type.contentType, size, sha256, width, height, thumbhash, storageKey, variants },
    objects,
  };
}

async function documentDraft(source: string | Buffer, type: AcceptedType): Promise<FileDraft> {
  if (typeof source !== 'string') throw new Error('Documents come as spooled files.');
  const { id, keyOf } = newPlace();
  const storageKey = keyOf(type.extension);
  const { size, tail } = await readEnds(source, 0, PDF_TAIL_BYTES);
  // ISO 32000-1, implementation note 18: readers look for the end marker in the last 1,024 bytes.
  if (!tail.includes('%%EOF')) throw new FileTypeMismatchError();
  const facts = { width: null, height: null, thumbhash: null, variants: {} };
  return {
    file: { id, contentType: type.contentType, size, sha256: await hashOf(source), storageKey, ...facts },
    objects: [{ key: storageKey, contentType: type.contentType, size, source }],
  };
}

async function typeOf({ source, purpose, declaredType, originalName }: FileInput): Promise<AcceptedType> {
  const head =
    typeof source === 'string'
      ? (await readEnds(source, SNIFFED_BYTES, 0)).head
      : source.subarray(0, SNIFFED_BYTES);
  return agreedType({ declared: declaredType, name: originalName, real: await sniff(head) }, purpose);
}

async function readEnds(
  path: string,
  headBytes: number,
  tailBytes: number,
): Promise<{ size: number; head: Buffer; tail: Buffer }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return {
      size,
      head: await readAt(file, 0, Math.min(headBytes, size)),
      tail: await readAt(file, Math.max(0, size - tailBytes), Math.min(tailBytes, size)),
    };
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** A new id and the keys below it. The last digits of a UUIDv7 are random: they spread the objects over 256 folders. */
function newPlace(): { id: string; keyOf: (extension: string, variant?: VariantName) => string } {
  const id = uuidv7();
  const folder = `files/${id.slice(-2)}`;
  return {
    id,
    keyOf: (extension, variant) => `${folder}/${id}${variant ? `-${variant}` : ''}.${extension}`,
  };
}
