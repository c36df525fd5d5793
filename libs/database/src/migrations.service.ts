import { Injectable } from '@nestjs/common';
import { Database } from './database.port.js';
import type { EngineDatabase } from './engine-database.js';
import type { Migrator } from './migrator.js';

/** The schema's steps, for the command line. Each waits until the engine answers, also where the start does not migrate. */
@Injectable()
export class Migrations {
  constructor(private readonly database: Database) {}

  /** Names of migrations that were not applied yet, in order. */
  async pending(): Promise<string[]> {
    return (await this.migrator()).pending();
  }

  /** Applies what is pending under a lock that all processes share; the names applied by this call. */
  async migrate(): Promise<string[]> {
    return (await this.migrator()).migrate();
  }

  /** Undoes the last one and returns its name; null when none is applied. */
  async revertLast(): Promise<string | null> {
    return (await this.migrator()).revertLast();
  }

  private async migrator(): Promise<Migrator> {
    const database = this.database as EngineDatabase;
    await database.whenConnected();
    return database.migrator;
  }
}
