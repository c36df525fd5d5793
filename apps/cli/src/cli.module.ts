import { Module } from '@nestjs/common';
import { AdminCreateCommand } from './admin-create.command.js';
import { DoctorCommand } from './doctor.command.js';
import { MigrateCommand } from './migrate.command.js';
import { SeedCommand } from './seed/seed.command.js';

/** The commands. Each opens the product's services itself, so that `--help` touches nothing. */
@Module({ providers: [MigrateCommand, AdminCreateCommand, DoctorCommand, SeedCommand] })
export class CliModule {}
