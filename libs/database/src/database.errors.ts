/** The facade was used in a way it refuses, on both engines alike. A mistake in the code, so clients see `internal.error`. */
export abstract class DatabaseUsageError extends Error {}

/**
 * Work went on after its transaction had ended: somewhere a promise was not awaited, or a timer or listener was set up inside the
 * transaction. It is refused, because what it writes would land outside of any transaction, or in a stranger's.
 */
export class StaleTransactionError extends DatabaseUsageError {
  override readonly name = 'StaleTransactionError';

  constructor() {
    super(
      'The database was called by work whose transaction has already ended. Await everything inside transaction(), ' +
        'and start timers, listeners and background work outside of it (afterCommit is the place).',
    );
  }
}

/** A statement or a joined transaction failed, its error was caught, and the work went on: nothing can be committed any more. */
export class TransactionAbortedError extends DatabaseUsageError {
  override readonly name = 'TransactionAbortedError';

  constructor(cause: unknown) {
    super(
      'This transaction cannot go on: something inside it failed before. Catch errors around transaction(), not inside.',
      { cause },
    );
  }
}

/** `query` and `manager` only read outside a transaction. */
export class ReadOnlyCallError extends DatabaseUsageError {
  override readonly name = 'ReadOnlyCallError';

  constructor(sql: string) {
    super(
      `Only reading is allowed outside a transaction: use execute() or transaction(). Statement: ${sql.slice(0, 120)}`,
    );
  }
}
