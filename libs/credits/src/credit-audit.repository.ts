import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';

/** An account whose balances are not the sums of its entries. */
export interface CreditMismatch {
  accountId: string;
  /** Null when the user was erased. */
  userId: string | null;
  /** As the account says. */
  spendable: number;
  reserved: number;
  /** As its entries add up. */
  postedSpendable: number;
  postedReserved: number;
}

interface AuditRow extends Omit<CreditMismatch, 'accountId'> {
  /** Null in the row of the total, whose `spendable` is the sum over all books. */
  accountId: string | null;
}

/** Reads the whole ledger for the reconciliation. */
@Injectable()
export class CreditAuditRepository {
  constructor(private readonly db: Database) {}

  /** One statement, hence one moment: balances and entries are compared as they stood together. */
  async audit(): Promise<{ sum: number; mismatches: CreditMismatch[] }> {
    const rows = await this.db.query<AuditRow>(
      `WITH posted AS (
         SELECT account_id, COUNT(*) AS entries,
           SUM(CASE WHEN to_book = 'spendable' THEN amount WHEN from_book = 'spendable' THEN -amount ELSE 0 END) AS spendable,
           SUM(CASE WHEN to_book = 'reserved' THEN amount WHEN from_book = 'reserved' THEN -amount ELSE 0 END) AS reserved,
           SUM(CASE WHEN to_book IN ('spendable', 'reserved') THEN 0 ELSE amount END)
             - SUM(CASE WHEN from_book IN ('spendable', 'reserved') THEN 0 ELSE amount END) AS house
         FROM credit_entries GROUP BY account_id),
       compared AS (
         SELECT a.id, a.user_id, a.spendable, a.reserved, a.entries, COALESCE(p.spendable, 0) AS posted_spendable,
           COALESCE(p.reserved, 0) AS posted_reserved, COALESCE(p.entries, 0) AS posted_entries, COALESCE(p.house, 0) AS house
         FROM credit_accounts a LEFT JOIN posted p ON p.account_id = a.id)
       SELECT id AS "accountId", user_id AS "userId", spendable, reserved,
         CAST(posted_spendable AS bigint) AS "postedSpendable", CAST(posted_reserved AS bigint) AS "postedReserved"
       FROM compared
       WHERE spendable <> posted_spendable OR reserved <> posted_reserved OR entries <> posted_entries
       UNION ALL
       SELECT NULL, NULL, CAST(COALESCE(SUM(spendable + reserved + house), 0) AS bigint), 0, 0, 0 FROM compared`,
    );
    const mismatches = rows.filter((row): row is CreditMismatch => row.accountId !== null);
    return { sum: rows.find(({ accountId }) => accountId === null)?.spendable ?? 0, mismatches };
  }
}
