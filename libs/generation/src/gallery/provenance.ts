import { createHash } from 'node:crypto';

/** Where a picture comes from, kept with it for good and shown in every answer. */
export interface Provenance {
  provider: string;
  model: string;
  /** What drew it, as `family/style`; null when the provider does not say. */
  algorithm: string | null;
  /** Asking again with this seed, prompt and model gives the same picture; null when the provider has no seeds. */
  seed: number | null;
  style: string | null;
  /** SHA-256 of the prompt in NFC, hex; null without a prompt. */
  promptHash: string | null;
  /** The file it was made from; null when it was made from words alone. */
  sourceFileId: string | null;
  /** RFC 3339. */
  createdAt: string;
}

/** Names a prompt without giving it away. */
export function promptHash(prompt: string | null): string | null {
  return prompt === null ? null : createHash('sha256').update(prompt.normalize('NFC')).digest('hex');
}
