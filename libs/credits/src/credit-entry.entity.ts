import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CreditBook, CreditEntryType } from './credit-entry.js';

/** One movement between two books; only ever added to. */
@Entity('credit_entries')
@Index('ux_credit_entries_account_id_seq', ['accountId', 'seq'], { unique: true })
@Index('ux_credit_entries_once_key', ['onceKey'], { unique: true })
@Check('ck_credit_entries_amount', 'amount > 0')
export class CreditEntryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  /** 1, 2, 3 ... within the account, in the order in which the balance changed. */
  @Column('bigint')
  seq!: number;

  @Column('text')
  type!: CreditEntryType;

  @Column('text', { name: 'from_book' })
  fromBook!: CreditBook;

  @Column('text', { name: 'to_book' })
  toBook!: CreditBook;

  @Column('bigint')
  amount!: number;

  /** The spendable balance after this entry. */
  @Column('bigint', { name: 'balance_after' })
  balanceAfter!: number;

  @Column('uuid', { name: 'generation_id', nullable: true })
  generationId!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  /** What may happen once: `signup:<user>`, `reserve:<generation>`, `settle:<generation>`, `release:<generation>`. */
  @Column('text', { name: 'once_key', nullable: true })
  onceKey!: string | null;

  @Column('bigint', { name: 'created_at' })
  createdAt!: number;
}
