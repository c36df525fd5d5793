/** Languages a user can choose; mail, notifications and texts made in the background follow it. */
export const userLocales = ['ru', 'en'] as const;
export type UserLocale = (typeof userLocales)[number];

/** An account as it is stored. Times are milliseconds since the epoch (UTC). */
export interface UserRecord {
  readonly id: string;
  /** Lower-case; unique. */
  readonly email: string;
  readonly displayName: string;
  /** Null: not given. */
  readonly bio: string | null;
  /** Instagram name without `@`. Null: not given. */
  readonly instagram: string | null;
  readonly locale: UserLocale;
  /** Null: no avatar. */
  readonly avatarFileId: string | null;
  /** Null: never verified. */
  readonly emailVerifiedAt: number | null;
  /** Null: not locked. */
  readonly lockedAt: number | null;
  /** Why staff locked it; null when not locked. */
  readonly lockReason: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
