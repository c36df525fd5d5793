import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { InjectConfig, SessionSecret } from '#lib/config';
import { type FilesConfig, filesConfig } from './files.config.js';
import type { VariantName } from './image-processor.js';

/** The signed part of a link: `exp` in seconds since the epoch. */
export interface FileLink {
  exp: number;
  sig: string;
}

const FILES_PATH = '/api/v1/files/';
const SIGNATURE_BYTES = 16;
/** Links per generation of the memo; it holds two. */
const MEMO_SIZE = 40_000;

/**
 * Links to the content of files that work without a token, for `img` tags (R13). Within a window of a quarter of their life they stay the same,
 * so that browsers find them in their cache, and so does the memo: a list costs a Map look-up per picture, not a signature.
 */
@Injectable()
export class FileLinks {
  private readonly key: KeyObject;
  private readonly ttlSeconds: number;
  private readonly windowSeconds: number;
  private exp = 0;
  private memo = new Map<string, string>();
  private olderMemo = new Map<string, string>();

  constructor(
    secret: SessionSecret,
    private readonly clock: Clock,
    @InjectConfig(filesConfig) config: FilesConfig,
  ) {
    this.key = createSecretKey(secret.derive('file-links'));
    this.ttlSeconds = config.linkTtlMs / 1000;
    this.windowSeconds = Math.max(1, Math.floor(this.ttlSeconds / 4));
  }

  /**
   * A relative address of the original or a variant. It lives for `FILES_URL_TTL` at least and a quarter longer at most, and answers 404 once
   * the file is gone. Whether the file exists, or has that variant, is not looked at.
   */
  contentUrl(fileId: string, variant?: VariantName): string {
    const end =
      Math.ceil((this.clock.now() / 1000 + this.ttlSeconds) / this.windowSeconds) * this.windowSeconds;
    if (end !== this.exp) this.startWindow(end);
    const name = variant === undefined ? fileId : fileId + variant;
    const known = this.memo.get(name);
    if (known !== undefined) return known;
    const url = this.olderMemo.get(name) ?? this.sign(fileId, variant);
    if (this.memo.size >= MEMO_SIZE) {
      this.olderMemo = this.memo;
      this.memo = new Map();
    }
    this.memo.set(name, url);
    return url;
  }

  /** Was this link made here for this content, and is it still alive? */
  isValid({ exp, sig }: FileLink, fileId: string, variant: VariantName | undefined): boolean {
    const expected = this.signatureOf(fileId, variant, exp);
    const given = Buffer.from(sig, 'base64url');
    // The text is compared too: base64 has several spellings for the same bytes.
    const isOurs = given.length === SIGNATURE_BYTES && timingSafeEqual(given, expected);
    return isOurs && sig === expected.toString('base64url') && exp * 1000 > this.clock.now();
  }

  private sign(fileId: string, variant: VariantName | undefined): string {
    const sig = this.signatureOf(fileId, variant, this.exp).toString('base64url');
    const query = variant === undefined ? '' : `variant=${variant}&`;
    return `${FILES_PATH}${fileId}/content?${query}exp=${this.exp}&sig=${sig}`;
  }

  private signatureOf(fileId: string, variant: VariantName | undefined, exp: number): Buffer {
    const hmac = createHmac('sha256', this.key).update(`${fileId}/${variant ?? ''}/${exp}`);
    return hmac.digest().subarray(0, SIGNATURE_BYTES);
  }

  private startWindow(exp: number): void {
    this.exp = exp;
    this.memo = new Map();
    this.olderMemo = new Map();
  }
}
