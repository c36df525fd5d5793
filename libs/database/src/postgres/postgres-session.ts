import type { QueryConfig, QueryResult as PgResult } from 'pg';

/** Whatever runs statements one after another: a transaction, or the pool for single reads. */
export interface PostgresSession {
  send(config: QueryConfig): Promise<PgResult>;
  /** Called when the ORM rolls back its part. */
  fail(cause: unknown): void;
  readonly isTransaction: boolean;
}
