import { Column, PrimaryColumn } from 'typeorm';

/** What most tables begin with. The application sets all three: `id` by `uuidv7()`, the times in integer milliseconds (UTC). */
export abstract class BaseEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;

  @Column('bigint', { name: 'updated_at' })
  updatedAt!: number;
}
