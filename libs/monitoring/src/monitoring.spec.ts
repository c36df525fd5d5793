import { afterEach, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { appConfig, ConfigModule } from '#lib/config';
import { ProblemFilter } from '#lib/http';
import { MetricsService, monitoringConfig, MonitoringModule } from './index.js';

let app: NestFastifyApplication;
afterEach(() => app.close());

async function start(environment: Record<string, string> = {}) {
  const testing = await Test.createTestingModule({
    imports: [ConfigModule.forRoot([appConfig, monitoringConfig], environment), MonitoringModule],
  }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
  return app.get(MetricsService);
}
const scrape = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
  app.inject({ url: '/metrics', headers, remoteAddress });

describe('GET /metrics', () => {
  it('shows requests by route, the process, and gauges of others', async () => {
    const metrics = await start();
    metrics.observeRequest({ method: 'GET', route: '/api/v1/gallery/:id', status: 200, seconds: 0.004 });
    metrics.gauge({ name: 'jobs', help: 'Jobs', label: 'state', read: () => ({ waiting: 2, dead: 0 }) });
    metrics.gauge({ name: 'sockets', help: 'Sockets', read: () => Promise.resolve(5) });
    const { body, headers } = await scrape();
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/v1/gallery/:id",status="200"} 1',
    );
    expect(body).toContain('kvartal_jobs{state="waiting"} 2');
    expect(body).toContain('kvartal_sockets 5');
    expect(body).toContain('kvartal_process_cpu_seconds_total');
  });

  it('has no gauge that is named like a counter (promtool check metrics)', async () => {
    await start();
    const { body } = await scrape();
    const gauges = [...body.matchAll(/^# TYPE (\S+) gauge$/gm)].map(([, name]) => name);
    expect(gauges.length).toBeGreaterThan(5);
    expect(gauges.filter((name) => name?.endsWith('_total'))).toEqual([]);
  });

  it('leaves out a gauge whose reader fails', async () => {
    const metrics = await start();
    metrics.gauge({ name: 'queue_lag', help: 'Lag', read: () => Promise.reject(new Error('away')) });
    const { statusCode, body } = await scrape();
    expect(statusCode).toBe(200);
    expect(body).not.toMatch(/^kvartal_queue_lag /m);
  });

  it('leaves out one with a label too, and shows it again when its reader is back', async () => {
    const metrics = await start();
    let isAway = false;
    const read = () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve({ waiting: 2 }));
    metrics.gauge({ name: 'queued', help: 'Jobs', label: 'state', read });
    const shown = async () => {
      const { statusCode, body } = await scrape();
      return [statusCode, /^kvartal_queued\{state="waiting"\} 2$/m.test(body)];
    };
    expect(await shown()).toEqual([200, true]);
    isAway = true;
    expect(await shown()).toEqual([200, false]);
    isAway = false;
    expect(await shown()).toEqual([200, true]);
  });
});

describe('who may read the metrics', () => {
  const token = 'a-long-metrics-token';

  it.each([
    ['loopback', {}, '127.0.0.1', 200],
    ['IPv6 loopback', {}, '::1', 200],
    ['another machine', {}, '10.1.2.3', 404],
    ['another machine through a proxy here', { 'x-forwarded-for': '10.1.2.3' }, '127.0.0.1', 404],
    ['another machine through an nginx here', { 'x-real-ip': '10.1.2.3' }, '127.0.0.1', 404],
  ])('without a token: %s', async (_, headers, address, status) => {
    await start();
    expect((await scrape(headers as Record<string, string>, address)).statusCode).toBe(status);
  });

  it.each([
    ['the right token from anywhere', { authorization: `Bearer ${token}` }, 200],
    ['a wrong token', { authorization: 'Bearer wrong-token-wrong' }, 401],
    ['no token', {}, 401],
  ])('with a token: %s', async (_, headers, status) => {
    await start({ METRICS_TOKEN: token });
    expect((await scrape(headers as Record<string, string>, '10.1.2.3')).statusCode).toBe(status);
  });
});
