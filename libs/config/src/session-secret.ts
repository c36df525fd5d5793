import { hkdfSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { type AppConfig, appConfig } from './app.config.js';

/**
 * The root of every key this installation derives: `APP_SESSION_SECRET_KEY`, or, in the embedded mode, a secret generated once into
 * `DATA_DIR/keys/session-secret` (0600).
 */
@Injectable()
export class SessionSecret {
  private root: Buffer | null = null;

  constructor(@Inject(appConfig.token) private readonly config: AppConfig) {}

  /** 32 bytes for `purpose` (HKDF-SHA256, RFC 5869): the same for the same secret, unrelated between purposes. */
  derive(purpose: string): Buffer {
    this.root ??= Buffer.from(
      this.config.sessionSecret ?? generatedSecret(join(this.config.dataDir, 'keys')),
    );
    return Buffer.from(hkdfSync('sha256', this.root, Buffer.alloc(0), `kvartal:${purpose}`, 32));
  }
}

function generatedSecret(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = join(folder, 'session-secret');
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const descriptor = openSync(draft, 'wx', 0o600);
  writeSync(descriptor, randomBytes(48).toString('base64url'));
  fsyncSync(descriptor);
  closeSync(descriptor);
  try {
    // link() fails when the file exists: of processes that start together one wins, and the others read what it wrote.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}
