import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../support/databases.js';
import { ChatApp, statusCounts, type Entry, type MessageView, type Person } from './chat-app.fixture.js';

interface Page {
  items: MessageView[];
  hasMore: boolean;
}

describeEachEngine('messages', (engine) => {
  let app: ChatApp;
  let vera: Person;
  let boris: Person;
  let stranger: Person;

  beforeAll(async () => {
    app = await ChatApp.start(engine);
    [vera, boris, stranger] = (await app.crowd(3)) as [Person, Person, Person];
  });
  afterAll(() => app.close());

  describe('sending', () => {
    it('stores a message once for 50 sends of the same clientId at the same moment', async () => {
      const chatId = await vera.aGroup();
      const send = { clientId: 'phone-1', text: 'hello' };
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          vera.call<MessageView>('POST', `/chats/${chatId}/messages`, { ...send, text: `hello ${index}` }),
        ),
      );
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(statusCounts(answers)).toEqual({ 200: 49, 201: 1 });
      expect((await vera.log(chatId)).map(({ type }) => type)).toEqual(['chat.created', 'message.created']);
    });

    it('answers the first message whatever the text is later, also edited', async () => {
      const chatId = await vera.aGroup();
      const first = await vera.send(chatId, 'one', 'c1');
      await vera.ask('PATCH', `/chats/${chatId}/messages/${first.id}`, { text: 'two' });
      const again = await vera.call<MessageView>('POST', `/chats/${chatId}/messages`, {
        clientId: 'c1',
        text: 'three',
      });
      expect(again.status).toBe(200);
      expect(again.body).toMatchObject({ id: first.id, seq: first.seq, text: 'two' });
    });

    it('keeps the clientIds of senders and chats apart', async () => {
      const [one, other] = [await vera.aGroup([boris]), await vera.aGroup([boris])];
      const ids = [
        await vera.send(one, 'a', 'same'),
        await boris.send(one, 'b', 'same'),
        await vera.send(other, 'c', 'same'),
      ];
      expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
    });

    it('gives 200 sends of 10 people at once seqs without gap, and every one is there once', async () => {
      const people = await app.crowd(10);
      const chatId = await people[0]!.aGroup(people.slice(1));
      const sent = await Promise.all(
        Array.from({ length: 200 }, (_, index) => people[index % 10]!.send(chatId, `text ${index}`)),
      );
      const log = await people[3]!.log(chatId);
      expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
      expect(new Map(log.slice(1).map(({ seq, data }) => [seq, data.text]))).toEqual(
        new Map(sent.map(({ seq, text }) => [seq, text])),
      );
    });

    it('keeps the order in which one socket sends without waiting', async () => {
      const chatId = await vera.aGroup();
      const device = await vera.device();
      const sent = await Promise.all(
        Array.from({ length: 60 }, (_, index) => device.say(chatId, `${index}`)),
      );
      expect(sent.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => index + 2));
    });

    it('mixes chats, strangers and repetitions in one turn without harm to anybody', async () => {
      const [one, other] = [await vera.aGroup([boris]), await boris.aGroup()];
      const results = await Promise.allSettled([
        vera.send(one, '1', 'a'),
        stranger.send(one, 'intruder'),
        boris.send(other, '2'),
        vera.send(one, '1 again', 'a'),
        vera.send(other, 'intruder'),
        boris.send(one, '3'),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'fulfilled',
        'fulfilled',
        'rejected',
        'fulfilled',
      ]);
      expect((await boris.log(one)).map(({ seq, data }) => [seq, data.text])).toEqual([
        [1, undefined],
        [2, '1'],
        [3, '3'],
      ]);
      expect((await boris.log(other)).map(({ seq, data }) => [seq, data.text])).toEqual([
        [1, undefined],
        [2, '2'],
      ]);
    });

    it('does not show a chat as active because a stranger tried it', async () => {
      const quiet = await vera.aGroup();
      const busy = await vera.aGroup();
      await stranger.call('POST', `/chats/${quiet}/messages`, { clientId: 'x', text: 'x' });
      const { items } = await vera.ask<{ items: { id: string }[] }>('GET', '/chats?limit=2');
      expect(items.map(({ id }) => id)).toEqual([busy, quiet]);
    });

    const texts: [string, string, number][] = [
      ['4,000 characters', 'я'.repeat(4000), 201],
      ['4,001 characters', 'я'.repeat(4001), 400],
      ['4,000 emoji', '🦉'.repeat(4000), 201],
      ['4,001 emoji', '🦉'.repeat(4001), 400],
      ['nothing', '', 400],
      ['NUL', 'a\0b', 400],
      ['half an emoji', '\ud83d', 400],
      ['line breaks and markup', ' <b>\n\t"\\\u2028 ', 201],
    ];

    it.each(texts)('takes or refuses %s', async (_name, text, status) => {
      const chatId = await vera.aGroup();
      const { status: answered, body } = await vera.call('POST', `/chats/${chatId}/messages`, {
        clientId: 'c',
        text,
      });
      expect(answered).toBe(status);
      if (status === 201) expect((await vera.log(chatId)).at(-1)?.data.text).toBe(text);
      else expect(body).toMatchObject({ code: 'validation.failed' });
    });

    it.each([
      ['no clientId', { text: 'x' }],
      ['a long clientId', { clientId: 'c'.repeat(65), text: 'x' }],
      ['an unknown field', { clientId: 'c', text: 'x', senderId: randomUUID() }],
      ['files of nobody', { clientId: 'c', text: 'x', attachmentIds: [randomUUID()] }],
    ])('refuses %s', async (_name, body) => {
      const chatId = await vera.aGroup();
      const answer = await vera.call('POST', `/chats/${chatId}/messages`, body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'validation.failed' } });
    });

    it('replies to a message of the same chat only', async () => {
      const [chatId, other] = [await vera.aGroup([boris]), await vera.aGroup()];
      const question = await vera.send(chatId, 'well?');
      const foreign = await vera.send(other, 'elsewhere');
      const reply = (replyTo: string) =>
        boris.call<MessageView>('POST', `/chats/${chatId}/messages`, {
          clientId: randomUUID(),
          text: 'yes',
          replyTo,
        });
      expect((await reply(question.id)).body.replyTo).toBe(question.id);
      for (const id of [foreign.id, randomUUID()]) {
        expect(await reply(id)).toMatchObject({ status: 404, body: { code: 'message.not_found' } });
      }
      expect((await vera.log(chatId)).at(-1)?.seq).toBe(3);
    });

    it('replays the answer for an Idempotency-Key', async () => {
      const chatId = await vera.aGroup();
      const token = vera.token;
      const headers = { 'Idempotency-Key': randomUUID(), authorization: `Bearer ${token}` };
      const body = { clientId: 'k', text: 'once' };
      const first = await vera.call<MessageView>('POST', `/chats/${chatId}/messages`, body, headers);
      const second = await vera.call<MessageView>('POST', `/chats/${chatId}/messages`, body, headers);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(second.body).toEqual(first.body);
    });
  });

  describe('edit and delete', () => {
    it('changes the own text, and the log keeps what was said when', async () => {
      const chatId = await vera.aGroup([boris]);
      const { id, seq } = await vera.send(chatId, 'first');
      const edited = await vera.ask<MessageView>('PATCH', `/chats/${chatId}/messages/${id}`, {
        text: 'second',
      });
      expect(edited).toMatchObject({ id, seq, text: 'second', editedAt: expect.stringMatching(/Z$/) });
      await vera.ask('PATCH', `/chats/${chatId}/messages/${id}`, { text: 'third' });
      const entries = (await boris.log(chatId)).slice(1);
      expect(entries.map(({ type, data }) => [type, data.text])).toEqual([
        ['message.created', 'first'],
        ['message.edited', 'second'],
        ['message.edited', 'third'],
      ]);
      expect(entries[0]!.data.editedAt).toBeNull();
      expect(entries[1]!.data.editedAt).toBe(entries[1]!.at);
    });

    it('writes no entry for the same text again', async () => {
      const chatId = await vera.aGroup();
      const { id } = await vera.send(chatId, 'same');
      await vera.ask('PATCH', `/chats/${chatId}/messages/${id}`, { text: 'same' });
      expect(await vera.log(chatId)).toHaveLength(2);
    });

    it('takes the text out of the message and of all its older entries', async () => {
      const chatId = await vera.aGroup([boris]);
      const { id } = await vera.send(chatId, 'secret one');
      await vera.ask('PATCH', `/chats/${chatId}/messages/${id}`, { text: 'secret two' });
      for (const _again of [1, 2]) {
        expect((await vera.call('DELETE', `/chats/${chatId}/messages/${id}`)).status).toBe(204);
      }
      const log = await boris.log(chatId);
      expect(log.map(({ type }) => type)).toEqual([
        'chat.created',
        'message.created',
        'message.edited',
        'message.deleted',
      ]);
      expect(log[3]!.data).toMatchObject({ id, text: null, attachments: [], deletedAt: log[3]!.at });
      const page = await boris.ask<Page>('GET', `/chats/${chatId}/messages`);
      expect(JSON.stringify([log, page, await boris.ask('GET', '/chats')])).not.toContain('secret');
      const rows = await app.db.query(
        'SELECT m.text, m.first_text, l.text AS old FROM messages m JOIN chat_log l ON l.message_id = m.id WHERE m.id = $1',
        [id],
      );
      expect(JSON.stringify(rows)).not.toContain('secret');
    });

    it('refuses to edit a deleted one', async () => {
      const chatId = await vera.aGroup();
      const { id } = await vera.send(chatId, 'x');
      await vera.call('DELETE', `/chats/${chatId}/messages/${id}`);
      const answer = await vera.call('PATCH', `/chats/${chatId}/messages/${id}`, { text: 'y' });
      expect(answer).toMatchObject({ status: 409, body: { code: 'message.deleted' } });
    });

    it("leaves other people's messages alone, but lets owners and admins delete", async () => {
      const admin = await app.aPerson();
      const chatId = await vera.aGroup([boris]);
      await vera.ask('POST', `/chats/${chatId}/members`, { userId: admin.id, role: 'admin' });
      const [veras, first, second] = [
        await vera.send(chatId, 'v'),
        await boris.send(chatId, 'b1'),
        await boris.send(chatId, 'b2'),
      ];
      const path = (message: MessageView) => `/chats/${chatId}/messages/${message.id}`;
      const forbidden = { status: 403, body: { code: 'message.forbidden' } };
      expect(await boris.call('PATCH', path(veras), { text: 'x' })).toMatchObject(forbidden);
      expect(await boris.call('DELETE', path(veras))).toMatchObject(forbidden);
      expect(await vera.call('PATCH', path(first), { text: 'x' })).toMatchObject(forbidden);
      expect((await vera.call('DELETE', path(first))).status).toBe(204);
      expect((await admin.call('DELETE', path(second))).status).toBe(204);
    });

    it('does not find messages of another chat through this one', async () => {
      const [chatId, other] = [await vera.aGroup(), await vera.aGroup()];
      const { id } = await vera.send(other, 'x');
      for (const [method, body] of [
        ['PATCH', { text: 'y' }],
        ['DELETE', undefined],
      ] as const) {
        const answer = await vera.call(method, `/chats/${chatId}/messages/${id}`, body);
        expect(answer).toMatchObject({ status: 404, body: { code: 'message.not_found' } });
      }
    });
  });

  describe('history and log', () => {
    let chatId: string;
    beforeAll(async () => {
      chatId = await vera.aGroup([boris]);
      for (let index = 2; index <= 31; index += 1) await vera.send(chatId, `m${index}`);
    });

    const pages: [string, string, number[], boolean][] = [
      ['the latest', '?limit=3', [29, 30, 31], true],
      ['before', '?before=10&limit=3', [7, 8, 9], true],
      ['before the first ones', '?before=4&limit=5', [2, 3], false],
      ['after', '?after=10&limit=3', [11, 12, 13], true],
      ['after the last but one', '?after=30&limit=5', [31], false],
      ['after the end', '?after=31', [], false],
      ['between', '?after=10&before=13', [11, 12], false],
      ['twenty without a limit', '', Array.from({ length: 20 }, (_, index) => index + 12), true],
    ];

    it.each(pages)('answers %s', async (_name, query, seqs, hasMore) => {
      const page = await boris.ask<Page>('GET', `/chats/${chatId}/messages${query}`);
      expect(page.items.map(({ seq }) => seq)).toEqual(seqs);
      expect(page.hasMore).toBe(hasMore);
    });

    it.each([
      'messages?limit=0',
      'messages?limit=101',
      'messages?before=-1',
      'messages?page=2',
      'events?limit=501',
      'events?after=x',
    ])('refuses %s', async (path) => {
      expect(await vera.call('GET', `/chats/${chatId}/${path}`)).toMatchObject({
        status: 400,
        body: { code: 'validation.failed' },
      });
    });

    it('reads the log in pages', async () => {
      const page = await boris.ask<{ items: Entry[]; lastSeq: number; hasMore: boolean }>(
        'GET',
        `/chats/${chatId}/events?after=1&limit=10`,
      );
      expect(page.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, index) => index + 2));
      expect(page).toMatchObject({ lastSeq: 31, hasMore: true });
      const end = await boris.ask('GET', `/chats/${chatId}/events?after=31`);
      expect(end).toEqual({ items: [], lastSeq: 31, hasMore: false });
    });

    it('tells a client whose place is beyond the end to begin anew', async () => {
      expect(await boris.ask('GET', `/chats/${chatId}/events?after=32`)).toEqual({
        items: [],
        lastSeq: 31,
        hasMore: false,
        resync: true,
      });
    });

    it('ends a page early when its texts are long, and says that there is more', async () => {
      const long = await vera.aGroup();
      for (let index = 0; index < 80; index += 1) await vera.send(long, 'x'.repeat(4000));
      const first = await vera.ask<{ items: Entry[]; hasMore: boolean }>(
        'GET',
        `/chats/${long}/events?limit=500`,
      );
      expect(first.items.length).toBeLessThan(70);
      expect(first.hasMore).toBe(true);
      expect(await vera.log(long)).toHaveLength(81);
    });

    it('costs the same number of statements for 20 messages as for 2', async () => {
      const read = async (limit: number): Promise<void> => {
        await vera.ask('GET', `/chats/${chatId}/messages?limit=${limit}`);
        await vera.ask('GET', `/chats/${chatId}/events?limit=${limit}`);
      };
      expect(await app.statementsOf(() => read(20))).toBe(await app.statementsOf(() => read(2)));
    });
  });
});
