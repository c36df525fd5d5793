import { randomUUID } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import {
  chmod,
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '#lib/clock';
import { isDiskFailure, storageUnavailable } from './storage-failure.js';
import { contentTypeOf } from './storage-key.js';
import {
  StorageCannotPresign,
  StorageObjectNotFoundError,
  StorageRangeError,
  StorageSizeError,
} from './storage.errors.js';
import {
  type ByteRange,
  type GetOptions,
  type OpenedObject,
  type PresignedUpload,
  type PutOptions,
  Storage,
  type StorageHealth,
  type StoredObject,
} from './storage.port.js';

/** No key begins with a dot, so nobody reaches this folder. On the same file system, for a rename must not become a copy. */
const DRAFTS = '.drafts';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const LARGEST_READ = 256 * 1024;
/** Below this a write would soon fail half-way, and the database needs room too. */
const LEAST_FREE_BYTES = 32 * 1024 * 1024;

export interface DiskStorageOptions {
  deadlineMs: number;
  clock: Clock;
}

/**
 * Objects as files below one folder (0700, files 0600). A file is written under a name of no key, flushed, and renamed: it is there wholly or
 * not at all, also after a power cut. Replicas may share the folder.
 */
export class DiskStorage extends Storage {
  override readonly adapter = 'disk';

  private constructor(
    readonly root: string,
    private readonly options: DiskStorageOptions,
  ) {
    super(options.deadlineMs);
  }

  /**
   * Makes the folder where it is missing and removes drafts that a crash left there.
   * @throws Error that names the folder when it cannot be written
   */
  static async at(root: string, options: DiskStorageOptions): Promise<DiskStorage> {
    const storage = new DiskStorage(root, options);
    try {
      await mkdir(join(root, DRAFTS), { recursive: true, mode: FOLDER_MODE });
      await chmod(root, FOLDER_MODE);
      // A draft that is still being written is younger than the longest call: it may belong to another process.
      await storage.sweepIncomplete(2 * options.deadlineMs);
    } catch (cause) {
      throw new Error(
        `${root} cannot be used to keep files; it must be a folder that this process may write.`,
        { cause },
      );
    }
    return storage;
  }

  async sweepIncomplete(olderThanMs: number): Promise<number> {
    const drafts = join(this.root, DRAFTS);
    const newest = this.options.clock.now() - olderThanMs;
    let swept = 0;
    for (const name of await readdir(drafts)) {
      const draft = join(drafts, name);
      const found = await stat(draft).catch(ignoreMissing);
      if (!found || found.mtimeMs > newest) continue;
      await rm(draft, { force: true });
      swept += 1;
    }
    return swept;
  }

  async health(): Promise<StorageHealth> {
    const started = performance.now();
    const report = (reason: string | null): StorageHealth => ({
      isUp: reason === null,
      latencyMs: Math.round(performance.now() - started),
      reason,
      details: { adapter: this.adapter },
    });
    try {
      const { bavail, bsize } = await statfs(join(this.root, DRAFTS));
      return report(bavail * bsize < LEAST_FREE_BYTES ? 'the disk is full' : null);
    } catch (error) {
      return report((error as NodeJS.ErrnoException).code ?? 'failed');
    }
  }

  protected async write(
    key: string,
    source: Readable | Buffer,
    { size, signal }: PutOptions & { signal: AbortSignal },
  ): Promise<StoredObject> {
    return this.publish(key, async (draft) => {
      const file = await open(draft, 'wx', FILE_MODE);
      if (Buffer.isBuffer(source)) {
        await writeAndClose(file, source);
      } else {
        await pipeline(source, file.createWriteStream({ flush: true }), { signal });
      }
      const written = (await stat(draft)).size;
      if (size !== undefined && written !== size) throw new StorageSizeError(key, size, written);
      signal.throwIfAborted();
    });
  }

  protected async duplicate(from: string, to: string): Promise<StoredObject> {
    return this.publish(to, async (draft) => {
      const flags = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE;
      const found = await copyFile(this.pathOf(from), draft, flags).then(
        () => true,
        (error) => this.missed(error),
      );
      if (!found) throw new StorageObjectNotFoundError();
      await flush(draft);
    });
  }

  protected async open(
    key: string,
    { range, signal }: GetOptions,
    deadline: AbortSignal,
  ): Promise<OpenedObject> {
    const file = await open(this.pathOf(key), constants.O_RDONLY).catch((error) => this.missed(error));
    if (!file) throw new StorageObjectNotFoundError();
    try {
      const { size, mtimeMs } = await file.stat();
      const part = range ? rangeWithin(range, size) : null;
      deadline.throwIfAborted();
      const stream = file.createReadStream({ ...readingOf(part, size), signal });
      return {
        key,
        size,
        contentType: contentTypeOf(key),
        modifiedAt: Math.trunc(mtimeMs),
        stream,
        range: part,
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  protected async look(key: string): Promise<StoredObject | null> {
    const found = await stat(this.pathOf(key)).catch((error) => this.missed(error));
    return found
      ? { key, size: found.size, contentType: contentTypeOf(key), modifiedAt: Math.trunc(found.mtimeMs) }
      : null;
  }

  protected async erase(keys: readonly string[], signal: AbortSignal): Promise<void> {
    for (const key of keys) {
      signal.throwIfAborted();
      await rm(this.pathOf(key), { force: true });
    }
  }

  protected async *walk(prefix: string, signal: AbortSignal | undefined): AsyncGenerator<StoredObject> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    yield* this.walkFolder(folder, prefix, signal);
  }

  protected async sign(): Promise<PresignedUpload> {
    throw new StorageCannotPresign();
  }

  protected translate(error: unknown): unknown {
    const isOurs = (error as NodeJS.ErrnoException).path?.startsWith(this.root) === true;
    return isOurs || isDiskFailure(error) ? storageUnavailable(error) : error;
  }

  private async *walkFolder(
    folder: string,
    prefix: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<StoredObject> {
    signal?.throwIfAborted();
    const entries =
      (await readdir(join(this.root, folder), { withFileTypes: true }).catch(ignoreMissing)) ?? [];
    const names = entries.map(nameInOrder).filter((name) => !name.startsWith('.'));
    for (const name of names.sort(byCodeUnit)) {
      const key = folder + name;
      if (name.endsWith('/')) {
        if (key.startsWith(prefix) || prefix.startsWith(key)) yield* this.walkFolder(key, prefix, signal);
      } else if (key.startsWith(prefix)) {
        signal?.throwIfAborted();
        const found = await this.look(key);
        if (found) yield found;
      }
    }
  }

  /** Runs `fill` on a draft and puts it in its place, durably. Nothing is left when that fails. */
  private async publish(key: string, fill: (draft: string) => Promise<void>): Promise<StoredObject> {
    const draft = join(this.root, DRAFTS, randomUUID());
    try {
      await fill(draft);
      const { size, mtimeMs } = await stat(draft);
      await this.moveInto(draft, this.pathOf(key));
      return { key, size, contentType: contentTypeOf(key), modifiedAt: Math.trunc(mtimeMs) };
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  private async moveInto(draft: string, path: string): Promise<void> {
    const folder = dirname(path);
    try {
      await rename(draft, path);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
      await rename(draft, path);
      // A new folder is durable once its parent is flushed.
      for (let made = folder; made !== this.root; made = dirname(made)) await flush(dirname(made));
    }
    await flush(folder);
  }

  /** Null when the object is missing; throws when it is the whole folder (a volume that is not mounted), or anything else. */
  private async missed(error: unknown): Promise<null> {
    if (!isMissing(error)) throw error;
    await stat(join(this.root, DRAFTS));
    return null;
  }

  private pathOf(key: string): string {
    return join(this.root, key);
  }
}

/** Objects never change, so the end is known: no read past it, and for a small one no buffer larger than it. */
function readingOf(part: Required<ByteRange> | null, size: number) {
  const { start, end } = part ?? { start: 0, end: size - 1 };
  return {
    start,
    end: Math.max(end, start),
    highWaterMark: Math.min(LARGEST_READ, Math.max(1, end - start + 1)),
  };
}

function rangeWithin({ start, end }: ByteRange, size: number): Required<ByteRange> {
  if (start >= size) throw new StorageRangeError({ params: { size } });
  return { start, end: Math.min(end ?? size - 1, size - 1) };
}

async function writeAndClose(file: FileHandle, bytes: Buffer): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Folders with their `/`, so that sorting names sorts keys. */
function nameInOrder(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function ignoreMissing(error: unknown): null {
  if (isMissing(error)) return null;
  throw error;
}
