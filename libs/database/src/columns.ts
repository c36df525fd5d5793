import {
  type QueryRunner,
  type TableColumnOptions,
  type TableForeignKeyOptions,
  type TableIndexOptions,
} from 'typeorm';

/** What may differ from a plain required column. `default` is a number, boolean or text, written into the schema. */
export interface ColumnOptions {
  nullable?: boolean;
  primary?: boolean;
  default?: number | boolean | string;
}

/** Makes columns whose types hold on both engines; the entity beside them names the same types. */
export interface Columns {
  /** The primary key: a UUIDv7 made by the application. Entity: `@PrimaryColumn('uuid')`. */
  id(name?: string): TableColumnOptions;
  /** A UUID (`uuid` on Postgres, `varchar` on SQLite). Entity: `@Column('uuid')`. */
  uuid(name: string, options?: ColumnOptions): TableColumnOptions;
  /** Text of any length. Entity: `@Column('text')`. */
  text(name: string, options?: ColumnOptions): TableColumnOptions;
  /** A moment: integer milliseconds since the epoch, UTC. Entity: `@Column('bigint')`. */
  time(name: string, options?: ColumnOptions): TableColumnOptions;
  /** 32 bits. Entity: `@Column('integer')`. */
  integer(name: string, options?: ColumnOptions): TableColumnOptions;
  /** 64 bits, read as number. Entity: `@Column('bigint')`. */
  bigint(name: string, options?: ColumnOptions): TableColumnOptions;
  /** Raw SQL reads 0 and 1 on SQLite, true and false on Postgres. Entity: `@Column('boolean')`. */
  boolean(name: string, options?: ColumnOptions): TableColumnOptions;
  /** Entity: `@Column('double precision')`. */
  double(name: string, options?: ColumnOptions): TableColumnOptions;
  /** JSON kept as text. Entity: `@Column('simple-json')`, which parses and prints; raw SQL does neither. */
  json(name: string, options?: ColumnOptions): TableColumnOptions;
  /** `created_at` and `updated_at`, both set by the application. Entity: `extends BaseEntity`. */
  timestamps(): TableColumnOptions[];
}

/** Column helpers for the engine behind `runner`. */
export function columnsFor(runner: QueryRunner): Columns {
  const isPostgres = runner.dataSource.options.type === 'postgres';
  const make = (type: string) => (name: string, options?: ColumnOptions) =>
    column(name, type, options, isPostgres);
  const uuid = make(isPostgres ? 'uuid' : 'varchar');
  const time = make('bigint');
  return {
    id: (name = 'id') => uuid(name, { primary: true }),
    uuid,
    text: make('text'),
    time,
    integer: make('integer'),
    bigint: make('bigint'),
    boolean: make('boolean'),
    double: make('double precision'),
    json: make('text'),
    timestamps: () => [time('created_at'), time('updated_at')],
  };
}

function column(
  name: string,
  type: string,
  options: ColumnOptions = {},
  isPostgres: boolean,
): TableColumnOptions {
  return {
    name,
    type,
    isNullable: options.nullable ?? false,
    isPrimary: options.primary ?? false,
    default: defaultOf(options.default, isPostgres),
  };
}

function defaultOf(value: number | boolean | string | undefined, isPostgres: boolean): string | undefined {
  if (typeof value === 'boolean' && !isPostgres) return value ? '1' : '0';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : value?.toString();
}

/**
 * An index named `ix_<table>_<columns>` (`ux_` when unique), or `name`. The entity declares it too, by the same name:
 * `@Index('ix_chats_owner_id', ['ownerId'])`. `where` makes it partial.
 */
export function index(
  table: string,
  columnNames: string[],
  options: { unique?: boolean; where?: string; name?: string } = {},
): TableIndexOptions {
  return {
    name: options.name ?? `${options.unique ? 'ux' : 'ix'}_${table}_${columnNames.join('_')}`,
    columnNames,
    isUnique: options.unique ?? false,
    where: options.where,
  };
}

/** A foreign key named `fk_<table>_<column>` to the `id` (or `referencedColumn`) of another table. Entities do not declare it. */
export function foreignKey(
  table: string,
  columnName: string,
  referencedTable: string,
  options: { onDelete?: 'CASCADE' | 'RESTRICT' | 'SET NULL' | 'NO ACTION'; referencedColumn?: string } = {},
): TableForeignKeyOptions {
  return {
    name: `fk_${table}_${columnName}`,
    columnNames: [columnName],
    referencedTableName: referencedTable,
    referencedColumnNames: [options.referencedColumn ?? 'id'],
    onDelete: options.onDelete ?? 'NO ACTION',
  };
}
