import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { type AppConfig, appConfig, InjectConfig } from '#lib/config';
import { isDiskFailure, storageUnavailable } from '#lib/storage';
import { FileTooLargeError } from './files.errors.js';

/** Nothing stays here for longer while somebody works on it: uploads that stand still are cut within seconds. */
const LONGEST_USE_MS = 15 * 60_000;

/** Files on their way in, below `DATA_DIR/tmp/uploads` (0600): uploads are never whole in memory. Nothing here is worth keeping after a crash. */
@Injectable()
export class UploadSpool implements OnModuleInit {
  private readonly folder: string;

  constructor(
    @InjectConfig(appConfig) config: AppConfig,
    private readonly clock: Clock,
  ) {
    this.folder = join(config.dataDir, 'tmp', 'uploads');
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await chmod(this.folder, 0o700);
    await this.sweep();
  }

  /** Runs `work` with paths of its own; the files there are removed when it ends, however it ends. */
  async within<T>(work: (newPath: () => string) => Promise<T>): Promise<T> {
    const paths: string[] = [];
    try {
      return await work(() => {
        const path = join(this.folder, randomUUID());
        paths.push(path);
        return path;
      });
    } finally {
      await Promise.all(paths.map((path) => rm(path, { force: true })));
    }
  }

  /**
   * Writes `source` to `path`.
   * @throws FileTooLargeError as soon as more than `maxBytes` came; the source is destroyed
   * @throws ServiceUnavailableError when the disk refuses; errors of the source come through
   */
  async receive(source: Readable, path: string, maxBytes: number): Promise<void> {
    const limited = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      let received = 0;
      for await (const chunk of chunks) {
        received += chunk.length;
        if (received > maxBytes) throw tooLarge(maxBytes);
        yield chunk;
      }
    };
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    await pipeline(source, limited, file).catch((error: unknown) => {
      throw isDiskFailure(error) ? storageUnavailable(error) : error;
    });
  }

  /** Removes what a crash left behind; how many files that were. */
  async sweep(): Promise<number> {
    const newest = this.clock.now() - LONGEST_USE_MS;
    let swept = 0;
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => null);
      if (!found || found.mtimeMs > newest) continue;
      await rm(path, { force: true });
      swept += 1;
    }
    return swept;
  }
}

/** The 413 for a limit in bytes. */
export function tooLarge(maxBytes: number): Error {
  return new FileTooLargeError({ params: { limitMb: Math.round((maxBytes / 1024 / 1024) * 100) / 100 } });
}
