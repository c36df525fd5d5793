export const IDEMPOTENCY_OPTIONS = 'kvartal:idempotency';

/** How a route runs under a key. */
export interface IdempotencyOptions {
  /**
   * Default true: the whole handler runs in one transaction that also stores the answer, so that a crash can neither keep the work without
   * the answer nor the answer without the work. The handler must then do nothing slow, and catch no database error inside. With false the
   * answer is stored after the handler ended; a crash between the two lets a repetition run the handler again.
   */
  atomic?: boolean;
}
