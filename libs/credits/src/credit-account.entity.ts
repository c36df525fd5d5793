import { Check, Column, Entity, Index } from 'typeorm';
import { BaseEntity } from '#lib/database';

/**
 * The credits of one user. The balances are the sums of the account's entries, kept here so that one conditional update can guard them.
 * When the user is erased the account stays, without a name, so that the books go on to balance.
 */
@Entity('credit_accounts')
@Index('ux_credit_accounts_user_id', ['userId'], { unique: true })
@Check('ck_credit_accounts_spendable', 'spendable >= 0')
@Check('ck_credit_accounts_reserved', 'reserved >= 0')
export class CreditAccountEntity extends BaseEntity {
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

  @Column('bigint')
  spendable!: number;

  @Column('bigint')
  reserved!: number;

  /** How many entries there are: the `seq` of the last one. */
  @Column('bigint')
  entries!: number;
}
