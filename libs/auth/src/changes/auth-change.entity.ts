import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const authChangeKinds = ['session_ended', 'user_locked', 'user_changed'] as const;
export type AuthChangeKind = (typeof authChangeKinds)[number];

/** News that every process must hear: which verified tokens are not what they were. Kept for an hour. */
@Entity('auth_changes')
@Index('ix_auth_changes_created_at', ['createdAt'])
export class AuthChangeEntity {
  @PrimaryColumn('bigint')
  seq!: number;

  @Column('text')
  kind!: AuthChangeKind;

  /** The session or the user, by kind. */
  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}

/** One row: the number of the last change. Its lock puts changes in the order of their commits. */
@Entity('auth_change_head')
export class AuthChangeHeadEntity {
  @PrimaryColumn('integer')
  id!: number;

  @Column('bigint')
  seq!: number;
}
