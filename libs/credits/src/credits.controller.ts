import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Can, CurrentActor, SignedIn } from '#lib/access';
import type { Page } from '#lib/http';
import { Idempotent } from '#lib/idempotency';
import type { CreditBalance } from './credit-account.repository.js';
import {
  creditBalanceSchema,
  type CreditEntryAnswer,
  creditEntryAnswer,
  creditEntryPageSchema,
  creditEntrySchema,
  type CreditGrant,
  creditGrantParams,
  type CreditGrantParams,
  creditGrantSchema,
  type CreditLedgerQuery,
  creditLedgerQuerySchema,
} from './credits.dto.js';
import { CreditsService } from './credits.service.js';

/** A user's credits, and those that staff give. */
@ApiTags('credits')
@Controller()
export class CreditsController {
  constructor(private readonly credits: CreditsService) {}

  @Get('credits')
  @SignedIn()
  @ApiOperation({ summary: 'What the caller can spend, and what is set aside' })
  @ApiOkResponse({ standardSchema: creditBalanceSchema })
  balance(@CurrentActor() actor: Actor): Promise<CreditBalance> {
    return this.credits.balanceOf(actor.userId);
  }

  @Get('credits/ledger')
  @SignedIn()
  @ApiOperation({ summary: 'Every change of the balance, newest first' })
  @ApiOkResponse({ standardSchema: creditEntryPageSchema })
  ledger(
    @CurrentActor() actor: Actor,
    @Query({ schema: creditLedgerQuerySchema }) query: CreditLedgerQuery,
  ): Promise<Page<CreditEntryAnswer>> {
    return this.credits.listLedger(actor, query);
  }

  @Post('users/:id/credits')
  @Can('grant_credits')
  @Idempotent()
  @ApiOperation({ summary: 'Give credits to a user' })
  @ApiCreatedResponse({ standardSchema: creditEntrySchema })
  async grant(
    @CurrentActor() actor: Actor,
    @Param({ schema: creditGrantParams }) { id }: CreditGrantParams,
    @Body({ schema: creditGrantSchema }) gift: CreditGrant,
  ): Promise<CreditEntryAnswer> {
    return creditEntryAnswer(await this.credits.grant(actor, id, gift));
  }
}
