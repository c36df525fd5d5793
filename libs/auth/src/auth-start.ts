import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#lib/database';
import { RoleSeeder } from './roles/role-seeder.js';
import { SigningKeys } from './tokens/signing-keys.js';

/** Once the database is there: seeds and keys, so that the first sign-in need not wait for them. */
@Injectable()
export class AuthStart implements OnApplicationBootstrap {
  private readonly logger = new Logger(AuthStart.name);

  constructor(
    private readonly db: Database,
    private readonly seeder: RoleSeeder,
    private readonly keys: SigningKeys,
  ) {}

  onApplicationBootstrap(): void {
    // The app starts before its database; whoever needs seeds or keys earlier makes them then.
    void this.prepare();
  }

  private async prepare(): Promise<void> {
    try {
      await this.db.whenReady();
      await this.seeder.ensure();
      await this.keys.ensure();
    } catch (error) {
      this.logger.error(
        'Roles and signing keys could not be prepared; it is tried again at the first use',
        error,
      );
    }
  }
}
