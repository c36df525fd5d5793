import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { Database, uuidv7 } from '#lib/database';
import { decodeCursor, encodeCursor, type Page } from '#lib/http';
import { UsersService } from '#lib/users';
import { CreditAccountRepository, type CreditBalance } from './credit-account.repository.js';
import { CreditAuditRepository, type CreditMismatch } from './credit-audit.repository.js';
import { aMove, type CreditEntry, type CreditMove, requireAmount } from './credit-entry.js';
import { CreditEntryRepository } from './credit-entry.repository.js';
import { CreditLedger, type Posting } from './credit-ledger.js';
import { CreditReservations, type CreditSettlement } from './credit-reservations.js';
import { type CreditEntryAnswer, creditEntryAnswer, type CreditLedgerQuery } from './credits.dto.js';

/** The outcome of `verify`: `ok` when the books balance (`sum` 0) and every account is the sum of its entries. */
export interface CreditAudit {
  ok: boolean;
  sum: number;
  mismatches: CreditMismatch[];
}

const ledgerPosition = z.tuple([z.int().positive()]);
const beyondAll = Number.MAX_SAFE_INTEGER;

/** Credits of users: what they have, how they got it, and what staff give. Everything joins the ambient transaction. */
@Injectable()
export class CreditsService {
  constructor(
    private readonly db: Database,
    private readonly accounts: CreditAccountRepository,
    private readonly entries: CreditEntryRepository,
    private readonly books: CreditAuditRepository,
    private readonly ledger: CreditLedger,
    private readonly reservations: CreditReservations,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /** Zeros for somebody without an account. */
  async balanceOf(userId: string): Promise<CreditBalance> {
    return (await this.accounts.findBalance(userId)) ?? { balance: 0, reserved: 0 };
  }

  /** Spendable balances by user, 0 for those without an account. One statement. */
  async balancesOf(userIds: readonly string[]): Promise<Map<string, number>> {
    const balances = new Map(userIds.map((userId) => [userId, 0]));
    if (userIds.length === 0) return balances;
    for (const { userId, balance } of await this.accounts.listBalances(userIds))
      balances.set(userId, balance);
    return balances;
  }

  /** The actor's own statement, newest first. */
  async listLedger(actor: Actor, { limit, cursor }: CreditLedgerQuery): Promise<Page<CreditEntryAnswer>> {
    const [beforeSeq] = cursor === undefined ? [beyondAll] : decodeCursor(cursor, ledgerPosition);
    const found = await this.entries.listOf({ userId: actor.userId, beforeSeq, limit: limit + 1 });
    const page = found.slice(0, limit);
    const items = page.map(creditEntryAnswer);
    return found.length > page.length ? { items, nextCursor: encodeCursor([page.at(-1)!.seq]) } : { items };
  }

  /** Opens the account of a new user with `bonus` credits (none: 0). Again does nothing. */
  async open(userId: string, bonus: number): Promise<void> {
    await this.db.transaction(async () => {
      const isNew = await this.accounts.insert({ id: uuidv7(), userId, at: this.clock.now() });
      if (!isNew || bonus === 0) return;
      await this.ledger.post({ userId }, [
        aMove({ type: 'signup_bonus', amount: bonus, onceKey: `signup:${userId}` }),
      ]);
    });
  }

  /**
   * Gives `amount` credits (whole, at least 1) and answers the entry. `actor` null: the product itself.
   * @throws UserNotFoundError
   */
  async grant(
    actor: Actor | null,
    userId: string,
    gift: { amount: number; reason: string },
  ): Promise<CreditEntry> {
    requireAmount(gift.amount);
    const user = await this.users.getById(userId);
    return this.db.transaction(async () => {
      const move = aMove({ type: 'grant', ...gift, actorId: actor?.userId ?? null });
      const posting = await this.postOpening(user.id, move);
      if (posting.outcome !== 'posted') throw new Error(`A grant to ${user.id} was ${posting.outcome}`);
      return posting.entries[0]!;
    });
  }

  /**
   * Sets `amount` credits (whole, at least 1) aside for a generation: two statements. The same again does nothing.
   * @throws InsufficientCreditsError
   */
  reserve(userId: string, amount: number, { generationId }: { generationId: string }): Promise<void> {
    return this.reservations.reserve(userId, amount, generationId);
  }

  /**
   * Takes `amount` of what the generation reserved (0 to all of it) and gives the rest back. Whoever settles first, by this or by `refund`,
   * decides; later calls change nothing and answer what was decided.
   * @throws Error when nothing was reserved, RangeError when `amount` is more than was
   */
  capture(generationId: string, amount: number): Promise<CreditSettlement> {
    return this.reservations.settle(generationId, amount);
  }

  /** Gives back all that the generation reserved, unless it is settled. @throws Error when nothing was reserved */
  refund(generationId: string): Promise<CreditSettlement> {
    return this.reservations.settle(generationId, 0);
  }

  /** Compares every balance with its entries, and adds up all books. For reconciliation; reads the whole ledger. */
  async verify(): Promise<CreditAudit> {
    const { sum, mismatches } = await this.books.audit();
    return { ok: sum === 0 && mismatches.length === 0, sum, mismatches };
  }

  /** For accounts made before there were credits: the first grant opens them. */
  private async postOpening(userId: string, move: CreditMove): Promise<Posting> {
    const posting = await this.ledger.post({ userId }, [move]);
    if (posting.outcome !== 'refused') return posting;
    await this.open(userId, 0);
    return this.ledger.post({ userId }, [move]);
  }
}
