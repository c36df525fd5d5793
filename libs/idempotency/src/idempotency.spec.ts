import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  HttpCode,
  Injectable,
  Logger,
  Module,
  Param,
  Post,
  Res,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyReply } from 'fastify';
import { Clock, ManualClock } from '#lib/clock';
import { Database, type EngineDatabase, uuidv7 } from '#lib/database';
import { ForbiddenError } from '#lib/errors';
import { ProblemFilter } from '#lib/http';
import { IdempotencyKeys, IdempotencyModule, Idempotent } from '#lib/idempotency';
import { describeEachEngine, openTestDatabase, type TestDatabase } from '../../../test/support/databases.js';

/** Takes the caller from a header, so that the specs need no tokens. */
@Injectable()
class HeaderGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ headers: Record<string, string>; actor?: object }>();
    const userId = request.headers['x-user'];
    if (userId) request.actor = { userId };
    return true;
  }
}

let gate: Promise<void> = Promise.resolve();
let runs = 0;
let fails = false;

@Controller('orders')
class OrderController {
  constructor(private readonly db: Database) {}

  @Post()
  @Idempotent()
  create(@Body() body: object, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.write(body, reply);
  }

  @Post('slow')
  @HttpCode(202)
  @Idempotent({ atomic: false })
  async slow(@Body() body: object, @Res({ passthrough: true }) reply: FastifyReply) {
    await gate;
    return this.write(body, reply);
  }

  @Post('silent')
  @HttpCode(204)
  @Idempotent()
  async silent(): Promise<void> {
    runs++;
  }

  @Post(':id/pay')
  @Idempotent()
  pay(@Param('id') id: string) {
    return { paid: id, run: ++runs };
  }

  private async write(body: object, reply: FastifyReply) {
    const id = uuidv7();
    await this.db.execute('INSERT INTO leases (name, owner, expires_at) VALUES ($1, $2, 0)', [id, 'order']);
    runs++;
    if (fails) throw new ForbiddenError();
    void reply.header('location', `/orders/${id}`);
    return { id, run: runs, body };
  }
}

describeEachEngine('Idempotency-Key', (engine) => {
  let test: TestDatabase;
  let app: NestFastifyApplication;
  let db: EngineDatabase;
  const clock = new ManualClock();

  beforeAll(async () => {
    test = await openTestDatabase(engine);
    ({ db } = test);
    @Module({
      imports: [IdempotencyModule],
      controllers: [OrderController],
      providers: [
        { provide: Database, useValue: db },
        { provide: Clock, useValue: clock },
        { provide: APP_GUARD, useClass: HeaderGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [Database, Clock],
    })
    class App {}
    Reflect.defineMetadata('__module:global__', true, App);
    const module = await Test.createTestingModule({ imports: [App] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({ routerOptions: { ignoreTrailingSlash: true } }),
    );
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  beforeEach(async () => {
    runs = 0;
    fails = false;
    await db.execute('DELETE FROM idempotency_keys');
    await db.execute('DELETE FROM leases');
  });
  afterAll(async () => {
    await app.close();
    await test.close();
  });

  const post = (url: string, key: string | undefined, payload: object = {}, user: string | null = 'anna') =>
    app.inject({
      method: 'POST',
      url,
      payload,
      headers: {
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(user === null ? {} : { 'x-user': user }),
      },
    });
  const numberOfOrders = async () => (await db.query('SELECT name FROM leases')).length;
  const numberOfKeys = async () => (await db.query('SELECT scope FROM idempotency_keys')).length;

  it('answers the same again, with its status and location, and says so', async () => {
    const first = await post('/orders', 'k1', { a: 1, b: { c: [2], d: null } });
    const again = await post('/orders', 'k1', { b: { d: null, c: [2] }, a: 1 });
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.payload).toBe(first.payload);
    expect(again.headers.location).toBe(first.headers.location);
    expect(again.headers['content-type']).toBe(first.headers['content-type']);
    expect([runs, await numberOfOrders()]).toEqual([1, 1]);
  });

  it('replays an answer without a body', async () => {
    const answers = [await post('/orders/silent', 'k1'), await post('/orders/silent', 'k1')];
    expect(answers.map(({ statusCode, payload }) => [statusCode, payload])).toEqual(Array(2).fill([204, '']));
    expect(runs).toBe(1);
  });

  it('refuses the key for another body with 422', async () => {
    await post('/orders', 'k1', { a: 1 });
    const other = await post('/orders', 'k1', { a: 2 });
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'idempotency.mismatch']);
    const query = await post('/orders?x=1', 'k1', { a: 1 });
    expect(query.statusCode).toBe(422);
    expect(runs).toBe(1);
  });

  it('belongs to the user and to the path', async () => {
    const answers = [
      await post('/orders/1/pay', 'k1'),
      await post('/orders/2/pay', 'k1'),
      await post('/orders/1/pay', 'k1', {}, 'boris'),
    ];
    expect(answers.map((answer) => answer.json<object>())).toEqual([
      { paid: '1', run: 1 },
      { paid: '2', run: 2 },
      { paid: '1', run: 3 },
    ]);
  });

  it.each(['/orders/:id/pay/', '/orders/:ID/pay', '/orders/:id/p%61y'])(
    'is the same key at the same place written as %s: nobody pays twice for a slash',
    async (address) => {
      const id = uuidv7();
      await post(`/orders/${id}/pay`, 'k1');
      const again = await post(address.replace(':id', id).replace(':ID', id.toUpperCase()), 'k1');
      expect([again.headers['idempotency-replayed'], again.json<{ run: number }>().run]).toEqual(['true', 1]);
      expect(runs).toBe(1);
    },
  );

  it.each(['', ' ', 'a b', 'ключ', 'x'.repeat(256)])('refuses the key %j with 400', async (key) => {
    const answer = await post('/orders', key);
    expect([answer.statusCode, runs]).toEqual([400, 0]);
    expect(answer.json()).toMatchObject({ code: 'validation.failed', errors: [{ path: 'Idempotency-Key' }] });
  });

  it('takes a key of 255 characters', async () => {
    expect((await post('/orders', '~'.repeat(255))).statusCode).toBe(201);
  });

  it('costs nothing without the header', async () => {
    const before = db.statementCount;
    const answers = [await post('/orders/1/pay', undefined), await post('/orders/1/pay', undefined)];
    expect(answers.map((answer) => answer.json<{ run: number }>().run)).toEqual([1, 2]);
    expect(db.statementCount).toBe(before);
  });

  it('is ignored for anonymous callers, to whom it could leak what another one got', async () => {
    const answers = [
      await post('/orders/1/pay', 'k1', {}, null),
      await post('/orders/1/pay', 'k1', {}, null),
    ];
    expect(answers.map((answer) => answer.json<{ run: number }>().run)).toEqual([1, 2]);
    expect(await numberOfKeys()).toBe(0);
  });

  it('is free again after an error, of which nothing is kept', async () => {
    fails = true;
    expect((await post('/orders', 'k1')).statusCode).toBe(403);
    expect([await numberOfKeys(), await numberOfOrders()]).toEqual([0, 0]);
    fails = false;
    expect((await post('/orders', 'k1')).statusCode).toBe(201);
    expect([runs, await numberOfOrders()]).toEqual([2, 1]);
  });

  it('runs once for 50 parallel requests; the others get the answer or 409', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('/orders', 'k1', { a: 1 })));
    expect([runs, await numberOfOrders()]).toEqual([1, 1]);
    const statuses = new Set(answers.map(({ statusCode }) => statusCode));
    expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const bodies = answers.filter(({ statusCode }) => statusCode === 201).map(({ payload }) => payload);
    expect(new Set(bodies).size).toBe(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode === 409)) {
      expect(answer.json()).toMatchObject({ code: 'idempotency.in_progress' });
      expect(answer.headers['retry-after']).toBe('1');
    }
  });

  it('answers 409 while the first request runs, and keeps its lock alive', async () => {
    jest.useFakeTimers({
      doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'setTimeout', 'clearTimeout'],
    });
    try {
      const open = Promise.withResolvers<void>();
      gate = open.promise;
      const first = post('/orders/slow', 'k1');
      await untilClaimed();
      for (let at = 0; at < 5; at++) {
        clock.advance(5000);
        const before = await lockedUntil();
        jest.advanceTimersByTime(2500);
        while ((await lockedUntil()) === before) await new Promise((resolve) => setImmediate(resolve));
        expect((await post('/orders/slow', 'k1')).statusCode).toBe(409);
      }
      open.resolve();
      expect((await first).statusCode).toBe(202);
      expect((await post('/orders/slow', 'k1')).headers['idempotency-replayed']).toBe('true');
      expect(runs).toBe(1);
    } finally {
      jest.useRealTimers();
      gate = Promise.resolve();
    }
  });

  it('is free within 10 s when the process that ran it died', async () => {
    // What a crash leaves: a claim that nobody keeps alive.
    const keys = app.get(IdempotencyKeys);
    const { keyScopeOf, hashOfRequest } = await import('./request-fingerprint.js');
    const headers = { 'idempotency-key': 'k1' };
    const request = { headers, method: 'POST', params: {}, routeOptions: { url: '/orders' } };
    await keys.claim(keyScopeOf(request, 'anna')!, hashOfRequest({}, { a: 1 }));
    expect((await post('/orders', 'k1', { a: 1 })).statusCode).toBe(409);
    clock.advance(10_000);
    expect((await post('/orders', 'k1', { a: 1 })).statusCode).toBe(201);
    expect(runs).toBe(1);
  });

  it('undoes work whose claim somebody else took over meanwhile', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const keys = app.get(IdempotencyKeys);
    const claim = await keys.claim('scope', 'hash');
    clock.advance(10_000);
    const successor = await keys.claim('scope', 'hash');
    const late = db.transaction(async () => {
      await db.execute('INSERT INTO leases (name, owner, expires_at) VALUES ($1, $1, 0)', ['late']);
      await keys.store(claim as never, { status: 201, headers: {}, body: '{}' });
    });
    await expect(late).rejects.toMatchObject({ code: 'idempotency.in_progress' });
    expect(await numberOfOrders()).toBe(0);
    await keys.store(successor as never, { status: 200, headers: {}, body: '{"a":1}' });
    expect(await keys.claim('scope', 'hash')).toEqual({ status: 200, headers: {}, body: '{"a":1}' });
    warn.mockRestore();
  });

  it('is kept for 24 hours and then removed', async () => {
    await post('/orders', 'k1');
    clock.advance(24 * 3_600_000 - 1000);
    expect((await post('/orders', 'k1')).headers['idempotency-replayed']).toBe('true');
    const keys = app.get(IdempotencyKeys);
    expect(await keys.removeExpired()).toBe(0);
    clock.advance(1000);
    expect((await post('/orders', 'k1')).headers['idempotency-replayed']).toBeUndefined();
    clock.advance(24 * 3_600_000);
    expect(await keys.removeExpired()).toBe(1);
    expect(await numberOfKeys()).toBe(0);
  });

  const lockedUntil = async () =>
    (await db.queryOne<{ at: number }>('SELECT max(locked_until) AS at FROM idempotency_keys'))?.at ?? null;
  const untilClaimed = async () => {
    while ((await lockedUntil()) === null) await new Promise((resolve) => setImmediate(resolve));
  };
});
