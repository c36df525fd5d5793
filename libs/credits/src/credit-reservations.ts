import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { CreditAccountRepository } from './credit-account.repository.js';
import { aMove, requireAmount } from './credit-entry.js';
import { CreditEntryRepository, type KeyedEntry } from './credit-entry.repository.js';
import { CreditLedger, type CreditMoves } from './credit-ledger.js';
import { InsufficientCreditsError } from './credits.errors.js';

/** How a reservation ended; together what was reserved. */
export interface CreditSettlement {
  captured: number;
  refunded: number;
}

/** What the ledger knows about one generation. */
interface Reservation {
  accountId: string;
  amount: number;
  settlement: CreditSettlement | null;
}

// The first entry of a settlement carries the settle key, whichever way it goes: capture and refund exclude each other by it.
const reserveKey = (generationId: string) => `reserve:${generationId}`;
const settleKey = (generationId: string) => `settle:${generationId}`;
const releaseKey = (generationId: string) => `release:${generationId}`;

/** Credits set aside for a generation, and what becomes of them: each step happens once, however often and from wherever it is asked for. */
@Injectable()
export class CreditReservations {
  constructor(
    private readonly db: Database,
    private readonly accounts: CreditAccountRepository,
    private readonly entries: CreditEntryRepository,
    private readonly ledger: CreditLedger,
  ) {}

  /** @throws InsufficientCreditsError */
  async reserve(userId: string, amount: number, generationId: string): Promise<void> {
    requireAmount(amount);
    const onceKey = reserveKey(generationId);
    const { outcome } = await this.ledger.post({ userId }, [
      aMove({ type: 'reserve', amount, onceKey, generationId }),
    ]);
    if (outcome === 'posted') return;
    // Refused may also mean that the first time took what would be needed again.
    const before = await this.find(generationId);
    if (!before) {
      const balance = await this.accounts.findBalance(userId);
      throw new InsufficientCreditsError({ params: { required: amount, balance: balance?.balance ?? 0 } });
    }
    if (before.amount !== amount) {
      throw new Error(
        `Generation ${generationId} has reserved ${before.amount} credits already, not ${amount}`,
      );
    }
  }

  /** @throws Error without a reservation, RangeError when `amount` is more than was reserved */
  settle(generationId: string, amount: number): Promise<CreditSettlement> {
    return this.db.transaction(async () => {
      const reservation = await this.get(generationId);
      if (reservation.settlement) return reservation.settlement;
      const reserved = reservation.amount;
      if (!Number.isSafeInteger(amount) || amount < 0 || amount > reserved) {
        throw new RangeError(
          `Cannot capture ${amount} of ${reserved} credits reserved for generation ${generationId}`,
        );
      }
      const moves = settlementMoves(generationId, { captured: amount, refunded: reserved - amount });
      const { outcome } = await this.ledger.post({ accountId: reservation.accountId }, moves);
      if (outcome === 'posted') return { captured: amount, refunded: reserved - amount };
      // Another process settled between our look and our change.
      const { settlement } = await this.get(generationId);
      if (!settlement)
        throw new Error(`The reservation of generation ${generationId} is not covered by its account`);
      return settlement;
    });
  }

  private async get(generationId: string): Promise<Reservation> {
    const reservation = await this.find(generationId);
    if (!reservation) throw new Error(`No credits were reserved for generation ${generationId}`);
    return reservation;
  }

  private async find(generationId: string): Promise<Reservation | null> {
    const keys = [reserveKey(generationId), settleKey(generationId), releaseKey(generationId)] as const;
    const found = await this.entries.listByOnceKeys(keys);
    const [reserve, settle, release] = keys.map((key) => found.find(({ onceKey }) => onceKey === key));
    if (!reserve) return null;
    return {
      accountId: reserve.accountId,
      amount: reserve.amount,
      settlement: settle ? settlementOf([settle, ...(release ? [release] : [])]) : null,
    };
  }
}

function settlementMoves(generationId: string, { captured, refunded }: CreditSettlement): CreditMoves {
  if (captured === 0) {
    return [aMove({ type: 'refund', amount: refunded, onceKey: settleKey(generationId), generationId })];
  }
  const capture = aMove({
    type: 'capture',
    amount: captured,
    onceKey: settleKey(generationId),
    generationId,
  });
  if (refunded === 0) return [capture];
  return [
    capture,
    aMove({ type: 'refund', amount: refunded, onceKey: releaseKey(generationId), generationId }),
  ];
}

function settlementOf(entries: readonly KeyedEntry[]): CreditSettlement {
  const sumOf = (wanted: string) =>
    entries.reduce((sum, { type, amount }) => sum + (type === wanted ? amount : 0), 0);
  return { captured: sumOf('capture'), refunded: sumOf('refund') };
}
