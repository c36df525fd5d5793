import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Database } from '#lib/database';
import { HealthController } from './health.controller.js';
import { HealthRegistry } from './health-registry.js';
import { HealthService } from './health.service.js';
import { Lifecycle } from './lifecycle.js';

/** Probes, the registry that owners of dependencies add to, and the process's `Lifecycle`. The database registers here as critical (A5). */
@Global()
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthRegistry, HealthService, Lifecycle],
  exports: [HealthRegistry, HealthService, Lifecycle],
})
export class HealthModule implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.registry.register({
      name: 'database',
      isCritical: true,
      check: async () => {
        const { engine, state, latencyMs, reason } = await this.database.health();
        return { isUp: state === 'up', latencyMs, reason, details: { engine, state } };
      },
    });
  }
}
