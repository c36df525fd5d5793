import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a scheduled job is due next. Whoever moves `next_run_at` on has won the slot. */
@Entity('job_schedules')
export class JobScheduleEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  cron!: string;

  @Column('bigint', { name: 'next_run_at' })
  nextRunAt!: number;

  @Column('bigint', { name: 'last_run_at', nullable: true })
  lastRunAt!: number | null;
}
