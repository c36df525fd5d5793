import type { Database as SqliteHandle, Statement } from 'better-sqlite3';
import type { SqlValue } from '../database.port.js';

const cacheSize = 1000;

/** A statement ready to run. `order` is null where parameters stand in the text as $1, $2, ...; else the index of the value of each place. */
interface Prepared {
  statement: Statement<unknown[]>;
  order: readonly number[] | null;
  returnsRows: boolean;
  isReadOnly: boolean;
}

/** Prepared statements of one connection, kept by their text. Runs synchronously, like the engine. */
export class SqliteStatements {
  private readonly prepared = new Map<string, Prepared>();

  constructor(readonly handle: SqliteHandle) {}

  isReadOnly(sql: string): boolean {
    return this.get(sql).isReadOnly;
  }

  /** Rows of the statement; none for one that returns nothing. */
  all<Row>(sql: string, params: readonly unknown[]): Row[] {
    const { statement, order, returnsRows } = this.get(sql);
    const values = bound(params, order);
    if (returnsRows) return statement.all(values) as Row[];
    statement.run(values);
    return [];
  }

  /** The first row, for reading: a statement that writes would be left half done. */
  first<Row>(sql: string, params: readonly unknown[]): Row | null {
    const { statement, order, returnsRows } = this.get(sql);
    return returnsRows ? ((statement.get(bound(params, order)) as Row | undefined) ?? null) : null;
  }

  /** The number of rows touched. */
  run(sql: string, params: readonly unknown[]): number {
    return this.write(sql, params).touched;
  }

  /** The number of rows touched, and those that the statement returns. */
  write(sql: string, params: readonly unknown[]): { touched: number; rows: unknown[] } {
    const { statement, order, returnsRows } = this.get(sql);
    const values = bound(params, order);
    if (!returnsRows) return { touched: statement.run(values).changes, rows: [] };
    const rows = statement.all(values);
    return { touched: rows.length, rows };
  }

  /** As TypeORM wants it: rows, or what a statement without rows did. */
  runForOrm(
    sql: string,
    params: readonly unknown[],
  ): { rows: unknown[] } | { changes: number; rowid: number | bigint } {
    const { statement, order, returnsRows } = this.get(sql);
    const values = bound(params, order);
    if (returnsRows) return { rows: statement.all(values) };
    const { changes, lastInsertRowid } = statement.run(values);
    return { changes, rowid: lastInsertRowid };
  }

  clear(): void {
    this.prepared.clear();
  }

  private get(sql: string): Prepared {
    const known = this.prepared.get(sql);
    if (known) return known;
    const { text, order } = toPositional(sql);
    const statement = this.handle.prepare<unknown[]>(text);
    const fresh = { statement, order, returnsRows: statement.reader, isReadOnly: statement.readonly };
    if (this.prepared.size >= cacheSize) this.prepared.delete(this.prepared.keys().next().value!);
    this.prepared.set(sql, fresh);
    return fresh;
  }
}

/** SQLite's `?` for our `$n`. Quoted text, quoted names and comments stay as they are. */
export function toPositional(sql: string): { text: string; order: readonly number[] | null } {
  const order: number[] = [];
  const text = sql.replace(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\d+)/g,
    (token, digits: string | undefined) => {
      if (digits === undefined) return token;
      order.push(Number(digits) - 1);
      return '?';
    },
  );
  const isInOrder = order.every((index, place) => index === place);
  return { text, order: isInOrder ? null : order };
}

function bound(params: readonly unknown[], order: readonly number[] | null): unknown[] {
  if (order !== null) return order.map((index) => toSqlite(params[index]));
  for (const value of params) {
    if (typeof value === 'boolean' || value === undefined || (typeof value === 'object' && value !== null))
      return params.map(toSqlite);
  }
  return params as unknown[];
}

function toSqlite(value: unknown): Exclude<SqlValue, boolean> {
  if (value === undefined) throw new TypeError('undefined cannot be bound to an SQL parameter: use null');
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return value as Exclude<SqlValue, boolean>;
}
