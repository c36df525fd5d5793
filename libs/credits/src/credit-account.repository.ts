import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';

/** What a user has: `balance` can be spent, `reserved` is set aside for work under way. */
export interface CreditBalance {
  balance: number;
  reserved: number;
}

/** Whose account: by the user, or by the account itself where an entry named it. */
export type AccountKey = { userId: string } | { accountId: string };

/** What to add to an account. */
export interface AccountChange {
  spendable: number;
  reserved: number;
  entries: number;
  at: number;
}

/** The account after a change. */
export interface ChangedAccount {
  id: string;
  spendable: number;
  entries: number;
}

const changeWhere = (column: 'user_id' | 'id') =>
  `UPDATE credit_accounts
   SET spendable = spendable + $2, reserved = reserved + $3, entries = entries + $4, updated_at = $5
   WHERE ${column} = $1 AND spendable + $2 >= 0 AND reserved + $3 >= 0
   RETURNING id, spendable, entries`;
const changeByUser = changeWhere('user_id');
const changeById = changeWhere('id');

/** Accounts and their balances. */
@Injectable()
export class CreditAccountRepository {
  constructor(private readonly db: Database) {}

  /** Null when the user has no account. */
  findBalance(userId: string): Promise<CreditBalance | null> {
    return this.db.queryOne<CreditBalance>(
      'SELECT spendable AS balance, reserved FROM credit_accounts WHERE user_id = $1',
      [userId],
    );
  }

  listBalances(userIds: readonly string[]): Promise<{ userId: string; balance: number }[]> {
    return this.db.query(
      `SELECT user_id AS "userId", spendable AS balance FROM credit_accounts
       WHERE ${this.db.dialect.isOneOf('user_id', 1, userIds.length)}`,
      userIds,
    );
  }

  /** Makes an empty account; false when the user has one. */
  async insert(account: { id: string; userId: string; at: number }): Promise<boolean> {
    const inserted = await this.db.execute(
      `INSERT INTO credit_accounts (id, user_id, spendable, reserved, entries, created_at, updated_at)
       VALUES ($1, $2, 0, 0, 0, $3, $3) ON CONFLICT (user_id) DO NOTHING`,
      [account.id, account.userId, account.at],
    );
    return inserted === 1;
  }

  /**
   * Changes the balances, unless one would fall below zero: then null, as without an account. Holds the row until the transaction ends,
   * so that `entries` numbers the account's entries without gap.
   */
  change(key: AccountKey, change: AccountChange): Promise<ChangedAccount | null> {
    const [sql, id] = 'userId' in key ? [changeByUser, key.userId] : [changeById, key.accountId];
    return this.db.queryOne<ChangedAccount>(sql, [
      id,
      change.spendable,
      change.reserved,
      change.entries,
      change.at,
    ]);
  }
}
