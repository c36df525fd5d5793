import { Module } from '@nestjs/common';
import { DatabaseModule } from '#lib/database';
import { UsersModule } from '#lib/users';
import { CreditAccountEntity } from './credit-account.entity.js';
import { CreditAccountRepository } from './credit-account.repository.js';
import { CreditAuditRepository } from './credit-audit.repository.js';
import { CreditEntryEntity } from './credit-entry.entity.js';
import { CreditEntryRepository } from './credit-entry.repository.js';
import { CreditLedger } from './credit-ledger.js';
import { CreditReservations } from './credit-reservations.js';
import { CreditsOnboarding } from './credits-onboarding.js';
import { CreditsService } from './credits.service.js';

/** The ledger of credits. */
@Module({
  imports: [DatabaseModule.forFeature([CreditAccountEntity, CreditEntryEntity]), UsersModule],
  providers: [
    CreditAccountRepository,
    CreditEntryRepository,
    CreditAuditRepository,
    CreditLedger,
    CreditReservations,
    CreditsService,
    CreditsOnboarding,
  ],
  exports: [CreditsService],
})
export class CreditsModule {}
