import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestUser } from '../support/api.js';
import { ask, connectChat } from '../support/chat-socket.js';
import { describeEachEngine } from '../support/databases.js';
import { type Product, startProduct } from '../support/product.js';

describeEachEngine('bad input (R10, O3)', (engine) => {
  let product: Product;
  let vera: TestUser;
  let chatId: string;

  beforeAll(async () => {
    product = await startProduct(engine);
    vera = await product.api.aUser('Vera');
    const friend = await product.api.aUser('Friend');
    const chat = await product.api.post<{ id: string }>(
      '/api/v1/chats',
      { type: 'direct', memberIds: [friend.id] },
      vera.token,
    );
    chatId = chat.body.id;
  });
  afterAll(() => product.close());

  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const scenarios: [string, string, string, unknown, number, string][] = [
    ['an unknown field', 'PATCH', '/profile', { displayName: 'V', credits: 1000 }, 400, 'validation.failed'],
    ['a wrong type', 'PATCH', '/profile', { displayName: 7 }, 400, 'validation.failed'],
    ['JSON 5,000 deep', 'PATCH', '/profile', deep, 400, 'request.too_deep'],
    ['half a JSON', 'PATCH', '/profile', '{"displayName":', 400, 'request.malformed'],
    ['20 MB', 'PATCH', '/profile', `{"bio":"${'a'.repeat(20_000_000)}"}`, 413, 'request.too_large'],
    ['an unknown query parameter', 'GET', '/gallery?offset=1', undefined, 400, 'validation.failed'],
    ['a page too large', 'GET', '/gallery?limit=1000', undefined, 400, 'validation.failed'],
    ['a query where none is taken', 'GET', '/credits?limit=5', undefined, 400, 'validation.failed'],
    ['a query where nothing is read', 'DELETE', '/gallery/state?x=', undefined, 400, 'validation.failed'],
    ['a search for NUL', 'GET', '/gallery?query=a%00b', undefined, 400, 'validation.failed'],
    ['a model named NUL', 'GET', '/gallery?model=%00', undefined, 400, 'validation.failed'],
    ['NUL in a prompt', 'POST', '/generations', { kind: 'image', prompt: 'a\0b' }, 400, 'validation.failed'],
    ['half a character in a name', 'PATCH', '/profile', { displayName: 'V\uD800' }, 400, 'validation.failed'],
    ['NUL in a title', 'PATCH', `/gallery/${randomUUID()}`, { title: 'a\0' }, 400, 'validation.failed'],
    ['NUL in a tag', 'PATCH', `/gallery/${randomUUID()}`, { tags: ['a\0'] }, 400, 'validation.failed'],
    ['a broken escape', 'GET', '/gallery/%zz', undefined, 400, 'request.malformed'],
    ['an id without end', 'GET', `/gallery/${'a'.repeat(300)}`, undefined, 413, 'request.too_large'],
    ['a cursor made up', 'GET', '/gallery?cursor=abc', undefined, 400, 'validation.failed'],
    ['no such address', 'GET', '/nothing', undefined, 404, 'route.not_found'],
    ['a missing generation', 'GET', `/generations/${randomUUID()}`, undefined, 404, 'generation.not_found'],
    ['a missing picture', 'GET', `/gallery/${randomUUID()}`, undefined, 404, 'gallery.not_found'],
    ['a missing chat', 'GET', `/chats/${randomUUID()}`, undefined, 404, 'chat.not_found'],
    ['a missing file', 'GET', `/files/${randomUUID()}`, undefined, 404, 'file.not_found'],
    ['a missing person', 'GET', `/users/${randomUUID()}`, undefined, 404, 'user.not_found'],
    ['an unknown kind', 'POST', '/generations', { kind: 'poem' }, 400, 'validation.failed'],
    [
      'an unknown model',
      'POST',
      '/generations',
      { kind: 'image', prompt: 'a', model: 'imagen-99' },
      400,
      'generation.unknown_model',
    ],
    ['staff only', 'GET', '/users', undefined, 403, 'auth.forbidden'],
  ];
  it.each(scenarios)('%s', async (_, method, path, body, status, code) => {
    const answer = await product.api.call(method, `/api/v1${path}`, { token: vera.token, body });
    expect(answer.body).toMatchObject({ status, code, requestId: answer.headers.get('x-request-id') });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('no token, a broken one and one in the wrong place are 401', async () => {
    const { api } = product;
    expect((await api.get('/api/v1/profile/me')).body).toMatchObject({
      status: 401,
      code: 'auth.unauthorized',
    });
    expect((await api.get('/api/v1/profile/me', `${vera.token.slice(0, -4)}AAAA`)).status).toBe(401);
    expect((await api.get(`/api/v1/profile/me?token=${vera.token}`)).status).toBe(401);
  });

  it('a foreign object answers exactly as a missing one', async () => {
    const { api } = product;
    const stranger = await api.aUser('Stranger');
    const foreign = await api.get(`/api/v1/chats/${chatId}`, stranger.token);
    const missing = await api.get(`/api/v1/chats/${randomUUID()}`, stranger.token);
    const shape = ({ body }: typeof foreign) => ({ ...body, requestId: '', instance: '' });
    expect(shape(foreign)).toEqual(shape(missing));
    expect(foreign.status).toBe(404);
  });

  it('a socket without a token, with a rotten one or with somebody else’s id is refused', async () => {
    const refusal = (auth: object, query = {}) =>
      connectChat(product.baseUrl, auth, query).then(
        () => 'connected',
        (error: Error & { data?: { code: string } }) => error.data?.code,
      );
    expect(await refusal({})).toBe('auth.unauthorized');
    expect(await refusal({ token: 'rubbish' })).toBe('auth.unauthorized');
    expect(await refusal({}, { token: vera.token })).toBe('auth.token_in_query');
    expect(await refusal({ token: vera.token, user_id: randomUUID() })).not.toBe('connected');
    expect(await refusal({ token: vera.token }, { userId: randomUUID() })).not.toBe('connected');
  });

  it('socket events that are wrong get an error ack, and the socket lives', async () => {
    const socket = await connectChat(product.baseUrl, { token: vera.token });
    const codeOf = async (event: string, payload: unknown) => (await ask(socket, event, payload)).error?.code;
    expect(await codeOf('message.send', { chatId, clientId: 'c', text: 7 })).toBe('validation.failed');
    expect(await codeOf('message.send', { chatId, clientId: 'c', text: 'a', admin: true })).toBe(
      'validation.failed',
    );
    expect(await codeOf('message.send', { chatId: randomUUID(), clientId: 'c', text: 'a' })).toBe(
      'chat.not_found',
    );
    expect(await codeOf('message.send', JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`))).toBe(
      'validation.failed',
    );
    expect(await codeOf('no.such.event', {})).toBe('event.unknown');
    expect(await ask(socket, 'chat.join', { chatId })).toMatchObject({ ok: true });
    socket.disconnect();
  });

  it('speaks the language that is asked for', async () => {
    const answer = await product.api.call('GET', '/api/v1/profile/me', {
      headers: { 'accept-language': 'ru-RU' },
    });
    expect(answer.body.detail).toBe('Нужен действующий токен доступа.');
  });

  it('afterwards the server lives', async () => {
    expect((await product.api.get('/health/ready')).body).toMatchObject({ status: 'ok' });
  });
});
