import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '#lib/access';
import { type HealthAnswer, HealthService } from './health.service.js';

const healthAnswer = z
  .object({
    status: z.enum(['ok', 'degraded', 'error']),
    details: z.record(z.string(), z.looseObject({ status: z.enum(['up', 'down']) })),
  })
  .meta({ id: 'Health' });

/** The probes of Kubernetes, outside the API prefix (F9). */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process answers; says nothing about its dependencies' })
  @ApiResponse({ status: 200, standardSchema: healthAnswer })
  live(): HealthAnswer {
    return { status: 'ok', details: {} };
  }

  @Get('ready')
  @Public()
  @ApiOperation({
    summary:
      'Requests can be served here; 503 while the database is away, migrations run or the process drains',
  })
  @ApiResponse({ status: 200, standardSchema: healthAnswer })
  @ApiResponse({ status: 503, standardSchema: healthAnswer })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    return answer(reply, await this.health.readiness());
  }

  @Get('startup')
  @Public()
  @ApiOperation({ summary: 'The start is over: the database is connected and migrated' })
  @ApiResponse({ status: 200, standardSchema: healthAnswer })
  @ApiResponse({ status: 503, standardSchema: healthAnswer })
  async startup(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    return answer(reply, await this.health.readiness());
  }
}

function answer(reply: FastifyReply, health: HealthAnswer): HealthAnswer {
  if (health.status === 'error') reply.status(503).header('retry-after', '5');
  return health;
}
