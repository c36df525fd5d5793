import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['', 'keys', 'storage', 'tmp', 'mail', 'backups'];

/** Thrown when the data folder cannot be used; the start must not go on. */
export class DataDirError extends Error {
  override readonly name = 'DataDirError';
}

/**
 * Makes the folders of the embedded mode, readable by this user alone (0700) (A11).
 * @throws DataDirError naming the folder and the cause
 */
export function prepareDataDir(dataDir: string): void {
  for (const folder of folders) {
    const path = join(dataDir, folder);
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      makePrivate(path);
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new DataDirError(
        `DATA_DIR: ${path} cannot be created or written (${code}). Choose another folder.`,
        { cause },
      );
    }
  }
}

/** A mounted volume may belong to somebody else and be ours to write by its group: its owner alone can change its mode. */
function makePrivate(path: string): void {
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
