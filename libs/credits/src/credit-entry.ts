/** Why credits moved. */
export const creditEntryTypes = [
  'signup_bonus',
  'grant',
  'reserve',
  'capture',
  'refund',
  'reward',
  'purchase',
] as const;
export type CreditEntryType = (typeof creditEntryTypes)[number];

/**
 * Where credits are. `spendable` and `reserved` are those of the entry's user; the others belong to the house: `issued` is where gifts come
 * from and goes below zero by as much, `revenue` is where spent credits end.
 */
export type CreditBook = 'spendable' | 'reserved' | 'issued' | 'revenue';

/** The two books of every type the house posts by itself; credits always leave one and enter another, so that their sum is zero. */
export const creditRoutes = {
  signup_bonus: { from: 'issued', to: 'spendable' },
  grant: { from: 'issued', to: 'spendable' },
  reserve: { from: 'spendable', to: 'reserved' },
  capture: { from: 'reserved', to: 'revenue' },
  refund: { from: 'reserved', to: 'spendable' },
} as const satisfies Partial<Record<CreditEntryType, { from: CreditBook; to: CreditBook }>>;

/** A movement about to be posted. */
export interface CreditMove {
  type: keyof typeof creditRoutes;
  /** Whole, at least 1. */
  amount: number;
  /** Moves with the same key are posted once, ever. */
  onceKey: string | null;
  generationId: string | null;
  reason: string | null;
  /** Who did it; null for the product itself. */
  actorId: string | null;
}

/** A move with nothing known about it but what is given. */
export function aMove(move: Pick<CreditMove, 'type' | 'amount'> & Partial<CreditMove>): CreditMove {
  return { onceKey: null, generationId: null, reason: null, actorId: null, ...move };
}

/** @throws RangeError unless `amount` is whole and at least 1 */
export function requireAmount(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 1) {
    throw new RangeError(`An amount of credits is whole and at least 1, not ${amount}`);
  }
}

/** An entry of the ledger as its user sees it. Time in milliseconds since the epoch. */
export interface CreditEntry {
  id: string;
  type: CreditEntryType;
  /** What it did to the spendable balance. */
  amount: number;
  balanceAfter: number;
  generationId: string | null;
  reason: string | null;
  createdAt: number;
}

/** What `moves` together add to a book of the user. */
export function changeOf(
  book: 'spendable' | 'reserved',
  moves: readonly Pick<CreditMove, 'type' | 'amount'>[],
): number {
  return moves.reduce((sum, { type, amount }) => sum + signOf(book, creditRoutes[type]) * amount, 0);
}

function signOf(book: CreditBook, { from, to }: { from: CreditBook; to: CreditBook }): -1 | 0 | 1 {
  if (to === book) return 1;
  return from === book ? -1 : 0;
}
