import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '#lib/database';
import { RoleSeeder } from './roles/role-seeder.js';
import { SigningKeys } from './tokens/signing-keys.js';

/** Once the database is there: seeds and keys, so that the first sign-in need not wait for them. */
@Injectable()
export class AuthStart implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AuthStart.name);
  private isClosing = false;

  constructor(
    private readonly db: Database,
    private readonly seeder: RoleSeeder,
    private readonly keys: SigningKeys,
  ) {}

  onApplicationBootstrap(): void {
    // The app starts before its database; whoever needs seeds or keys earlier makes them then.
    void this.prepare();
  }

  onModuleDestroy(): void {
    this.isClosing = true;
  }

  private async prepare(): Promise<void> {
    try {
      await this.db.whenReady();
      await this.seeder.ensure();
      await this.keys.ensure();
    } catch (error) {
      // A command that is done closes the database under this.
      if (this.isClosing) return;
      this.logger.error(
        'Roles and signing keys could not be prepared; it is tried again at the first use',
        error,
      );
    }
  }
}
