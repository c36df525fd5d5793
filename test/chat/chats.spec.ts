import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../support/databases.js';
import { ChatApp, statusCounts, type MessageView, type Person } from './chat-app.fixture.js';

interface ChatView {
  id: string;
  type: string;
  title: string | null;
  members: { userId: string; role: string; readSeq: number }[];
  memberCount: number;
  role: string;
  lastSeq: number;
  readSeq: number;
  unread: number;
  lastMessage: MessageView | null;
}

describeEachEngine('chats', (engine) => {
  let app: ChatApp;
  let vera: Person;
  let boris: Person;
  let stranger: Person;

  beforeAll(async () => {
    app = await ChatApp.start(engine);
    [vera, boris, stranger] = (await app.crowd(3)) as [Person, Person, Person];
  });
  afterAll(() => app.close());

  describe('direct', () => {
    const direct = (person: Person, other: Person) =>
      person.call<ChatView>('POST', '/chats', { type: 'direct', memberIds: [other.id] });

    it('is one per pair, whoever asks and however often', async () => {
      const [anna, petr] = (await app.crowd(2)) as [Person, Person];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 ? direct(anna, petr) : direct(petr, anna))),
      );
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(statusCounts(answers)).toEqual({ 200: 19, 201: 1 });
      const { body } = await direct(anna, petr);
      expect(body).toMatchObject({ type: 'direct', title: null, memberCount: 2, lastSeq: 1, role: 'member' });
      expect(body.members.map(({ userId }) => userId).sort()).toEqual([anna.id, petr.id].sort());
      expect((await anna.log(body.id)).map(({ type }) => type)).toEqual(['chat.created']);
    });

    it('keeps its members and has neither title nor owner', async () => {
      const { id } = (await direct(vera, boris)).body;
      const fixed = { status: 409, body: { code: 'chat.direct_fixed' } };
      expect(await vera.call('POST', `/chats/${id}/members`, { userId: stranger.id })).toMatchObject(fixed);
      expect(await vera.call('DELETE', `/chats/${id}/members/${boris.id}`)).toMatchObject(fixed);
      expect(await vera.call('DELETE', `/chats/${id}/members/${vera.id}`)).toMatchObject(fixed);
      expect(await vera.call('PATCH', `/chats/${id}`, { title: 'Us' })).toMatchObject(fixed);
      expect(await vera.call('DELETE', `/chats/${id}`)).toMatchObject({
        status: 403,
        body: { code: 'chat.forbidden' },
      });
    });

    it.each([
      ['with oneself', () => ({ memberIds: [vera.id] }), 400, 'validation.failed'],
      ['with nobody', () => ({ memberIds: [] }), 400, 'validation.failed'],
      ['with two others', () => ({ memberIds: [boris.id, stranger.id] }), 400, 'validation.failed'],
      ['with a title', () => ({ memberIds: [boris.id], title: 'Us' }), 400, 'validation.failed'],
      ['with an unknown user', () => ({ memberIds: [randomUUID()] }), 404, 'user.not_found'],
      ['with an unknown field', () => ({ memberIds: [boris.id], owner: boris.id }), 400, 'validation.failed'],
    ])('is not made %s', async (_name, body, status, code) => {
      expect(await vera.call('POST', '/chats', { type: 'direct', ...body() })).toMatchObject({
        status,
        body: { code },
      });
    });
  });

  describe('group', () => {
    it('begins with one entry that shows the chat', async () => {
      const chat = await vera.ask<ChatView>('POST', '/chats', {
        type: 'group',
        memberIds: [boris.id, boris.id, vera.id],
        title: ' Walks ',
      });
      expect(chat).toMatchObject({
        title: 'Walks',
        memberCount: 2,
        role: 'owner',
        lastSeq: 1,
        unread: 0,
        lastMessage: null,
      });
      const [entry] = await boris.log(chat.id);
      expect(entry).toMatchObject({
        chatId: chat.id,
        seq: 1,
        type: 'chat.created',
        data: {
          id: chat.id,
          title: 'Walks',
          createdBy: vera.id,
          members: [{ role: 'owner', userId: vera.id }, { role: 'member' }],
        },
      });
    });

    it('is made once for an Idempotency-Key', async () => {
      const headers = { 'Idempotency-Key': randomUUID() };
      const body = { type: 'group', memberIds: [], title: 'Once' };
      const [first, second] = [
        await vera.call<ChatView>('POST', '/chats', body, headers),
        await vera.call<ChatView>('POST', '/chats', body, headers),
      ];
      expect(second.body.id).toBe(first.body.id);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
    });

    it('is renamed by owner and admins, with an entry', async () => {
      const admin = await app.aPerson();
      const id = await vera.aGroup([boris]);
      await vera.ask('POST', `/chats/${id}/members`, { userId: admin.id, role: 'admin' });
      expect(await boris.call('PATCH', `/chats/${id}`, { title: 'Mine' })).toMatchObject({
        status: 403,
        body: { code: 'chat.forbidden' },
      });
      expect(await admin.ask<ChatView>('PATCH', `/chats/${id}`, { title: 'Theirs' })).toMatchObject({
        title: 'Theirs',
        role: 'admin',
      });
      await admin.ask('PATCH', `/chats/${id}`, { title: 'Theirs' });
      const log = await boris.log(id);
      expect(log.map(({ type }) => type)).toEqual(['chat.created', 'member.added', 'chat.updated']);
      expect(log[2]!.data).toMatchObject({ id, title: 'Theirs' });
      expect((log[2]!.data.members as unknown[]).length).toBe(3);
    });

    it.each([
      ['', 400],
      [' '.repeat(5), 400],
      ['x'.repeat(121), 400],
      ['line\nbreak', 400],
      ['x'.repeat(120), 200],
    ])('takes or refuses the title %j', async (title, status) => {
      const id = await vera.aGroup();
      expect((await vera.call('PATCH', `/chats/${id}`, { title })).status).toBe(status);
    });

    it('ends with everything in it, by its owner only', async () => {
      const id = await vera.aGroup([boris]);
      const { id: messageId } = await vera.send(id, 'x');
      await vera.ask('PATCH', `/chats/${id}/messages/${messageId}`, { text: 'y' });
      expect(await boris.call('DELETE', `/chats/${id}`)).toMatchObject({
        status: 403,
        body: { code: 'chat.forbidden' },
      });
      expect((await vera.call('DELETE', `/chats/${id}`)).status).toBe(204);
      for (const person of [vera, boris]) {
        expect(await person.call('GET', `/chats/${id}`)).toMatchObject({
          status: 404,
          body: { code: 'chat.not_found' },
        });
      }
      for (const table of ['chat_members', 'messages', 'chat_log']) {
        expect(await app.db.query(`SELECT chat_id FROM ${table} WHERE chat_id = $1`, [id])).toEqual([]);
      }
    });
  });

  describe('members', () => {
    it('are added by owner and admins and see the history with nothing unread', async () => {
      const [admin, novice] = (await app.crowd(2)) as [Person, Person];
      const id = await vera.aGroup([boris]);
      await vera.send(id, 'before');
      await vera.ask('POST', `/chats/${id}/members`, { userId: admin.id, role: 'admin' });
      expect(await boris.call('POST', `/chats/${id}/members`, { userId: novice.id })).toMatchObject({
        status: 403,
        body: { code: 'chat.forbidden' },
      });
      expect(
        await admin.call('POST', `/chats/${id}/members`, { userId: novice.id, role: 'admin' }),
      ).toMatchObject({ status: 403 });
      expect(await admin.call('POST', `/chats/${id}/members`, { userId: novice.id })).toMatchObject({
        status: 201,
        body: { userId: novice.id, role: 'member' },
      });
      const log = await novice.log(id);
      expect(log.map(({ type }) => type)).toEqual([
        'chat.created',
        'message.created',
        'member.added',
        'member.added',
      ]);
      expect(log[3]!.data).toEqual({ userId: novice.id, role: 'member', by: admin.id });
      expect(await novice.ask<ChatView>('GET', `/chats/${id}`)).toMatchObject({ unread: 0, memberCount: 4 });
    });

    it('are added once, at the same moment too', async () => {
      const novice = await app.aPerson();
      const id = await vera.aGroup();
      const add = () => vera.call('POST', `/chats/${id}/members`, { userId: novice.id });
      const answers = await Promise.all(Array.from({ length: 10 }, add));
      expect(statusCounts(answers)).toEqual({ 200: 9, 201: 1 });
      expect(await vera.log(id)).toHaveLength(2);
    });

    it('must have an account', async () => {
      const id = await vera.aGroup();
      expect(await vera.call('POST', `/chats/${id}/members`, { userId: randomUUID() })).toMatchObject({
        status: 404,
        body: { code: 'user.not_found' },
      });
    });

    it('may be 200', async () => {
      const id = await vera.aGroup();
      for (const { id: userId } of await app.crowd(199)) {
        await app.db.execute(
          `INSERT INTO chat_members (chat_id, user_id, role, read_seq, joined_at) VALUES ($1, $2, 'member', 0, 0)`,
          [id, userId],
        );
      }
      expect(await vera.call('POST', `/chats/${id}/members`, { userId: boris.id })).toMatchObject({
        status: 409,
        body: { code: 'chat.full' },
      });
      const crowd = Array.from({ length: 200 }, () => randomUUID());
      expect(await vera.call('POST', '/chats', { type: 'group', memberIds: crowd })).toMatchObject({
        status: 409,
      });
    }, 60_000);

    it('become admins and members again by the owner', async () => {
      const id = await vera.aGroup([boris]);
      const appoint = (role: string) => vera.call('POST', `/chats/${id}/members`, { userId: boris.id, role });
      expect(await appoint('admin')).toMatchObject({ status: 200, body: { role: 'admin' } });
      expect(await appoint('member')).toMatchObject({ status: 200, body: { role: 'member' } });
      expect(
        await vera.call('POST', `/chats/${id}/members`, { userId: vera.id, role: 'member' }),
      ).toMatchObject({ status: 403 });
      expect((await vera.log(id)).map(({ type }) => type)).toEqual([
        'chat.created',
        'chat.updated',
        'chat.updated',
      ]);
    });

    it('are removed by those above them only', async () => {
      const [admin, other, member] = (await app.crowd(3)) as [Person, Person, Person];
      const id = await vera.aGroup([member]);
      for (const { id: userId } of [admin, other])
        await vera.ask('POST', `/chats/${id}/members`, { userId, role: 'admin' });
      const remove = (by: Person, whom: Person) => by.call('DELETE', `/chats/${id}/members/${whom.id}`);
      const forbidden = { status: 403, body: { code: 'chat.forbidden' } };
      expect(await remove(member, admin)).toMatchObject(forbidden);
      expect(await remove(admin, other)).toMatchObject(forbidden);
      expect(await remove(admin, vera)).toMatchObject(forbidden);
      expect(await remove(vera, stranger)).toMatchObject({
        status: 404,
        body: { code: 'chat.member_not_found' },
      });
      expect((await remove(admin, member)).status).toBe(204);
      expect((await remove(vera, other)).status).toBe(204);
      expect((await vera.log(id)).at(-2)!).toMatchObject({
        type: 'member.removed',
        data: { userId: member.id, role: 'member', by: admin.id },
      });
      expect(await member.call('GET', `/chats/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'chat.not_found' },
      });
    });

    it('leave; the owner hands over to the oldest admin, then to the oldest member', async () => {
      const [older, younger, admin] = (await app.crowd(3)) as [Person, Person, Person];
      const id = await vera.aGroup();
      for (const person of [older, younger])
        await vera.ask('POST', `/chats/${id}/members`, { userId: person.id });
      await vera.ask('POST', `/chats/${id}/members`, { userId: admin.id, role: 'admin' });
      const leave = (person: Person) => person.call('DELETE', `/chats/${id}/members/${person.id}`);
      expect((await leave(vera)).status).toBe(204);
      expect((await admin.ask<ChatView>('GET', `/chats/${id}`)).role).toBe('owner');
      expect((await leave(admin)).status).toBe(204);
      expect((await older.ask<ChatView>('GET', `/chats/${id}`)).role).toBe('owner');
      const log = await older.log(id);
      expect(log.slice(-4).map(({ type }) => type)).toEqual([
        'member.removed',
        'chat.updated',
        'member.removed',
        'chat.updated',
      ]);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      expect((await leave(younger)).status).toBe(204);
      expect((await leave(older)).status).toBe(204);
      expect(await app.db.query('SELECT id FROM chats WHERE id = $1', [id])).toEqual([]);
    });
  });

  describe('list and reading', () => {
    it('shows the own chats, most recently active first, with last message and unread', async () => {
      const [anna, petr] = (await app.crowd(2)) as [Person, Person];
      const [first, second, third] = [
        await anna.aGroup([petr], '1'),
        await anna.aGroup([petr], '2'),
        await anna.aGroup([petr], '3'),
      ];
      await anna.send(second, 'two');
      await anna.send(first, 'one');
      const { id } = await anna.send(first, 'gone');
      await petr.send(first, 'own');
      await anna.call('DELETE', `/chats/${first}/messages/${id}`);
      const page = await petr.ask<{ items: ChatView[]; nextCursor: string }>('GET', '/chats?limit=2');
      expect(page.items.map((chat) => [chat.id, chat.unread, chat.lastMessage?.text])).toEqual([
        [first, 1, 'own'],
        [second, 1, 'two'],
      ]);
      const rest = await petr.ask<{ items: ChatView[] }>('GET', `/chats?limit=2&cursor=${page.nextCursor}`);
      expect(rest.items.map((chat) => [chat.id, chat.unread, chat.lastMessage])).toEqual([[third, 0, null]]);
      expect(rest).not.toHaveProperty('nextCursor');
    });

    it('costs a constant number of statements', async () => {
      const person = await app.aPerson();
      for (let index = 0; index < 12; index += 1) await person.send(await person.aGroup([boris]), 'x');
      const read = (limit: number) => app.statementsOf(() => person.ask('GET', `/chats?limit=${limit}`));
      expect(await read(12)).toBe(await read(2));
    });

    it('shows the first 20 members of a crowd in the list, all of them alone', async () => {
      const people = await app.crowd(25);
      const id = await people[0]!.aGroup(people.slice(1));
      const { items } = await people[7]!.ask<{ items: ChatView[] }>('GET', '/chats');
      expect([items[0]!.members.length, items[0]!.memberCount]).toEqual([20, 25]);
      expect((await people[7]!.ask<ChatView>('GET', `/chats/${id}`)).members).toHaveLength(25);
    });

    it('reads forward only and never beyond the end', async () => {
      const id = await vera.aGroup([boris]);
      for (const text of ['a', 'b', 'c']) await vera.send(id, text);
      const read = (seq: number) => boris.ask('POST', `/chats/${id}/read`, { seq });
      expect((await boris.ask<ChatView>('GET', `/chats/${id}`)).unread).toBe(3);
      expect(await read(3)).toEqual({ seq: 3, unread: 1 });
      expect(await read(2)).toEqual({ seq: 3, unread: 1 });
      expect(await read(1_000_000)).toEqual({ seq: 4, unread: 0 });
      await vera.send(id, 'd');
      expect(await boris.ask<ChatView>('GET', `/chats/${id}`)).toMatchObject({
        readSeq: 4,
        lastSeq: 5,
        unread: 1,
      });
      expect(await boris.call('POST', `/chats/${id}/read`, { seq: -1 })).toMatchObject({ status: 400 });
    });

    it.each(['?limit=0', '?limit=101', '?cursor=nonsense', '?offset=3'])('refuses %s', async (query) => {
      expect(await vera.call('GET', `/chats${query}`)).toMatchObject({
        status: 400,
        body: { code: 'validation.failed' },
      });
    });
  });

  describe("somebody else's chat", () => {
    const routes: [string, (chat: string, message: string, member: string) => string, unknown][] = [
      ['GET', (chat) => `/chats/${chat}`, undefined],
      ['PATCH', (chat) => `/chats/${chat}`, { title: 'x' }],
      ['DELETE', (chat) => `/chats/${chat}`, undefined],
      ['POST', (chat) => `/chats/${chat}/members`, { userId: '01999999-9999-7999-8999-999999999999' }],
      ['DELETE', (chat, _message, member) => `/chats/${chat}/members/${member}`, undefined],
      ['GET', (chat) => `/chats/${chat}/messages`, undefined],
      ['POST', (chat) => `/chats/${chat}/messages`, { clientId: 'x', text: 'x' }],
      ['PATCH', (chat, message) => `/chats/${chat}/messages/${message}`, { text: 'x' }],
      ['DELETE', (chat, message) => `/chats/${chat}/messages/${message}`, undefined],
      ['POST', (chat) => `/chats/${chat}/read`, { seq: 1 }],
      ['GET', (chat) => `/chats/${chat}/events`, undefined],
    ];

    it.each(routes)('looks like none: %s %s', async (method, path, body) => {
      const chatId = await vera.aGroup([boris]);
      const { id } = await vera.send(chatId, 'private words');
      const answerTo = async (chat: string) => {
        const answer = await stranger.call(method, path(chat, id, boris.id), body);
        const { requestId: _requestId, instance: _instance, ...problem } = answer.body;
        return { status: answer.status, problem };
      };
      const foreign = await answerTo(chatId);
      expect(foreign).toMatchObject({ status: 404, problem: { code: 'chat.not_found' } });
      expect(foreign).toEqual(await answerTo(randomUUID()));
      expect(await vera.log(chatId)).toHaveLength(2);
    });

    it('is not among the own ones', async () => {
      await vera.aGroup([boris]);
      expect(await stranger.ask('GET', '/chats')).toEqual({ items: [] });
    });

    it('needs a token', async () => {
      const answer = await fetch(`${app.url}/api/v1/chats`);
      expect(answer.status).toBe(401);
    });
  });
});
