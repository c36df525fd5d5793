import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';

const largestNumberOfNames = 2000;
const quotedOrComment = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

interface Known {
  /** Name of the prepared statement on every connection; undefined once there are too many texts. */
  name: string | undefined;
  isReadOnly: boolean;
}

/** Statements by their text: the name they are prepared under, and whether they only read. */
export class PostgresStatements {
  private readonly known = new Map<string, Known>();

  isReadOnly(sql: string): boolean {
    return this.get(sql).isReadOnly;
  }

  /** What the driver sends; prepared once per connection. */
  named(sql: string, values: readonly unknown[]): QueryConfig {
    for (const value of values) {
      if (value === undefined) throw new TypeError('undefined cannot be bound to an SQL parameter: use null');
    }
    return { name: this.get(sql).name, text: sql, values: values as unknown[] };
  }

  private get(sql: string): Known {
    const known = this.known.get(sql);
    if (known) return known;
    const isNamed = this.known.size < largestNumberOfNames;
    const name = isNamed ? `k_${createHash('sha1').update(sql).digest('hex').slice(0, 20)}` : undefined;
    const fresh = { name, isReadOnly: onlyReads(sql) };
    if (isNamed) this.known.set(sql, fresh);
    return fresh;
  }
}

/** SELECT, VALUES, SHOW and EXPLAIN read, and so does WITH unless a word in it writes. */
function onlyReads(sql: string): boolean {
  const bare = sql.replace(quotedOrComment, ' ').trimStart().toLowerCase();
  if (/^\(*\s*(select|values|show|table)\b/.test(bare)) return true;
  return /^(with|explain)\b/.test(bare) && !/\b(insert|update|delete|merge)\b/.test(bare);
}
