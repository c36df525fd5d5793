import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import { ManualClock } from '#lib/clock';
import { defineError } from '#lib/errors';
import { requestContext } from '#lib/logging';
import { type SocketApp, startSocketApp } from './realtime-app.fixture.js';
import type { RealtimeSocket } from './realtime-socket.js';
import { Realtime } from './realtime.service.js';
import {
  type SocketCall,
  SocketEvent,
  type SocketLifecycle,
  SocketNamespace,
} from './socket-event.decorator.js';
import { SocketWatch } from './socket-watch.js';

const TeapotError = defineError('TeapotError', {
  code: 'pot.tea',
  status: 418,
  text: { en: 'Short and stout.', ru: 'Маленький и пузатый.' },
});

interface Reply {
  ok: boolean;
  error?: { code: string; message: string; requestId: string; retryAfterMs?: number; errors?: unknown[] };
  [field: string]: unknown;
}

@SocketNamespace('/echo')
class EchoEvents implements SocketLifecycle {
  readonly left: string[] = [];
  onConnect(socket: RealtimeSocket): void {
    if (socket.actor.userId === 'unlucky') throw new Error('onConnect failed');
  }

  onDisconnect(socket: RealtimeSocket): void {
    this.left.push(socket.actor.userId);
  }

  @SocketEvent('echo.say', { schema: z.strictObject({ text: z.string().max(100_000) }), access: 'signed_in' })
  say(socket: RealtimeSocket, { text }: { text: string }): object {
    return { text, userId: socket.actor.userId };
  }

  @SocketEvent('echo.join', { schema: z.strictObject({ room: z.string() }), access: 'signed_in' })
  join(socket: RealtimeSocket, { room }: { room: string }, call: SocketCall): void {
    call.afterAck(() => socket.emit('echo.joined', { room }));
    socket.join(room);
  }

  @SocketEvent('echo.anything', { schema: z.unknown(), access: 'signed_in' })
  anything(): object {
    return { requestId: requestContext()?.requestId, actorId: requestContext()?.actorId };
  }

  @SocketEvent('echo.fail', { schema: z.strictObject({ how: z.string() }), access: 'signed_in' })
  async fail(_socket: RealtimeSocket, { how }: { how: string }): Promise<void> {
    await Promise.resolve();
    throw how === 'teapot' ? new TeapotError() : new Error('a secret of ours');
  }

  @SocketEvent('echo.staff', { schema: z.undefined(), access: 'manage_system' })
  staff(): object {
    return { secret: 42 };
  }
}

function ask(socket: Socket, event: string, ...args: unknown[]): Promise<Reply> {
  return socket.timeout(5000).emitWithAck(event, ...args) as Promise<Reply>;
}

/** The arguments of the next `event`; of a socket or of the connection below it. */
function next(
  emitter: { once(event: string, listener: (...args: unknown[]) => void): unknown },
  event: string,
) {
  return new Promise<unknown[]>((resolve) => emitter.once(event, (...args) => resolve(args)));
}

async function refusalOf(
  connecting: Promise<Socket>,
): Promise<{ message: string; data?: { code: string; requestId: string } }> {
  try {
    await connecting;
  } catch (error) {
    return error as Error & { data: { code: string; requestId: string } };
  }
  throw new Error('It was let in');
}

describe('realtime', () => {
  let sockets: SocketApp;

  beforeAll(async () => {
    sockets = await startSocketApp([EchoEvents]);
  });
  afterAll(() => sockets.close());

  const anEcho = (userId = 'vera') => sockets.connect('/echo', { token: sockets.verifier.issue(userId) });

  describe('handshake', () => {
    const strangers: [string, string, () => object, () => object, string][] = [
      ['no token', '/echo', () => ({}), () => ({}), 'auth.unauthorized'],
      ['an unknown token', '/echo', () => ({ token: 'nobody' }), () => ({}), 'auth.unauthorized'],
      ['a token that is no text', '/echo', () => ({ token: { $ne: 1 } }), () => ({}), 'auth.unauthorized'],
      [
        'a token in the query',
        '/echo',
        () => ({ token: sockets.verifier.issue('vera') }),
        () => ({ query: { token: 'x' } }),
        'auth.token_in_query',
      ],
      [
        'another userId beside the token',
        '/echo',
        () => ({ token: sockets.verifier.issue('vera'), userId: 'boris' }),
        () => ({}),
        'auth.identity_mismatch',
      ],
      [
        'another user_id in the query',
        '/echo',
        () => ({ token: sockets.verifier.issue('vera') }),
        () => ({ query: { user_id: 'boris' } }),
        'auth.identity_mismatch',
      ],
      [
        'the root namespace',
        '',
        () => ({ token: sockets.verifier.issue('vera') }),
        () => ({}),
        'namespace.refused',
      ],
      [
        'an unknown namespace',
        '/chats/1/2',
        () => ({ token: sockets.verifier.issue('vera') }),
        () => ({}),
        'namespace.refused',
      ],
    ];

    it.each(strangers)('refuses %s', async (_name, namespace, auth, options, code) => {
      const { data, message } = await refusalOf(sockets.connect(namespace, auth(), options()));
      expect(data).toMatchObject({ code, message, requestId: expect.stringMatching(/^[\w.:-]{8,}$/) });
    });

    it('takes a userId that is the own one', async () => {
      const socket = await sockets.connect(
        '/echo',
        { token: sockets.verifier.issue('vera'), userId: 'vera' },
        { query: { user_id: 'vera' } },
      );
      expect(await ask(socket, 'echo.say', { text: 'hi' })).toEqual({ ok: true, text: 'hi', userId: 'vera' });
    });

    it('works over long polling', async () => {
      const socket = await sockets.connect(
        '/echo',
        { token: sockets.verifier.issue('vera') },
        { transports: ['polling'] },
      );
      expect(await ask(socket, 'echo.say', { text: 'slow' })).toMatchObject({ ok: true, text: 'slow' });
    });

    it('speaks Russian to who asks for it', async () => {
      const extraHeaders = { 'Accept-Language': 'ru' };
      const { message } = await refusalOf(sockets.connect('/echo', {}, { extraHeaders }));
      expect(message).toBe('Нужен действующий токен доступа.');
    });

    it('refuses pages of strangers, takes our own', async () => {
      const auth = { token: sockets.verifier.issue('vera') };
      const evil = sockets.connect('/echo', auth, { extraHeaders: { Origin: 'https://evil.example' } });
      expect((await refusalOf(evil)).message).toBe('websocket error');
      await sockets.connect('/echo', auth, { extraHeaders: { Origin: sockets.url } });
    });

    it('ends a socket whose session is revoked while it enters', async () => {
      const token = sockets.verifier.issue('late');
      const connecting = sockets.connect('/echo', { token });
      const entered = connecting.catch(() => null);
      const realtime = sockets.app.get(Realtime);
      while (realtime.socketsOf('late').length === 0) await new Promise((resolve) => setImmediate(resolve));
      sockets.verifier.revoke(token);
      realtime.disconnectUser('late');
      const socket = await entered;
      if (socket?.connected) await next(socket, 'disconnect');
      expect(realtime.socketsOf('late')).toEqual([]);
    });

    it('ends a socket whose onConnect fails', async () => {
      const socket = await anEcho('unlucky');
      if (socket.connected) await next(socket, 'disconnect');
      expect(sockets.app.get(Realtime).socketsOf('unlucky')).toEqual([]);
    });
  });

  describe('events', () => {
    it('acks what the handler returns', async () => {
      expect(await ask(await anEcho(), 'echo.say', { text: 'hi' })).toEqual({
        ok: true,
        text: 'hi',
        userId: 'vera',
      });
    });

    it('sends what follows an ack behind it', async () => {
      const socket = await anEcho();
      const order: string[] = [];
      socket.on('echo.joined', () => order.push('event'));
      const joined = next(socket, 'echo.joined');
      await new Promise<void>((resolve) => {
        socket.emit('echo.join', { room: 'a' }, () => {
          order.push('ack');
          resolve();
        });
      });
      await joined;
      expect(order).toEqual(['ack', 'event']);
    });

    it('runs each event in a context of its own', async () => {
      const socket = await anEcho();
      const first = await ask(socket, 'echo.anything', null);
      const second = await ask(socket, 'echo.anything', null);
      expect(first.actorId).toBe('vera');
      expect(first.requestId).not.toBe(second.requestId);
    });

    const bad: [string, string, unknown[], string][] = [
      ['an unknown event', 'echo.nothing', [{}], 'event.unknown'],
      ['the name of something every object has', 'constructor', [{}], 'event.unknown'],
      ['the error event of emitters', 'error', [{}], 'event.unknown'],
      ['no payload', 'echo.say', [], 'validation.failed'],
      ['a wrong type', 'echo.say', [{ text: 7 }], 'validation.failed'],
      ['an unknown field', 'echo.say', [{ text: 'hi', extra: 1 }], 'validation.failed'],
      ['two payloads', 'echo.say', [{ text: 'hi' }, { text: 'ho' }], 'validation.failed'],
      ['bytes', 'echo.say', [Buffer.from('hi')], 'validation.failed'],
    ];

    it.each(bad)('refuses %s', async (_name, event, args, code) => {
      const reply = await ask(await anEcho(), event, ...args);
      expect(reply).toEqual({
        ok: false,
        error: expect.objectContaining({ code, requestId: expect.any(String) }),
      });
    });

    it('refuses JSON deeper than 32 levels, whatever the schema says, and lives on', async () => {
      const socket = await anEcho();
      const codeOf = async (levels: number, extra = ''): Promise<unknown> => {
        const acked = next(socket.io.engine, 'packet');
        socket.io.engine.write(
          `2/echo,7["echo.anything",${'['.repeat(levels)}${extra}${']'.repeat(levels)}]`,
        );
        const [{ data }] = (await acked) as [{ data: string }];
        return /"code":"([^"]+)"/.exec(data)?.[1] ?? data.slice(0, 20);
      };
      expect(await codeOf(32, '1')).toMatch('3/echo,7[{"ok":true');
      for (const levels of [33, 5000, 32_000]) expect(await codeOf(levels)).toBe('validation.failed');
      expect(await ask(socket, 'echo.say', { text: 'still here' })).toMatchObject({ ok: true });
    });

    it('needs no ack', async () => {
      const socket = await anEcho();
      const joined = next(socket, 'echo.joined');
      socket.emit('echo.join', { room: 'b' });
      expect(await joined).toEqual([{ room: 'b' }]);
      socket.emit('echo.fail', { how: 'badly' });
      expect(await ask(socket, 'echo.say', { text: 'hi' })).toMatchObject({ ok: true });
    });

    it('shows its own errors and hides the others', async () => {
      const socket = await anEcho();
      expect((await ask(socket, 'echo.fail', { how: 'teapot' })).error).toMatchObject({
        code: 'pot.tea',
        message: 'Short and stout.',
      });
      const hidden = await ask(socket, 'echo.fail', { how: 'badly' });
      expect(hidden.error?.code).toBe('internal.error');
      expect(JSON.stringify(hidden)).not.toContain('secret');
    });

    it('asks the verifier for the permission at every event', async () => {
      const permissions = new Set<string>();
      const socket = await sockets.connect('/echo', {
        token: sockets.verifier.issue('staff', { permissions }),
      });
      expect((await ask(socket, 'echo.staff')).error?.code).toBe('auth.forbidden');
      permissions.add('manage_system');
      expect(await ask(socket, 'echo.staff')).toEqual({ ok: true, secret: 42 });
    });

    it('lets a frame over the limit end its own socket only', async () => {
      const [loud, quiet] = [await anEcho(), await anEcho()];
      loud.emit('echo.say', { text: 'x'.repeat(70_000) });
      await next(loud, 'disconnect');
      expect(await ask(quiet, 'echo.say', { text: 'hi' })).toMatchObject({ ok: true });
    });
  });

  describe('rooms and users', () => {
    it('sends to a room but for those left out, to a user, and no more after leaving', async () => {
      const realtime = sockets.app.get(Realtime);
      const [anna, boris] = [await anEcho('anna'), await anEcho('boris')];
      const heard: string[] = [];
      anna.on('news', ({ text }: { text: string }) => heard.push(`anna ${text}`));
      boris.on('news', ({ text }: { text: string }) => heard.push(`boris ${text}`));
      await ask(anna, 'echo.join', { room: 'r' });
      await ask(boris, 'echo.join', { room: 'r' });
      realtime.emitToRoom('/echo', 'r', 'news', { text: 'all' });
      realtime.emitToRoom(
        '/echo',
        'r',
        'news',
        { text: 'not anna' },
        { except: realtime.socketsOf('anna').map(({ id }) => id) },
      );
      realtime.emitToUser('/echo', 'anna', 'news', { text: 'only anna' });
      realtime.leaveRoom('/echo', 'boris', 'r');
      realtime.emitToRoom('/echo', 'r', 'news', { text: 'without boris' });
      realtime.closeRoom('/echo', 'r');
      realtime.emitToRoom('/echo', 'r', 'news', { text: 'nobody' });
      await ask(anna, 'echo.say', { text: 'x' });
      await ask(boris, 'echo.say', { text: 'x' });
      expect(heard.sort()).toEqual([
        'anna all',
        'anna only anna',
        'anna without boris',
        'boris all',
        'boris not anna',
      ]);
    });

    it('ends the sockets of a session, and those of a user', async () => {
      const realtime = sockets.app.get(Realtime);
      const token = sockets.verifier.issue('clara');
      const phone = await sockets.connect('/echo', { token });
      const laptop = await anEcho('clara');
      const notice = next(phone, 'system.notice');
      const gone = next(phone, 'disconnect');
      realtime.disconnectSession(sockets.verifier.sessionOf(token));
      expect(await notice).toEqual([{ code: 'auth.revoked' }]);
      expect((await gone)[0]).toBe('io server disconnect');
      expect(laptop.connected).toBe(true);
      const laptopGone = next(laptop, 'disconnect');
      realtime.disconnectUser('clara');
      await laptopGone;
      expect(realtime.socketsOf('clara')).toEqual([]);
    });

    it('ends a connection that has left every namespace', async () => {
      const socket = await anEcho();
      const engine = socket.io.engine;
      const closed = next(engine, 'close');
      engine.write('1/echo,');
      await closed;
      expect(socket.connected).toBe(false);
    });

    it('lists every event with its access', () => {
      const events = sockets.app.get(Realtime).listSocketEvents();
      expect(events.map(({ namespace, event, access }) => `${namespace} ${event} ${access}`).sort()).toEqual([
        '* auth.renew signed_in',
        '/echo echo.anything signed_in',
        '/echo echo.fail signed_in',
        '/echo echo.join signed_in',
        '/echo echo.say signed_in',
        '/echo echo.staff manage_system',
      ]);
    });
  });
});

describe('token expiry', () => {
  const clock = new ManualClock();
  let sockets: SocketApp;

  beforeAll(async () => {
    sockets = await startSocketApp([EchoEvents], { clock });
  });
  afterAll(() => sockets.close());

  const aSocket = (lifeMs: number) =>
    sockets.connect('/echo', { token: sockets.verifier.issue('vera', { expiresAt: clock.now() + lifeMs }) });

  it('announces the end a minute before and ends the socket then', async () => {
    const socket = await aSocket(300_000);
    const heard: unknown[] = [];
    socket.on('auth.expiring', (body: unknown) => heard.push(body));
    sockets.app.get(SocketWatch).sweep();
    clock.advance(241_000);
    const expiring = next(socket, 'auth.expiring');
    sockets.app.get(SocketWatch).sweep();
    sockets.app.get(SocketWatch).sweep();
    await expiring;
    clock.advance(60_000);
    const gone = next(socket, 'disconnect');
    expect((await ask(socket, 'echo.say', { text: 'too late' })).error?.code).toBe('auth.unauthorized');
    sockets.app.get(SocketWatch).sweep();
    await gone;
    expect(heard).toEqual([{ expiresAt: expect.stringMatching(/^\d{4}-.*Z$/) }]);
  });

  it('goes on with a renewed token of the same user', async () => {
    const socket = await aSocket(30_000);
    const expiresAt = clock.now() + 900_000;
    const next = sockets.verifier.issue('vera', { expiresAt });
    expect(await ask(socket, 'auth.renew', { token: next })).toEqual({
      ok: true,
      expiresAt: new Date(expiresAt).toISOString(),
    });
    clock.advance(60_000);
    sockets.app.get(SocketWatch).sweep();
    expect(await ask(socket, 'echo.say', { text: 'hi' })).toMatchObject({ ok: true });
  });

  it.each([
    ['of somebody else', () => sockets.verifier.issue('boris'), 'auth.identity_mismatch'],
    ['that is none', () => 'nonsense', 'auth.unauthorized'],
  ])('refuses a renewal with a token %s', async (_name, token, code) => {
    const socket = await aSocket(30_000);
    expect((await ask(socket, 'auth.renew', { token: token() })).error?.code).toBe(code);
  });
});

describe('limits', () => {
  let sockets: SocketApp;
  afterEach(() => sockets.close());

  it('gives a user 20 events a second over all sockets, bursts of twice that, and others theirs', async () => {
    const clock = new ManualClock();
    sockets = await startSocketApp([EchoEvents], { clock });
    const [phone, laptop, other] = [
      await sockets.connect('/echo', { token: sockets.verifier.issue('vera') }),
      await sockets.connect('/echo', { token: sockets.verifier.issue('vera') }),
      await sockets.connect('/echo', { token: sockets.verifier.issue('boris') }),
    ];
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        ask(index % 2 ? phone : laptop, 'echo.say', { text: `${index}` }),
      ),
    );
    const refused = replies.filter(({ ok }) => !ok);
    expect(refused).toHaveLength(10);
    expect(refused[0]!.error).toMatchObject({ code: 'rate.limited', retryAfterMs: 50 });
    expect(await ask(other, 'echo.say', { text: 'hi' })).toMatchObject({ ok: true });
    clock.advance(50);
    expect(await ask(phone, 'echo.say', { text: 'hi' })).toMatchObject({ ok: true });
  });

  it('holds 20 sockets per user', async () => {
    sockets = await startSocketApp([EchoEvents]);
    const aSocket = () => sockets.connect('/echo', { token: sockets.verifier.issue('vera') });
    const first = await Promise.all(Array.from({ length: 20 }, aSocket));
    expect((await refusalOf(aSocket())).data?.code).toBe('rate.limited');
    first[0]!.disconnect();
    const realtime = sockets.app.get(Realtime);
    while (realtime.socketsOf('vera').length === 20) await new Promise((resolve) => setImmediate(resolve));
    await aSocket();
  });

  it('holds SOCKET_MAX_PER_ADDRESS connections per address', async () => {
    sockets = await startSocketApp([EchoEvents], { env: { SOCKET_MAX_PER_ADDRESS: '3' } });
    const aSocket = (userId: string) => sockets.connect('/echo', { token: sockets.verifier.issue(userId) });
    for (const userId of ['a', 'b', 'c']) await aSocket(userId);
    expect((await refusalOf(aSocket('d'))).data?.code).toBe('rate.limited');
  });

  it('cuts a connection that floods without end', async () => {
    sockets = await startSocketApp([EchoEvents], { env: { SOCKET_EVENTS_PER_SECOND: '1' } });
    const flooder = await sockets.connect('/echo', { token: sockets.verifier.issue('flood') });
    const gone = next(flooder, 'disconnect');
    for (let index = 0; index < 500; index += 1) flooder.emit('echo.say', { text: 'x' });
    await gone;
    const calm = await sockets.connect('/echo', { token: sockets.verifier.issue('calm') });
    expect(await ask(calm, 'echo.say', { text: 'hi' })).toMatchObject({ ok: true });
  });

  it('RATE_LIMITS=off lifts all of them', async () => {
    sockets = await startSocketApp([EchoEvents], {
      env: { RATE_LIMITS: 'off', SOCKET_MAX_PER_ADDRESS: '1', SOCKET_EVENTS_PER_SECOND: '1' },
    });
    const all = await Promise.all(
      Array.from({ length: 25 }, () => sockets.connect('/echo', { token: sockets.verifier.issue('vera') })),
    );
    const replies = await Promise.all(all.map((socket) => ask(socket, 'echo.say', { text: 'hi' })));
    expect(replies.every(({ ok }) => ok)).toBe(true);
  });

  it('cuts a client that does not read, and nobody else', async () => {
    sockets = await startSocketApp([EchoEvents], { env: { RATE_LIMITS: 'off' } });
    const reader = await sockets.connect('/echo', { token: sockets.verifier.issue('reader') });
    const sloth = connectTcp(Number(new URL(sockets.url).port), '127.0.0.1');
    await once(sloth, 'connect');
    sloth.write(
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    await once(sloth, 'data');
    sloth.write(frame(`40/echo,${JSON.stringify({ token: sockets.verifier.issue('sloth') })}`));
    const realtime = sockets.app.get(Realtime);
    while (!realtime.socketsOf('sloth')[0]?.isConnected)
      await new Promise((resolve) => setImmediate(resolve));
    sloth.pause();
    const closed = once(sloth, 'close');
    sloth.on('error', () => undefined);
    const text = 'x'.repeat(65_000);
    while (realtime.socketsOf('sloth').length > 0) {
      for (let index = 0; index < 20; index += 1) realtime.emitToUser('/echo', 'sloth', 'news', { text });
      sockets.app.get(SocketWatch).sweep();
      await new Promise((resolve) => setImmediate(resolve));
    }
    sloth.destroy();
    await closed;
    expect(await ask(reader, 'echo.say', { text: 'hi' })).toMatchObject({ ok: true });
  });
});

describe('shutdown', () => {
  it('tells the clients when to come back and lets them do so by themselves', async () => {
    const sockets = await startSocketApp([EchoEvents]);
    const socket = await sockets.connect('/echo', { token: sockets.verifier.issue('vera') });
    const notice = next(socket, 'system.notice');
    const gone = next(socket, 'disconnect');
    await sockets.app.close();
    expect(await notice).toEqual([{ code: 'server.draining', reconnectInMs: expect.any(Number) }]);
    expect((await gone)[0]).toBe('transport close');
  });
});

/** A masked text frame, as a client sends it (RFC 6455 section 5.2); up to 65,535 bytes. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126 ? [0x81, 0x80 | body.length] : [0x81, 0xfe, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), body]);
}
