import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Where a job is. `waiting` includes those whose time has not come and those to be tried again; `succeeded`, `canceled` and `dead` are
 * final and kept for a while.
 */
export type JobState = 'waiting' | 'running' | 'succeeded' | 'canceled' | 'dead';

/** One job, from the transaction that asked for it until some time after its end. */
@Entity('jobs')
@Index('ux_jobs_dedupe_key', ['dedupeKey'], { unique: true })
@Index('ix_jobs_state_name_rank_run_at', ['state', 'name', 'rank', 'runAt'])
@Index('ix_jobs_finished_at', ['finishedAt'], { where: 'finished_at IS NOT NULL' })
export class JobEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** JSON. */
  @Column('text')
  payload!: string;

  /** `<name>:<key>`; cleared when the job is over, so that unique means unique among unfinished jobs. */
  @Column('text', { name: 'dedupe_key', nullable: true })
  dedupeKey!: string | null;

  /** The negated priority, so that one ascending index gives the order. */
  @Column('integer')
  rank!: number;

  @Column('text')
  state!: JobState;

  @Column('bigint', { name: 'run_at' })
  runAt!: number;

  /** Times the job was taken. Only grows while the row lives in one process, so that it fences off late results of older runs. */
  @Column('integer')
  attempts!: number;

  /** How many of those ended with the death of their process. */
  @Column('integer')
  lost!: number;

  @Column('integer', { name: 'max_attempts' })
  maxAttempts!: number;

  /** `<host>:<pid>:<boot id>` of the process that runs it. */
  @Column('text', { name: 'lease_owner', nullable: true })
  leaseOwner!: string | null;

  @Column('bigint', { name: 'lease_until', nullable: true })
  leaseUntil!: number | null;

  /** 0..1 */
  @Column('double precision')
  progress!: number;

  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null;

  /** The request that asked for the job; its log lines carry the same id (O7). */
  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'finished_at', nullable: true })
  finishedAt!: number | null;
}
