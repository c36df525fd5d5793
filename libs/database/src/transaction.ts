import type { EntityManager } from 'typeorm';
import type { SqlValue } from './database.port.js';
import { StaleTransactionError, TransactionAbortedError } from './database.errors.js';

export type CommitEffect = () => void | Promise<void>;

/**
 * One unit of work while it runs. Everything that reaches the connection goes through `enter`, so that work which outlives its
 * transaction, or goes on after a failure inside it, is refused on both engines alike (Postgres refuses the latter by itself).
 */
export abstract class Transaction {
  readonly effects: CommitEffect[] = [];
  private ended = false;
  private failure: { cause: unknown } | null = null;
  private boundManager: EntityManager | null = null;

  get isOpen(): boolean {
    return !this.ended;
  }

  /** The error of the first failure inside; null while all is well. */
  get failed(): { cause: unknown } | null {
    return this.failure;
  }

  get manager(): EntityManager {
    this.enter();
    return (this.boundManager ??= this.createManager());
  }

  abstract query<Row extends object>(sql: string, params: readonly SqlValue[]): Promise<Row[]>;

  abstract execute(sql: string, params: readonly SqlValue[]): Promise<number>;

  /** @throws StaleTransactionError, TransactionAbortedError */
  enter(): void {
    if (this.ended) throw new StaleTransactionError();
    if (this.failure) throw new TransactionAbortedError(this.failure.cause);
  }

  /** From here on the only way out is a rollback. The first cause is kept. */
  fail(cause: unknown): void {
    this.failure ??= { cause };
  }

  end(): void {
    this.ended = true;
  }

  protected abstract createManager(): EntityManager;
}
