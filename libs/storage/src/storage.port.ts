import type { Readable } from 'node:stream';
import { storageUnavailable } from './storage-failure.js';
import { contentTypeOf, requireContentType, requireKey, requirePrefix } from './storage-key.js';

/** Ends a call early. `deadlineMs` replaces the deadline of the configuration for calls that honestly take longer. */
export interface StorageCall {
  signal?: AbortSignal;
  deadlineMs?: number;
}

/** `size` in bytes, when it is known beforehand: a source of another length is refused. */
export interface PutOptions extends StorageCall {
  contentType: string;
  size?: number;
}

/** A part of an object in bytes, both ends included; without `end` up to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface GetOptions extends StorageCall {
  range?: ByteRange;
}

/** An object as it lies there. `size` in bytes, of the whole object; `modifiedAt` in milliseconds since the epoch. */
export interface StoredObject {
  key: string;
  size: number;
  contentType: string;
  modifiedAt: number;
}

/** An object opened for reading: `stream` gives the bytes of `range`, or all of them when it is null. Destroy it if it is not read to its end. */
export interface OpenedObject extends StoredObject {
  stream: Readable;
  range: Required<ByteRange> | null;
}

/** An upload that a client sends straight to the store, bound to this key, type and size. */
export interface PresignOptions {
  contentType: string;
  size: number;
  expiresInMs: number;
}

/** What the client sends: `fields` where the store takes a form. `expiresAt` in milliseconds since the epoch. */
export interface PresignedUpload {
  method: 'PUT' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  fields?: Readonly<Record<string, string>>;
  expiresAt: number;
}

/** What a probe sees; `reason` for operators, null when up. */
export interface StorageHealth {
  isUp: boolean;
  latencyMs: number | null;
  reason: string | null;
  details: { adapter: string };
}

/**
 * Where objects lie (A9, O1): a flat space of keys, bytes behind each. Adapters implement the protected half; keys, deadlines and the shape of
 * errors are the same for all of them.
 *
 * An object is there wholly and durably or not at all: what died while it was written is never visible. Objects are replaced, never changed.
 * Every call ends by its deadline (`STORAGE_DEADLINE_MS`), also when the store hangs or the source dries up.
 *
 * All calls throw ServiceUnavailableError (503) when the store is away, full or too slow, StorageKeyError for a key that is none, and the reason
 * of `signal` when that was aborted.
 */
export abstract class Storage {
  /** `disk` or `s3`, for logs. */
  abstract readonly adapter: string;

  protected constructor(private readonly deadlineMs: number) {}

  /**
   * Writes an object, replacing one that is there. A stream is read once and destroyed if the call fails.
   * @throws StorageContentTypeError when `contentType` is not that of the key's extension
   * @throws StorageSizeError when the source has not `size` bytes; errors of the source come through as they are
   */
  async put(key: string, source: Readable | Buffer, options: PutOptions): Promise<StoredObject> {
    // A source may fail while the adapter still prepares; it keeps the error for whoever reads it.
    if (!Buffer.isBuffer(source)) source.once('error', () => undefined);
    try {
      requireKey(key);
      requireContentType(key, options.contentType);
      return await this.within(options, (signal) => this.write(key, source, { ...options, signal }));
    } catch (error) {
      if (!Buffer.isBuffer(source)) source.destroy();
      throw error;
    }
  }

  /**
   * Opens an object. The deadline covers the opening, `signal` the reading too.
   * @throws StorageObjectNotFoundError
   * @throws StorageRangeError when `range` begins behind the end
   */
  async get(key: string, options: GetOptions = {}): Promise<OpenedObject> {
    requireKey(key);
    return this.within(options, (deadline) => this.open(key, options, deadline));
  }

  /** The object without its bytes; null when there is none. */
  async stat(key: string, options: StorageCall = {}): Promise<StoredObject | null> {
    requireKey(key);
    return this.within(options, (signal) => this.look(key, signal));
  }

  /** Removes an object; one that is not there is fine. */
  async delete(key: string, options: StorageCall = {}): Promise<void> {
    await this.deleteMany([key], options);
  }

  /** Removes many. When it throws, some may be gone; calling again is right. */
  async deleteMany(keys: readonly string[], options: StorageCall = {}): Promise<void> {
    keys.forEach(requireKey);
    await this.within(options, (signal) => this.erase(keys, signal));
  }

  /** Objects whose key begins with `prefix` (empty: all), ascending by key. What comes and goes meanwhile may be in it or not. */
  list(prefix: string, options: Pick<StorageCall, 'signal'> = {}): AsyncIterable<StoredObject> {
    requirePrefix(prefix);
    return this.walk(prefix, options.signal);
  }

  /**
   * Copies an object inside the store, replacing what is at `to`.
   * @throws StorageObjectNotFoundError
   */
  async copy(from: string, to: string, options: StorageCall = {}): Promise<StoredObject> {
    requireKey(from);
    requireKey(to);
    requireContentType(to, contentTypeOf(from));
    return this.within(options, (signal) => this.duplicate(from, to, signal));
  }

  /**
   * Lets a client upload to `key` by itself.
   * @throws StorageCannotPresign where the store has no such thing
   */
  async presign(key: string, options: PresignOptions): Promise<PresignedUpload> {
    requireKey(key);
    requireContentType(key, options.contentType);
    return this.sign(key, options);
  }

  /** Removes what uploads that died left behind and that nobody touched for `olderThanMs`; how many there were. */
  abstract sweepIncomplete(olderThanMs: number): Promise<number>;

  /** Asks for a sign of life. Never throws. */
  abstract health(): Promise<StorageHealth>;

  protected abstract write(
    key: string,
    source: Readable | Buffer,
    options: PutOptions & { signal: AbortSignal },
  ): Promise<StoredObject>;
  /** Must release what it opened when `deadline` is aborted by the time it is done. */
  protected abstract open(key: string, options: GetOptions, deadline: AbortSignal): Promise<OpenedObject>;
  protected abstract look(key: string, signal: AbortSignal): Promise<StoredObject | null>;
  protected abstract erase(keys: readonly string[], signal: AbortSignal): Promise<void>;
  protected abstract walk(prefix: string, signal: AbortSignal | undefined): AsyncIterable<StoredObject>;
  protected abstract duplicate(from: string, to: string, signal: AbortSignal): Promise<StoredObject>;
  protected abstract sign(key: string, options: PresignOptions): Promise<PresignedUpload>;
  /** The error to throw for what the store's client threw. */
  protected abstract translate(error: unknown): unknown;

  private async within<T>(call: StorageCall, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    call.signal?.throwIfAborted();
    const controller = new AbortController();
    const aborted = Promise.withResolvers<never>();
    const abort = (reason: unknown) => {
      controller.abort(reason);
      aborted.reject(reason);
    };
    const deadlineMs = call.deadlineMs ?? this.deadlineMs;
    const timer = setTimeout(
      () => abort(storageUnavailable(`no answer within ${deadlineMs} ms`)),
      deadlineMs,
    );
    const forward = () => abort(call.signal?.reason);
    call.signal?.addEventListener('abort', forward, { once: true });
    try {
      return await Promise.race([work(controller.signal), aborted.promise]);
    } catch (error) {
      // Whatever the client library makes of an abort, the caller sees why it was aborted.
      throw controller.signal.aborted ? controller.signal.reason : this.translate(error);
    } finally {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', forward);
    }
  }
}
