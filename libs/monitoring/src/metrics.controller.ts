import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { bearerToken, OwnCheck } from '#lib/access';
import { InjectConfig } from '#lib/config';
import { RouteNotFoundError, UnauthorizedError } from '#lib/errors';
import { MetricsService } from './metrics.service.js';
import { type MonitoringConfig, monitoringConfig } from './monitoring.config.js';

/** What proxies add. One that adds none of them must not be given this path, or a token must be set. */
const forwardingHeaders = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];
const loopback = /^(127\.|::1$|::ffff:127\.)/;

/** `GET /metrics` for Prometheus, outside the API prefix. */
@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: MetricsService,
    @InjectConfig(monitoringConfig) private readonly config: MonitoringConfig,
  ) {}

  @Get()
  @OwnCheck('METRICS_TOKEN, or a loopback address')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Metrics in the Prometheus text format' })
  async scrape(@Req() request: FastifyRequest): Promise<string> {
    this.requireReader(request);
    return this.metrics.registry.metrics();
  }

  private requireReader(request: FastifyRequest): void {
    const { metricsToken } = this.config;
    if (metricsToken === undefined) {
      // The socket's own address and no forwarding header: a proxy on this machine must not open it to the world.
      const isForwarded = forwardingHeaders.some((header) => request.headers[header] !== undefined);
      if (isForwarded || !loopback.test(request.raw.socket.remoteAddress ?? ''))
        throw new RouteNotFoundError();
      return;
    }
    const given = bearerToken(request.headers.authorization);
    if (given === null || !timingSafeEqual(digest(given), digest(metricsToken)))
      throw new UnauthorizedError();
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
