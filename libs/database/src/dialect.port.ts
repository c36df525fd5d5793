/** The few things the engines say differently. Pieces of SQL are constants or name columns and parameters, never values. */
export abstract class Dialect {
  /** Column type of a UUID: `uuid` on Postgres, `varchar` on SQLite. */
  abstract readonly uuidType: string;

  /** Ends a SELECT that takes rows for update and passes over those taken: empty on SQLite, where one writer holds the whole database. */
  abstract readonly forUpdateSkipLocked: string;

  /** Ends a SELECT that waits for its rows: empty on SQLite. */
  abstract readonly forUpdate: string;

  /** Case-insensitive (also Cyrillic) containment of the text in parameter `param`, whose % and _ are plain characters. */
  abstract containsText(column: string, param: string): string;

  /** The value to bind for `containsText`. */
  abstract containsPattern(text: string): string;

  /** `column = any of the parameters from..from+count-1`; false for none. */
  isOneOf(column: string, firstParam: number, count: number): string {
    if (count === 0) return '1 = 0';
    const params = Array.from({ length: count }, (_, at) => `$${firstParam + at}`);
    return `${column} IN (${params.join(', ')})`;
  }

  /** Is this driver error a violation of a unique constraint? */
  abstract isUniqueViolation(error: unknown): boolean;
}

/** Lower case, with the wildcards of LIKE made plain (escape character: backslash), between two wildcards. */
export function likePattern(text: string): string {
  return `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
}
