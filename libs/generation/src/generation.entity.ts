import { BaseEntity } from '#lib/database';
import { Column, Entity, Index } from 'typeorm';
import type { ImageKind } from './generation-kind.js';
import type { GenerationStatus } from './generation-state.js';

/** One request for pictures, from being asked for to its end. Moves only by `generationTransitions`. */
@Entity('generations')
@Index('ix_generations_user_id_id', ['userId', 'id'])
@Index('ix_generations_status_id', ['status', 'id'])
export class GenerationEntity extends BaseEntity {
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  kind!: ImageKind;

  @Column('text')
  status!: GenerationStatus;

  @Column('text')
  model!: string;

  @Column('text')
  provider!: string;

  @Column('text', { nullable: true })
  prompt!: string | null;

  @Column('text', { nullable: true })
  style!: string | null;

  @Column('integer', { name: 'image_count' })
  imageCount!: number;

  @Column('bigint')
  seed!: number;

  @Column('simple-json')
  params!: Record<string, unknown>;

  /** The file it starts from. Kept as a plain id: the file may be deleted afterwards. */
  @Column('uuid', { name: 'source_file_id', nullable: true })
  sourceFileId!: string | null;

  /** 0 to 1. */
  @Column('double precision')
  progress!: number;

  @Column('integer', { name: 'credits_reserved' })
  creditsReserved!: number;

  @Column('integer', { name: 'credits_captured' })
  creditsCaptured!: number;

  @Column('integer', { name: 'credits_refunded' })
  creditsRefunded!: number;

  @Column('text', { name: 'error_code', nullable: true })
  errorCode!: string | null;

  /** English; people get the text of the code in their language. */
  @Column('text', { name: 'error_message', nullable: true })
  errorMessage!: string | null;

  @Column('uuid', { name: 'retry_of', nullable: true })
  retryOf!: string | null;

  /** Under which the provider keeps the task; written before anything is waited for. */
  @Column('text', { name: 'provider_request_id', nullable: true })
  providerRequestId!: string | null;

  /** The job that runs it, to cancel both together. */
  @Column('uuid', { name: 'job_id' })
  jobId!: string;

  /** Past this moment the reaper ends it. */
  @Column('bigint', { name: 'deadline_at' })
  deadlineAt!: number;

  @Column('bigint', { name: 'started_at', nullable: true })
  startedAt!: number | null;

  @Column('bigint', { name: 'finished_at', nullable: true })
  finishedAt!: number | null;
}
