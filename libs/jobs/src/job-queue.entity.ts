import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One kind of job, and whether it is paused. */
@Entity('job_queues')
export class JobQueueEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('bigint', { name: 'paused_at', nullable: true })
  pausedAt!: number | null;
}
