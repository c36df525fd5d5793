import { Dialect, likePattern } from '../dialect.port.js';
import { postgresCodeOf } from './postgres-errors.js';

/** Postgres' way of saying things. The ICU collation lowers Cyrillic whatever locale the database was made with. */
export class PostgresDialect extends Dialect {
  override readonly uuidType = 'uuid';
  override readonly forUpdateSkipLocked = 'FOR UPDATE SKIP LOCKED';
  override readonly forUpdate = 'FOR UPDATE';

  override containsText(column: string, param: string): string {
    return `lower(${column} COLLATE "und-x-icu") LIKE ${param} ESCAPE '\\'`;
  }

  override containsPattern(text: string): string {
    return likePattern(text);
  }

  override isUniqueViolation(error: unknown): boolean {
    return postgresCodeOf(error) === '23505';
  }
}
