import type { Database as SqliteHandle } from 'better-sqlite3';
import { Dialect, likePattern } from '../dialect.port.js';
import { sqliteCodeOf } from './sqlite-errors.js';

/** SQLite's way of saying things. Its own `lower` knows ASCII only, hence the function added to every connection. */
export class SqliteDialect extends Dialect {
  override readonly uuidType = 'varchar';
  override readonly forUpdateSkipLocked = '';
  override readonly forUpdate = '';

  static prepare(handle: SqliteHandle): void {
    handle.function('unicode_lower', { deterministic: true }, (text: unknown) =>
      typeof text === 'string' ? text.toLowerCase() : text,
    );
  }

  override containsText(column: string, param: string): string {
    return `unicode_lower(${column}) LIKE ${param} ESCAPE '\\'`;
  }

  override containsPattern(text: string): string {
    return likePattern(text);
  }

  override isUniqueViolation(error: unknown): boolean {
    const code = sqliteCodeOf(error);
    return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
  }
}
