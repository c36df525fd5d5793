import type { QueryRunner } from 'typeorm';

/**
 * One step of the schema, the same for both engines. `name` is `NNNN-what-it-does`, unique and ascending: it is what the table
 * `migrations` remembers. Each step runs in a transaction of its own; `down` undoes `up` wholly.
 */
export interface Migration {
  readonly name: string;
  up(runner: QueryRunner): Promise<void>;
  down(runner: QueryRunner): Promise<void>;
}
