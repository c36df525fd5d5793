import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, NotFoundException, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { type AppConfig, appConfig, loadConfig } from '#lib/config';
import { RateLimitedError } from '#lib/errors';
import { AppLogger, requestContext } from '#lib/logging';
import {
  createHttpAdapter,
  decodeCursor,
  encodeCursor,
  isValueTooDeep,
  pageQuery,
  requestIdOf,
  setUpHttp,
} from './index.js';

const note = z.strictObject({ text: z.string().min(1), tags: z.array(z.string()).max(3).optional() });
const query = z.strictObject({ ...pageQuery });

@Controller('notes')
class NotesController {
  @Post()
  create(@Body({ schema: note }) body: z.output<typeof note>) {
    return { ...body, seenAs: requestContext()?.requestId };
  }

  @Get()
  list(@Query({ schema: query }) page: z.output<typeof query>) {
    return page;
  }

  @Get('broken')
  broken() {
    throw new Error('SELECT secret FROM users');
  }

  @Get('limited')
  limited() {
    throw new RateLimitedError({ retryAfterMs: 1500 });
  }

  @Get('of/:author')
  author() {
    return {};
  }

  @Get('nest')
  nest() {
    throw new NotFoundException('no such thing');
  }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

let app: NestFastifyApplication;
const lines: { msg: string; [field: string]: unknown }[] = [];
const observed: object[] = [];

beforeAll(async () => {
  const config = loadConfig([appConfig], { APP_ALLOW_ORIGINS: 'https://app.example' }).get(
    appConfig,
  ) as AppConfig;
  const logger = new AppLogger(
    { level: 'info', isPretty: false },
    { write: (line) => lines.push(JSON.parse(line)) },
  );
  app = await NestFactory.create<NestFastifyApplication>(NotesModule, createHttpAdapter(config), {
    logger,
    bodyParser: false,
  });
  setUpHttp(app, { config, logger, observers: [(request) => observed.push(request)], dawdleLimitMs: 150 });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

async function send(path: string, init: RequestInit = {}) {
  const response = await fetch(`${await app.getUrl()}${path}`, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text && (JSON.parse(text) as Record<string, unknown>),
  };
}
const post = (body: string, headers: Record<string, string> = {}) =>
  send('/notes', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('a request', () => {
  it('gets an id, keeps a sane one of its own, and writes exactly one log line', async () => {
    const { body, headers } = await post('{"text":"a"}', { 'x-request-id': 'trace-12345' });
    expect(body).toEqual({ text: 'a', seenAs: 'trace-12345' });
    expect(headers.get('x-request-id')).toBe('trace-12345');
    const written = lines.filter(({ requestId }) => requestId === 'trace-12345');
    expect(written).toHaveLength(1);
    expect(written[0]).toMatchObject({ msg: 'request', method: 'POST', path: '/notes', status: 201 });
    expect(observed).toContainEqual(
      expect.objectContaining({ method: 'POST', route: '/notes', status: 201 }),
    );
  });

  it('does not put its query into the log', async () => {
    await send('/notes?cursor=c2VjcmV0');
    expect(JSON.stringify(lines)).not.toContain('c2VjcmV0');
  });

  it('is private and carries security headers', async () => {
    const { headers } = await send('/notes');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it.each(['short', 'has space in it', 'x'.repeat(129), 'new\nline-here', ['a', 'b']])(
    'gets an id of ours instead of %p',
    (id) => {
      expect(requestIdOf(id)).not.toBe(id);
      expect(requestIdOf(id)).toMatch(/^[A-Za-z0-9]+-[0-9a-z]+$/);
    },
  );
});

describe('CORS', () => {
  it.each([
    ['https://app.example', 'https://app.example'],
    ['https://evil.example', null],
  ])('answers origin %s with %s', async (origin, allowed) => {
    const { headers } = await send('/notes', { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBe(allowed);
    expect(headers.get('vary')).toBe('Origin');
  });

  it.each([
    ['https://app.example', 'GET, HEAD, POST, PUT, PATCH, DELETE'],
    ['https://evil.example', null],
  ])('answers a preflight of %s with the methods %s', async (origin, methods) => {
    const { status, headers } = await send('/notes', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,idempotency-key',
      },
    });
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-methods')).toBe(methods);
    expect(headers.get('access-control-allow-headers')).toBe(methods && 'authorization,idempotency-key');
  });
});

describe('bad input', () => {
  const scenarios: [string, string, Record<string, string>, number, string][] = [
    ['an unknown field', '{"text":"a","admin":true}', {}, 400, 'validation.failed'],
    ['a wrong type', '{"text":7}', {}, 400, 'validation.failed'],
    ['no body', '', {}, 400, 'validation.failed'],
    ['half a JSON', '{"text":', {}, 400, 'request.malformed'],
    ['bytes that are no UTF-8 text', '\u0000', {}, 400, 'request.malformed'],
    ['JSON 5,000 deep', '['.repeat(5000) + ']'.repeat(5000), {}, 400, 'request.too_deep'],
    ['JSON 33 deep', `{"text":${'['.repeat(32)}${']'.repeat(32)}}`, {}, 400, 'request.too_deep'],
    ['20 MB', `{"text":"${'a'.repeat(20_000_000)}"}`, {}, 413, 'request.too_large'],
    [
      'another content type',
      '<a/>',
      { 'content-type': 'application/xml' },
      415,
      'request.unsupported_media_type',
    ],
  ];
  it.each(scenarios)('%s is a problem', async (_, body, headers, status, code) => {
    const answer = await post(body, headers);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toMatchObject({
      status,
      code,
      instance: '/notes',
      requestId: answer.headers.get('x-request-id'),
    });
    expect(answer.status).toBe(status);
  });

  it('names each field', async () => {
    const { body } = await post('{"text":"","tags":["a","b","c","d"],"admin":true,"x":1}');
    const { errors } = body as { errors: { path: string; code: string }[] };
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      ['text', 'too_small'],
      ['tags', 'too_big'],
      ['admin', 'unrecognized_keys'],
      ['x', 'unrecognized_keys'],
    ]);
  });

  it('unknown and wrong query parameters are refused', async () => {
    expect((await send('/notes?limit=5')).body).toEqual({ limit: 5 });
    expect((await send('/notes?limit=0')).status).toBe(400);
    expect((await send('/notes?offset=5')).body).toMatchObject({
      code: 'validation.failed',
      errors: [{ path: 'offset' }],
    });
  });

  it('brackets inside strings do not count as depth', async () => {
    expect((await post(JSON.stringify({ text: '[{"\\'.repeat(100) }))).status).toBe(201);
  });

  it('leaves the server alive after a connection that breaks off', async () => {
    const { port } = app.getHttpServer().address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /notes HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"te',
    );
    socket.end();
    socket.resume();
    await once(socket, 'close');
    expect((await send('/notes')).status).toBe(200);
  });
});

describe('a client that dawdles over its body', () => {
  it.each(['application/json', 'multipart/form-data; boundary=x'])('is cut off: %s', async (contentType) => {
    const { port } = app.getHttpServer().address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST /notes HTTP/1.1\r\nHost: a\r\nContent-Type: ${contentType}\r\nContent-Length: 5000\r\n\r\n--x`,
    );
    const drip = setInterval(() => socket.write('.'), 20);
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    expect((await send('/notes')).status).toBe(200);
  });
});

describe('a request that never becomes one', () => {
  const raw = async (text: string) => {
    const { port } = app.getHttpServer().address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (piece) => (answer += String(piece)));
    socket.on('error', () => {});
    socket.write(text);
    await once(socket, 'close');
    const [head = '', body = '{}'] = answer.split('\r\n\r\n');
    return { head: head.toLowerCase(), problem: JSON.parse(body) as Record<string, unknown> };
  };

  it.each([
    [
      'a broken escape',
      'GET /notes/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      400,
      'request.malformed',
    ],
    ['no HTTP', 'rubbish\r\n\r\n', 400, 'request.malformed'],
    [
      '20,000 bytes of headers',
      `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'request.too_large',
    ],
  ])('%s is a problem like any other', async (_, text, status, code) => {
    const { head, problem } = await raw(text);
    expect(head).toContain(`http/1.1 ${status} `);
    expect(head).toContain('content-type: application/problem+json');
    expect(problem).toMatchObject({ status, code, type: `urn:kvartal:error:${code}` });
    expect(head).toContain(`x-request-id: ${String(problem.requestId).toLowerCase()}`);
  });

  it('a part of the address that is too long is a problem too', async () => {
    const { status, headers, body } = await send(`/notes/of/${'a'.repeat(300)}`);
    expect([status, (body as { code: string }).code]).toEqual([413, 'request.too_large']);
    expect(headers.get('content-type')).toContain('application/problem+json');
  });

  it('has its limits from us, not from defaults of the server', () => {
    const { requestTimeout, headersTimeout, keepAliveTimeout } = app.getHttpServer();
    expect([requestTimeout, headersTimeout, keepAliveTimeout]).toEqual([600_000, 10_000, 65_000]);
  });
});

describe('errors', () => {
  it('are logged by their code', async () => {
    const { headers } = await send('/notes/broken');
    const line = lines.find(
      (each) => each.requestId === headers.get('x-request-id') && each.scope === 'Http',
    );
    expect(line).toMatchObject({
      code: 'internal.error',
      msg: expect.stringContaining('Something went wrong'),
    });
  });

  it('unknown ones say nothing but the request id, in the language asked for', async () => {
    const { status, body } = await send('/notes/broken', { headers: { 'accept-language': 'ru' } });
    expect(status).toBe(500);
    expect(body).toMatchObject({
      code: 'internal.error',
      detail: expect.stringContaining('Что-то сломалось'),
    });
    expect(JSON.stringify(body)).not.toMatch(/SELECT|stack|\.ts/);
    expect(JSON.stringify(lines)).toContain('SELECT secret');
  });

  it('ours keep code and headers', async () => {
    const { status, headers, body } = await send('/notes/limited');
    expect([status, headers.get('retry-after'), (body as { code: string }).code]).toEqual([
      429,
      '2',
      'rate.limited',
    ]);
  });

  it.each(['/nowhere', '/notes/nest'])('%s is 404', async (path) => {
    expect((await send(path)).body).toMatchObject({ status: 404, code: 'route.not_found', instance: path });
  });
});

describe('cursors', () => {
  const shape = z.tuple([z.number(), z.string()]);

  it('come back as they were', () => {
    expect(decodeCursor(encodeCursor([7, 'b']), shape)).toEqual([7, 'b']);
  });

  it.each(['', '!!', encodeCursor(['b', 7]), encodeCursor([1]), 'x'.repeat(100)])(
    '%p is refused',
    (cursor) => {
      expect(() => decodeCursor(cursor, shape)).toThrow(
        expect.objectContaining({ code: 'validation.failed' }),
      );
    },
  );
});

describe('isValueTooDeep', () => {
  it('counts arrays and objects', () => {
    expect(isValueTooDeep({ a: [1, { b: null }] }, 3)).toBe(false);
    expect(isValueTooDeep({ a: [1, { b: [] }] }, 3)).toBe(true);
    expect(isValueTooDeep(new Uint8Array(2), 0)).toBe(false);
  });
});
