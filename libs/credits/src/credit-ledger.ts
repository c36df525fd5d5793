import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database, uuidv7 } from '#lib/database';
import { type AccountKey, CreditAccountRepository } from './credit-account.repository.js';
import { changeOf, type CreditEntry, type CreditMove } from './credit-entry.js';
import { CreditEntryRepository, type NewCreditEntry } from './credit-entry.repository.js';

/** One or two moves that happen together. */
export type CreditMoves = readonly [CreditMove] | readonly [CreditMove, CreditMove];

/**
 * What came of posting: the entries; `refused` when a balance would fall below zero or there is no account; `posted_before` when a
 * once-key was there already. The latter two leave nothing behind.
 */
export type Posting =
  { outcome: 'posted'; entries: CreditEntry[] } | { outcome: 'refused' } | { outcome: 'posted_before' };

/** The one place where credits move: a guarded change of the account and its entries, in one transaction; one entry takes two statements. */
@Injectable()
export class CreditLedger {
  constructor(
    private readonly db: Database,
    private readonly accounts: CreditAccountRepository,
    private readonly entries: CreditEntryRepository,
    private readonly clock: Clock,
  ) {}

  post(key: AccountKey, moves: CreditMoves): Promise<Posting> {
    return this.db.transaction(async () => {
      const at = this.clock.now();
      const spendable = changeOf('spendable', moves);
      const reserved = changeOf('reserved', moves);
      const account = await this.accounts.change(key, { spendable, reserved, entries: moves.length, at });
      if (!account) return { outcome: 'refused' };
      const rows = entriesFor(moves, { ...account, balanceBefore: account.spendable - spendable, at });
      if (await this.insertAll(rows)) return { outcome: 'posted', entries: rows.map(asSeen) };
      // Taken back by hand: an error would take the caller's whole transaction with it, and this is no error.
      const back = { spendable: -spendable, reserved: -reserved, entries: -moves.length, at };
      if (!(await this.accounts.change({ accountId: account.id }, back))) {
        throw new Error(`The change of account ${account.id} could not be taken back`);
      }
      return { outcome: 'posted_before' };
    });
  }

  /** False when the first is there already. It decides, so the other comes after it: two settlements must not each write half of theirs. */
  private async insertAll([first, second]: Rows): Promise<boolean> {
    if (!(await this.entries.insert(first))) return false;
    if (second && !(await this.entries.insert(second))) {
      throw new Error(`Half of a posting was there already: ${second.onceKey}`);
    }
    return true;
  }
}

type Rows = readonly [NewCreditEntry] | readonly [NewCreditEntry, NewCreditEntry];

function entriesFor(
  moves: CreditMoves,
  account: { id: string; entries: number; balanceBefore: number; at: number },
): Rows {
  let balance = account.balanceBefore;
  let seq = account.entries - moves.length;
  const rowOf = (move: CreditMove): NewCreditEntry => {
    balance += changeOf('spendable', [move]);
    seq += 1;
    return {
      ...move,
      id: uuidv7(),
      accountId: account.id,
      seq,
      balanceAfter: balance,
      createdAt: account.at,
    };
  };
  const [first, second] = moves;
  return second === undefined ? [rowOf(first)] : [rowOf(first), rowOf(second)];
}

function asSeen(entry: NewCreditEntry): CreditEntry {
  const { id, type, balanceAfter, generationId, reason, createdAt } = entry;
  return { id, type, amount: changeOf('spendable', [entry]), balanceAfter, generationId, reason, createdAt };
}
