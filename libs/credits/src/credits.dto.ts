import { z } from 'zod';
import { pageOf, pageQuery } from '#lib/http';
import { type CreditEntry, creditEntryTypes } from './credit-entry.js';

const oneLine = /^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u;

/** Answer of `GET /credits`. */
export const creditBalanceSchema = z
  .object({
    balance: z.int().describe('What can be spent now'),
    reserved: z.int().describe('Set aside for generations under way'),
  })
  .meta({ id: 'CreditBalance' });

/** One line of the statement. Amounts add up to the balance. */
export const creditEntrySchema = z
  .object({
    id: z.uuid(),
    type: z.enum(creditEntryTypes),
    amount: z
      .int()
      .describe('Change of the balance; 0 for a capture, whose credits left it when they were reserved'),
    balanceAfter: z.int(),
    generationId: z.uuid().optional(),
    reason: z.string().optional(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'CreditEntry' });
export type CreditEntryAnswer = z.output<typeof creditEntrySchema>;

/** Answer of `GET /credits/ledger`. */
export const creditEntryPageSchema = pageOf(creditEntrySchema).meta({ id: 'CreditEntryPage' });

/** Query of `GET /credits/ledger`. */
export const creditLedgerQuerySchema = z.strictObject({ ...pageQuery });
export type CreditLedgerQuery = z.output<typeof creditLedgerQuerySchema>;

/** `:id` of the user. Any text: what is no id answers 404 as a missing user does. */
export const creditGrantParams = z.strictObject({ id: z.string() });
export type CreditGrantParams = z.output<typeof creditGrantParams>;

/** Body of `POST /users/:id/credits`. */
export const creditGrantSchema = z
  .strictObject({
    amount: z.int().min(1).max(1_000_000),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .regex(oneLine, 'Control characters are not allowed')
      .describe('Shown to the user in the statement'),
  })
  .meta({ id: 'CreditGrant' });
export type CreditGrant = z.output<typeof creditGrantSchema>;

/** An entry as the API shows it. */
export function creditEntryAnswer(entry: CreditEntry): CreditEntryAnswer {
  const { id, type, amount, balanceAfter, generationId, reason, createdAt } = entry;
  return {
    id,
    type,
    // Minus nothing is nothing: JSON would show it, clients might not expect it.
    amount: amount || 0,
    balanceAfter,
    ...(generationId === null ? {} : { generationId }),
    ...(reason === null ? {} : { reason }),
    createdAt: new Date(createdAt).toISOString(),
  };
}
