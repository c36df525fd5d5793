import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '#lib/database';
import { type CreditEntry, type CreditMove, creditRoutes } from './credit-entry.js';

/** An entry as it is written. */
export interface NewCreditEntry extends CreditMove {
  id: string;
  accountId: string;
  seq: number;
  balanceAfter: number;
  createdAt: number;
}

/** An entry found by its once-key. `amount` is what moved, without sign. */
export interface KeyedEntry {
  onceKey: string;
  accountId: string;
  type: CreditMove['type'];
  amount: number;
}

/** An entry and its place in the account. */
export type PlacedEntry = CreditEntry & { seq: number };

const insertSql = `INSERT INTO credit_entries (id, account_id, seq, type, from_book, to_book, amount, balance_after, generation_id,
    reason, actor_id, once_key, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (once_key) DO NOTHING`;

/** The ledger's entries: added to and read, never changed. */
@Injectable()
export class CreditEntryRepository {
  constructor(private readonly db: Database) {}

  /** False when its once-key is there already. */
  async insert(entry: NewCreditEntry): Promise<boolean> {
    return (await this.db.execute(insertSql, valuesOf(entry))) === 1;
  }

  listByOnceKeys(onceKeys: readonly [string, string, string]): Promise<KeyedEntry[]> {
    return this.db.query<KeyedEntry>(
      `SELECT once_key AS "onceKey", account_id AS "accountId", type, amount FROM credit_entries
       WHERE once_key IN ($1, $2, $3)`,
      onceKeys,
    );
  }

  /** The newest entries of the user before `beforeSeq`. */
  listOf(options: { userId: string; beforeSeq: number; limit: number }): Promise<PlacedEntry[]> {
    return this.db.query<PlacedEntry>(
      `SELECT e.id, e.seq, e.type, e.balance_after AS "balanceAfter", e.generation_id AS "generationId", e.reason,
         e.created_at AS "createdAt",
         CASE WHEN e.to_book = 'spendable' THEN e.amount WHEN e.from_book = 'spendable' THEN -e.amount ELSE 0 END AS amount
       FROM credit_entries e JOIN credit_accounts a ON a.id = e.account_id
       WHERE a.user_id = $1 AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3`,
      [options.userId, options.beforeSeq, options.limit],
    );
  }
}

function valuesOf(entry: NewCreditEntry): SqlValue[] {
  const { from, to } = creditRoutes[entry.type];
  return [
    entry.id,
    entry.accountId,
    entry.seq,
    entry.type,
    from,
    to,
    entry.amount,
    entry.balanceAfter,
    entry.generationId,
    entry.reason,
    entry.actorId,
    entry.onceKey,
    entry.createdAt,
  ];
}
