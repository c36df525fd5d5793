import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectConfig } from '#lib/config';
import { UserLifecycle, UserViews } from '#lib/users';
import { type CreditsConfig, creditsConfig } from './credits.config.js';
import { CreditsService } from './credits.service.js';

/** What credits add to accounts: a bonus when one is made, and the balance when one is shown. */
@Injectable()
export class CreditsOnboarding implements OnModuleInit {
  constructor(
    private readonly credits: CreditsService,
    private readonly lifecycle: UserLifecycle,
    private readonly views: UserViews,
    @InjectConfig(creditsConfig) private readonly config: CreditsConfig,
  ) {}

  onModuleInit(): void {
    this.lifecycle.onRegistered('credits', ({ id }) => this.credits.open(id, this.config.signupBonus));
    this.views.contribute({
      fields: ['credits'],
      load: async (userIds) => {
        const balances = await this.credits.balancesOf(userIds);
        return new Map(userIds.map((userId) => [userId, { credits: balances.get(userId) ?? 0 }]));
      },
    });
  }
}
