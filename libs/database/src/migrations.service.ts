import { Injectable } from '@nestjs/common';
import { Database } from './database.port.js';
import type { EngineDatabase } from './engine-database.js';

/** The schema's steps, for the command line: looking, applying, undoing. */
@Injectable()
export class Migrations {
  constructor(private readonly database: Database) {}

  /** Names of migrations that were not applied yet, in order. */
  pending(): Promise<string[]> {
    return this.migrator.pending();
  }

  /** Applies what is pending under a lock that all processes share; the names applied by this call. */
  migrate(): Promise<string[]> {
    return this.migrator.migrate();
  }

  /** Undoes the last one and returns its name; null when none is applied. */
  revertLast(): Promise<string | null> {
    return this.migrator.revertLast();
  }

  private get migrator() {
    return (this.database as EngineDatabase).migrator;
  }
}
