import type { Database } from '#lib/database';

/** One table in words that mean the same on both engines. */
export interface TableDescription {
  /** Type, `null` where it may be null, default, by column name. */
  columns: Record<string, string>;
  primaryKey: string[];
  /** `unique (a, b) where ...` by name. */
  indexes: Record<string, string>;
  foreignKeys: string[];
}

/** All tables of the application, by name. */
export async function describeSchema(db: Database): Promise<Record<string, TableDescription>> {
  return db.engine === 'sqlite' ? describeSqlite(db) : describePostgres(db);
}

interface Column {
  name: string;
  type: string;
  isNullable: boolean;
  defaultValue: string | null;
}

interface ForeignKey {
  column: string;
  target: string;
  targetColumn: string;
  onDelete: string;
}

async function describeSqlite(db: Database): Promise<Record<string, TableDescription>> {
  const tables = await db.query<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  );
  const described: Record<string, TableDescription> = {};
  for (const { name } of tables) {
    const columns = await db.query<Column & { pk: number }>(
      `SELECT name, type, NOT "notnull" AND pk = 0 AS "isNullable", dflt_value AS "defaultValue", pk
       FROM pragma_table_info($1) ORDER BY name`,
      [name],
    );
    const indexes = await db.query<{ name: string; isUnique: number; sql: string }>(
      `SELECT list.name, list."unique" AS "isUnique", schema.sql FROM pragma_index_list($1) AS list
       JOIN sqlite_schema AS schema ON schema.name = list.name WHERE list.origin = 'c'`,
      [name],
    );
    const foreignKeys = await db.query<ForeignKey>(
      `SELECT "from" AS "column", "table" AS target, "to" AS "targetColumn", on_delete AS "onDelete"
       FROM pragma_foreign_key_list($1)`,
      [name],
    );
    const keys = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    described[name] = tableOf(
      columns,
      keys.map((column) => column.name),
      indexes,
      foreignKeys,
    );
  }
  return described;
}

async function describePostgres(db: Database): Promise<Record<string, TableDescription>> {
  const tables = await db.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`,
  );
  const described: Record<string, TableDescription> = {};
  for (const { name } of tables) {
    const columns = await db.query<Column>(
      `SELECT column_name AS name, data_type AS type, is_nullable = 'YES' AS "isNullable", column_default AS "defaultValue"
       FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY column_name`,
      [name],
    );
    const indexes = await db.query<{ name: string; isUnique: boolean; sql: string }>(
      `SELECT class.relname AS name, indisunique AS "isUnique", pg_get_indexdef(indexrelid) AS sql
       FROM pg_index JOIN pg_class AS class ON class.oid = indexrelid
       WHERE indrelid = CAST($1 AS regclass) AND NOT indisprimary`,
      [name],
    );
    const keys = await db.query<{ name: string }>(
      `SELECT attname AS name FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
       WHERE indrelid = CAST($1 AS regclass) AND indisprimary ORDER BY array_position(indkey::int2[], attnum)`,
      [name],
    );
    const foreignKeys = await db.query<ForeignKey>(
      `SELECT source.attname AS "column", confrelid::regclass::text AS target, target.attname AS "targetColumn",
         CASE confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END
         AS "onDelete"
       FROM pg_constraint
       JOIN pg_attribute AS source ON source.attrelid = conrelid AND source.attnum = conkey[1]
       JOIN pg_attribute AS target ON target.attrelid = confrelid AND target.attnum = confkey[1]
       WHERE contype = 'f' AND conrelid = CAST($1 AS regclass)`,
      [name],
    );
    described[name] = tableOf(
      columns,
      keys.map((key) => key.name),
      indexes,
      foreignKeys,
    );
  }
  return described;
}

function tableOf(
  columns: readonly Column[],
  primaryKey: string[],
  indexes: readonly { name: string; isUnique: boolean | number; sql: string }[],
  foreignKeys: readonly ForeignKey[],
): TableDescription {
  return {
    columns: Object.fromEntries(
      columns.map(({ name, type, isNullable, defaultValue }) => [
        name,
        `${sameType(type)}${isNullable ? ' null' : ''}${defaultValue === null ? '' : ` default ${sameDefault(defaultValue)}`}`,
      ]),
    ),
    primaryKey,
    indexes: Object.fromEntries(
      indexes
        .map(
          ({ name, isUnique, sql }) => [name, `${isUnique ? 'unique ' : ''}${sameIndexBody(sql)}`] as const,
        )
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
    foreignKeys: foreignKeys
      .map(
        ({ column, target, targetColumn, onDelete }) => `${column} -> ${target}.${targetColumn} ${onDelete}`,
      )
      .sort(),
  };
}

function sameType(type: string): string {
  const lower = type.toLowerCase();
  return lower === 'varchar' ? 'uuid' : lower;
}

function sameDefault(value: string): string {
  const plain = value.replace(/::[\w ]+$/, '').replace(/^\((.*)\)$/, '$1');
  return plain === 'true' ? '1' : plain === 'false' ? '0' : plain;
}

/** `(a, b) where x` of a CREATE INDEX, without the quotes and casts that engines add. */
function sameIndexBody(sql: string): string {
  return sql
    .slice(sql.indexOf('('))
    .replaceAll('"', '')
    .replace(/::[\w ]+?(?=[\s),]|$)/g, '')
    .replace(/\bwhere\b/i, 'where')
    .replace(/where \((.*)\)\s*$/, 'where $1')
    .replace(/\s+/g, ' ')
    .replaceAll('( ', '(')
    .replaceAll(' )', ')')
    .trim();
}
