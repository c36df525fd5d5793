import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database, type DatabaseHealth } from '#lib/database';
import { HealthModule, HealthRegistry, type HealthReport, Lifecycle } from './index.js';

const up: HealthReport = { isUp: true, latencyMs: 1, reason: null };

const database = {
  answer: { engine: 'sqlite', state: 'up', latencyMs: 2, reason: null } as DatabaseHealth,
  calls: 0,
  health() {
    this.calls += 1;
    return Promise.resolve(this.answer);
  },
};

@Global()
@Module({ providers: [{ provide: Database, useValue: database }], exports: [Database] })
class FakeDatabaseModule {}

@Module({ imports: [FakeDatabaseModule, HealthModule] })
class ProbedModule {}

const told: string[] = [];
const keep = (message: string, scope: string) => {
  if (scope === 'Health') told.push(message);
};
const logger = { log: keep, warn: keep, error: keep };

let app: NestFastifyApplication;
beforeEach(async () => {
  told.length = 0;
  database.answer = { engine: 'sqlite', state: 'up', latencyMs: 2, reason: null };
  database.calls = 0;
  app = await NestFactory.create<NestFastifyApplication>(ProbedModule, new FastifyAdapter(), {
    logger,
  });
  await app.init();
});
afterEach(() => app.close());

async function probe(path: string) {
  const { statusCode, headers, body } = await app.inject({ url: path });
  return {
    statusCode,
    headers,
    body: JSON.parse(body) as { status: string; details: Record<string, object> },
  };
}

describe('probes (A5, F9)', () => {
  it('ready when the database is up, with its latency', async () => {
    const { statusCode, body } = await probe('/health/ready');
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      status: 'ok',
      details: { database: { status: 'up', engine: 'sqlite', state: 'up', latencyMs: 2 } },
    });
  });

  it.each(['/health/ready', '/health/startup'])(
    '%s is 503 while the database migrates, alive nevertheless',
    async (path) => {
      database.answer = {
        engine: 'sqlite',
        state: 'migrating',
        latencyMs: null,
        reason: 'migrations are running',
      };
      const { statusCode, headers, body } = await probe(path);
      expect([statusCode, headers['retry-after'], body.status]).toEqual([503, '5', 'error']);
      expect(body.details.database).toEqual({
        status: 'down',
        engine: 'sqlite',
        state: 'migrating',
        latencyMs: null,
      });
      expect(told).toEqual(['database is down: migrations are running']);
      expect((await probe('/health/live')).body).toEqual({ status: 'ok', details: {} });
    },
  );

  it('degraded when something else is away, and says what', async () => {
    const registry = app.get(HealthRegistry);
    registry.register({
      name: 'queue',
      isCritical: false,
      check: () => Promise.reject(new Error('ECONNREFUSED')),
    });
    registry.register({ name: 'mail', isCritical: false, check: () => Promise.reject('no error object') });
    registry.register({
      name: 'cache',
      isCritical: false,
      check: () => Promise.resolve({ ...up, details: { hits: 3 } }),
    });
    const { statusCode, body } = await probe('/health/ready');
    expect([statusCode, body.status]).toEqual([200, 'degraded']);
    expect(body.details).toMatchObject({
      database: { status: 'up' },
      queue: { status: 'down' },
      mail: { status: 'down' },
      cache: { status: 'up', hits: 3 },
    });
    expect(JSON.stringify(body)).not.toContain('ECONNREFUSED');
    expect(told).toEqual(['queue is down: ECONNREFUSED', 'mail is down: failed']);
  });

  it('tells the log once when something goes and when it comes back', async () => {
    let reason: string | null = 'password authentication failed for user kvartal';
    const check = async (): Promise<HealthReport> => ({ isUp: reason === null, latencyMs: 1, reason });
    app.get(HealthRegistry).register({ name: 'store', isCritical: false, check });
    await probe('/health/ready');
    await probe('/health/ready');
    reason = null;
    await probe('/health/ready');
    await probe('/health/ready');
    expect(told).toEqual([
      'store is down: password authentication failed for user kvartal',
      'store is up again',
    ]);
  });

  it('says so when a check names no reason', async () => {
    const check = async (): Promise<HealthReport> => ({ isUp: false, latencyMs: null, reason: null });
    app.get(HealthRegistry).register({ name: 'silent', isCritical: false, check });
    await probe('/health/ready');
    expect(told).toEqual(['silent is down: no reason given']);
  });

  it('counts a check that never answers as down', async () => {
    app.get(HealthRegistry).register({ name: 'hung', isCritical: true, check: () => new Promise(() => {}) });
    const { statusCode, body } = await probe('/health/ready');
    expect(statusCode).toBe(503);
    expect(body.details.hung).toMatchObject({ status: 'down' });
    expect(told).toEqual(['hung is down: no answer within 3000 ms']);
  });

  it('runs the checks once for probes that come together', async () => {
    await Promise.all([probe('/health/ready'), probe('/health/ready'), probe('/health/startup')]);
    expect(database.calls).toBe(1);
    await probe('/health/ready');
    expect(database.calls).toBe(2);
  });

  it('is 503 from the moment the process drains', async () => {
    expect(app.get(Lifecycle).isDraining).toBe(false);
    app.get(Lifecycle).drain();
    const { statusCode, body } = await probe('/health/ready');
    expect([statusCode, body.details]).toEqual([503, { process: { status: 'down', state: 'draining' } }]);
    expect((await probe('/health/live')).statusCode).toBe(200);
  });
});

describe('HealthRegistry', () => {
  it('refuses a second check of the same name', () => {
    const registry = app.get(HealthRegistry);
    expect(() =>
      registry.register({ name: 'database', isCritical: true, check: () => Promise.resolve(up) }),
    ).toThrow(/registered already/);
  });
});
