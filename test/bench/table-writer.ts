import Sqlite from 'better-sqlite3';
import pg from 'pg';

export type TableRow = Record<string, string | number | boolean | null>;

/** Puts many rows into a table. All rows of a call have the same columns. */
export interface TableWriter {
  insert(table: string, rows: readonly TableRow[]): Promise<void>;
  /** Rows of a query without parameters, for looking whether the product has done its part. */
  count(table: string): Promise<number>;
  close(): Promise<void>;
}

const CHUNK = 5000;

/** Writes into a SQLite file; every call is a transaction. */
export function sqliteWriter(file: string): TableWriter {
  const db = new Sqlite(file, { timeout: 10_000 });
  return {
    insert(table, rows) {
      const columns = Object.keys(rows[0]!);
      const places = columns.map(() => '?').join(', ');
      const statement = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
      db.transaction(() => {
        for (const row of rows) statement.run(columns.map((column) => numberOf(row[column]!)));
      })();
      return Promise.resolve();
    },
    count(table) {
      return Promise.resolve(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number);
    },
    close() {
      db.exec('ANALYZE');
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
      return Promise.resolve();
    },
  };
}

/** Writes into a Postgres database, rows as JSON in chunks. */
export async function postgresWriter(url: string): Promise<TableWriter> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    async insert(table, rows) {
      const columns = Object.keys(rows[0]!).join(', ');
      for (let start = 0; start < rows.length; start += CHUNK) {
        await client.query(
          `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(null::${table}, $1)`,
          [JSON.stringify(rows.slice(start, start + CHUNK))],
        );
      }
    },
    async count(table) {
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
      return Number(rows[0]!.count);
    },
    async close() {
      await client.query('VACUUM ANALYZE');
      await client.end();
    },
  };
}

function numberOf(value: TableRow[string]): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}
