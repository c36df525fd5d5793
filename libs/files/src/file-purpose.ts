import type { FilesConfig } from './files.config.js';

/** What people upload files for. */
export const uploadPurposes = ['avatar', 'photo', 'chat', 'quest', 'source'] as const;
export type UploadPurpose = (typeof uploadPurposes)[number];

/** What a file is for: an upload, or a picture that the product made. */
export type FilePurpose = UploadPurpose | 'generated';

/** The largest upload, in bytes. */
export function sizeLimitOf(purpose: UploadPurpose, config: FilesConfig): number {
  return purpose === 'avatar' ? config.maxAvatarBytes : config.maxBytes;
}

/** Do files of this purpose count towards the quota? Generated ones were paid for with credits and must not be lost at the last step. */
export function countsTowardsQuota(purpose: FilePurpose): boolean {
  return purpose !== 'generated';
}
