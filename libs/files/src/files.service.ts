import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Database } from '#lib/database';
import { FileIntake } from './file-intake.service.js';
import type { FilePurpose, UploadPurpose } from './file-purpose.js';
import type { FileRecord, StoredFile, StoredImage } from './file-record.js';
import { FileRemoval, type FilesRemovedHandler } from './file-removal.service.js';
import { FileRepository } from './file.repository.js';
import { FileNotFoundError } from './files.errors.js';
import { cleanName } from './original-name.js';

/** An upload that lies in the spool. `originalName` as the client gave it. */
export interface SpooledUpload {
  purpose: UploadPurpose;
  path: string;
  declaredType: string | null;
  originalName: string | undefined;
}

/** A picture of our own making. */
export interface ImageInput {
  ownerId: string;
  purpose: FilePurpose;
  /** JPEG, PNG, WebP, GIF or AVIF. */
  source: Buffer;
  /** Checked against the content; left out, the content decides. */
  contentType?: string;
  originalName?: string;
}

/** Files: stored content and the rows that make it visible (A9, R13). */
@Injectable()
export class FilesService {
  constructor(
    private readonly db: Database,
    private readonly files: FileRepository,
    private readonly intake: FileIntake,
    private readonly removal: FileRemoval,
  ) {}

  /**
   * Checks a picture, makes it anew, and writes it with its variants to the storage. Never inside a transaction. Nobody sees it before
   * `createRow`; without that it is swept after an hour.
   * @throws FileUnsupportedTypeError, FileTypeMismatchError, FileTooManyPixelsError, FileInvalidImageError, FileQuotaExceededError
   * @throws ServiceUnavailableError
   */
  async storeImage(image: ImageInput): Promise<StoredImage> {
    const stored = await this.intake.store({
      ownerId: image.ownerId,
      purpose: image.purpose,
      source: image.source,
      declaredType: image.contentType ?? null,
      originalName: cleanName(image.originalName),
    });
    return stored as StoredImage;
  }

  /**
   * Makes stored content a file, in the ambient transaction: there with its commit, and not there without it.
   * @throws Error when it was stored for somebody or something else, is a file already, or was swept
   */
  async createRow(stored: StoredFile, place: { ownerId: string; purpose: FilePurpose }): Promise<FileRecord> {
    const file = await this.files.makeReady(stored.id, place);
    if (!file)
      throw new Error(
        `The stored content ${stored.id} is not waiting to become a file; it is swept after an hour.`,
      );
    return file;
  }

  /** Takes an upload in. `settle` runs in the transaction that makes it visible. Errors are those of `storeImage`. */
  async upload(
    actor: Actor,
    upload: SpooledUpload,
    { signal, settle }: { signal?: AbortSignal; settle?: (file: FileRecord) => Promise<void> } = {},
  ): Promise<FileRecord> {
    const { purpose, path, declaredType } = upload;
    const place = { ownerId: actor.userId, purpose };
    const originalName = cleanName(upload.originalName);
    const stored = await this.intake.store({ ...place, source: path, declaredType, originalName }, signal);
    return this.db.transaction(async () => {
      const file = await this.createRow(stored, place);
      await settle?.(file);
      return file;
    });
  }

  /** @throws FileNotFoundError also when it is somebody else's */
  async getOwn(actor: Actor, id: string): Promise<FileRecord> {
    const file = await this.files.find(id);
    if (file?.ownerId !== actor.userId) throw new FileNotFoundError();
    return file;
  }

  /** Whosever they are, in no order; ids of no file are left out. One statement. */
  async findMany(ids: readonly string[]): Promise<FileRecord[]> {
    return ids.length === 0 ? [] : this.files.findMany(ids);
  }

  /** @throws FileNotFoundError also when it is somebody else's */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.getOwn(actor, id);
    await this.removeRows([id]);
  }

  /** Removes files in the ambient transaction, or in its own; their objects go after the commit. Ids of no file are fine. */
  async removeRows(ids: readonly string[]): Promise<void> {
    await this.removal.removeRows(ids);
  }

  /** For libs that point at files: `handler` runs inside every transaction that removes some, whoever removes them. */
  onRemoved(handler: FilesRemovedHandler): void {
    this.removal.onRemoved(handler);
  }
}
