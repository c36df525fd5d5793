import { describe, expect, it } from '@jest/globals';
import { AppLogger, redact, redactText, requestContext, runInContext } from './index.js';

function aLogger(level: 'info' | 'silent' | 'trace' = 'trace') {
  const lines: string[] = [];
  const logger = new AppLogger({ level, isPretty: false }, { write: (line) => lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown> };
}

describe('AppLogger', () => {
  it('writes one JSON line per request', () => {
    const { logger, lines, last } = aLogger();
    logger.request({
      requestId: 'r-1',
      method: 'GET',
      path: '/a',
      status: 200,
      durationMs: 1.5,
      ip: '127.0.0.1',
      actorId: undefined,
    });
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({
      level: 'info',
      msg: 'request',
      requestId: 'r-1',
      method: 'GET',
      path: '/a',
      status: 200,
    });
  });

  it('adds the request id and the actor of what is running', async () => {
    const { logger, last } = aLogger();
    await runInContext({ requestId: 'r-2', actorId: 'u-1' }, async () => {
      await Promise.resolve();
      logger.log('inside', 'ChatService');
    });
    expect(last()).toMatchObject({ requestId: 'r-2', actorId: 'u-1', scope: 'ChatService', msg: 'inside' });
    expect(requestContext()).toBeUndefined();
  });

  it('cannot be made to forge a line', () => {
    const { logger, lines, last } = aLogger();
    logger.warn('first\n{"level":"info","msg":"forged"}\r\u2028', 'Scope');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(last().msg).toContain('forged');
  });

  it('writes objects and errors, secrets masked', () => {
    const { logger, lines, last } = aLogger();
    logger.error(
      { code: 'x', userPassword: 'hunter2' },
      new Error('token Bearer abcdefghijkl', { cause: new Error('why') }),
      'S',
    );
    expect(last()).toMatchObject({
      userPassword: '***',
      details: { message: 'token Bearer ***', cause: { message: 'why' } },
    });
    logger.error(new Error('plain'));
    expect(last()).toMatchObject({ msg: 'plain', error: { type: 'Error' } });
    logger.fatal('end');
    logger.debug('d');
    logger.verbose('v');
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual([
      'error',
      'error',
      'fatal',
      'debug',
      'trace',
    ]);
  });

  it('writes nothing below its level', () => {
    const { logger, lines } = aLogger('silent');
    logger.error('no');
    logger.request({
      requestId: '',
      method: '',
      path: '',
      status: 0,
      durationMs: 0,
      ip: '',
      actorId: undefined,
    });
    expect(lines).toEqual([]);
  });
});

describe('redaction', () => {
  it.each([
    ['Bearer abcdefgh12345678', 'Bearer ***'],
    ['postgres://kvartal:s3cret@db:5432/app', 'postgres://kvartal:***@db:5432/app'],
    ['/files/1?variant=thumb&sig=abc123&exp=9', '/files/1?variant=thumb&sig=***&exp=9'],
    ['got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'got ***'],
    ['nothing secret', 'nothing secret'],
  ])('masks %s', (text, masked) => {
    expect(redactText(text)).toBe(masked);
  });

  it('masks by key at any depth, and stops at six levels', () => {
    const value = {
      refreshToken: 'a',
      list: [{ api_key: 'b', plain: 1n }],
      bytes: new Uint8Array(3),
      none: null,
    };
    expect(redact(value)).toEqual({
      refreshToken: '***',
      list: [{ api_key: '***', plain: '1' }],
      bytes: '[3 bytes]',
      none: null,
    });
    expect(redact([{ code: '493817' }, { code: 'AB12.cd' }, { code: 'chat.not_found' }])).toEqual([
      { code: '***' },
      { code: '***' },
      { code: 'chat.not_found' },
    ]);
    const deep: Record<string, unknown> = {};
    deep.self = deep;
    expect(JSON.stringify(redact(deep))).toContain('[deep]');
  });
});
