import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('migrations')
export class MigrationEntity {
  @PrimaryColumn('text')
  name!: string;

  @Column('bigint', { name: 'applied_at' })
  appliedAt!: number;
}
