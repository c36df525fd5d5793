import type { Logger } from '@nestjs/common';
import { type QueryRunner, Table } from 'typeorm';
import { columnsFor } from './columns.js';
import type { Migration } from './migration.js';

const tableName = 'migrations';

/** How an engine lets the migrator at its schema. */
export interface MigrationEngine {
  /** Looks, takes no lock. */
  inspect<T>(look: (runner: QueryRunner) => Promise<T>): Promise<T>;
  /** Runs `step` in one transaction while no other process on this database runs another. */
  exclusively<T>(step: (runner: QueryRunner) => Promise<T>): Promise<T>;
}

/**
 * Brings the schema up and down. Each migration is one exclusive transaction that looks again at what is applied, so any number of
 * processes may start at once, and one that dies in the middle leaves nothing behind.
 */
export class Migrator {
  constructor(
    private readonly engine: MigrationEngine,
    private readonly migrations: readonly Migration[],
    private readonly logger: Logger,
  ) {
    const names = migrations.map(({ name }) => name);
    const isAscending = names.every((name, at) => at === 0 || names[at - 1]! < name);
    if (!isAscending) throw new Error(`Migrations must have ascending, unique names: ${names.join(', ')}`);
  }

  /** Names of migrations that were not applied yet, in order. */
  async pending(): Promise<string[]> {
    const applied = await this.engine.inspect((runner) => appliedNames(runner));
    return this.notIn(applied).map(({ name }) => name);
  }

  /** Applies what is pending and returns the names of those applied by this call. */
  async migrate(): Promise<string[]> {
    const done: string[] = [];
    if ((await this.pending()).length === 0) return done;
    for (const migration of this.migrations) {
      const isApplied = await this.engine.exclusively(async (runner) => {
        await ensureTable(runner);
        if ((await appliedNames(runner)).has(migration.name)) return false;
        await this.explainFailure(migration, 'up', () => migration.up(runner));
        await runner.manager.query(`INSERT INTO ${tableName} (name, applied_at) VALUES ($1, $2)`, [
          migration.name,
          Date.now(),
        ]);
        return true;
      });
      if (isApplied) {
        done.push(migration.name);
        this.logger.log(`Applied migration ${migration.name}`);
      }
    }
    return done;
  }

  /** Undoes the last applied migration and returns its name; null when none is applied. */
  async revertLast(): Promise<string | null> {
    return this.engine.exclusively(async (runner) => {
      const applied = await appliedNames(runner);
      const name = [...applied].sort().at(-1);
      if (name === undefined) return null;
      const migration = this.migrations.find((known) => known.name === name);
      if (!migration)
        throw new Error(
          `The last migration, ${name}, is not part of this version: revert it with the newer one`,
        );
      await this.explainFailure(migration, 'down', () => migration.down(runner));
      await runner.manager.query(`DELETE FROM ${tableName} WHERE name = $1`, [name]);
      this.logger.warn(`Reverted migration ${name}`);
      return name;
    });
  }

  /** @throws Error naming the migrations that somebody has to run first */
  async requireNonePending(): Promise<void> {
    const pending = await this.pending();
    if (pending.length > 0)
      throw new Error(`migrations are pending, run \`kvartal migrate\`: ${pending.join(', ')}`);
  }

  private notIn(applied: ReadonlySet<string>): Migration[] {
    const known = new Set(this.migrations.map(({ name }) => name));
    const newer = [...applied].filter((name) => !known.has(name));
    if (newer.length > 0)
      this.logger.warn(`The schema has migrations of another version: ${newer.join(', ')}`);
    return this.migrations.filter(({ name }) => !applied.has(name));
  }

  private async explainFailure(
    migration: Migration,
    direction: 'up' | 'down',
    run: () => Promise<void>,
  ): Promise<void> {
    try {
      await run();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.logger.error(`Migration ${migration.name} (${direction}) failed and was rolled back: ${why}`);
      throw new Error(`migration ${migration.name} (${direction}) failed: ${why}`, { cause: error });
    }
  }
}

async function appliedNames(runner: QueryRunner): Promise<Set<string>> {
  if (!(await runner.hasTable(tableName))) return new Set();
  const rows = (await runner.manager.query(`SELECT name FROM ${tableName} ORDER BY name`)) as {
    name: string;
  }[];
  return new Set(rows.map(({ name }) => name));
}

async function ensureTable(runner: QueryRunner): Promise<void> {
  if (await runner.hasTable(tableName)) return;
  const column = columnsFor(runner);
  await runner.createTable(
    new Table({
      name: tableName,
      columns: [column.text('name', { primary: true }), column.time('applied_at')],
    }),
  );
}
