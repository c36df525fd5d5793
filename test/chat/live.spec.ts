import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeEachEngine } from '../support/databases.js';
import { waitUntil } from '../support/wait-until.js';
import { ChatApp, type Device, type Entry, type Person } from './chat-app.fixture.js';

const ANY_ID = '01999999-9999-7999-8999-999999999999';

describeEachEngine('live chat', (engine) => {
  let app: ChatApp;
  let vera: Person;
  let boris: Person;
  let stranger: Person;

  beforeAll(async () => {
    app = await ChatApp.start(engine);
    [vera, boris, stranger] = (await app.crowd(3)) as [Person, Person, Person];
  });
  afterAll(() => app.close());

  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  describe('stream', () => {
    it('brings every entry in order to every joined socket, the sender too, as the log has it', async () => {
      const chatId = await vera.aGroup([boris]);
      const [phone, laptop, other] = [await vera.device(), await vera.device(), await boris.device()];
      for (const device of [phone, laptop, other]) {
        expect(await device.join(chatId)).toEqual({ ok: true, events: [], lastSeq: 1, hasMore: false });
      }
      const first = await phone.say(chatId, 'one');
      await other.ask('message.send', { chatId, clientId: 'r', text: 'two', replyTo: first.id });
      await phone.ask('message.edit', { chatId, messageId: first.id, text: 'one!' });
      await vera.ask('PATCH', `/chats/${chatId}`, { title: 'New' });
      const log = await vera.log(chatId);
      for (const device of [phone, laptop, other]) {
        await device.untilSeq(5);
        expect(device.entries).toEqual(log.slice(1));
      }
      await other.ask('message.delete', { chatId, messageId: (await other.say(chatId, 'oops')).id });
      await laptop.untilSeq(7);
      expect(laptop.entries.at(-1)).toEqual((await vera.log(chatId)).at(-1));
    });

    it('acks after the commit with the message', async () => {
      const chatId = await vera.aGroup();
      const device = await vera.device();
      const ack = await device.ask('message.send', { chatId, clientId: 'a', text: 'hi' });
      expect(ack.message).toMatchObject({
        chatId,
        seq: 2,
        clientId: 'a',
        senderId: vera.id,
        text: 'hi',
        attachments: [],
        replyTo: null,
      });
      const again = await device.ask('message.send', { chatId, clientId: 'a', text: 'other' });
      expect(again).toEqual(ack);
      expect((await vera.log(chatId)).at(-1)?.data).toEqual(ack.message);
    });

    it('has neither hole nor overlap for sockets that join while others send', async () => {
      const people = await app.crowd(4);
      const chatId = await people[0]!.aGroup(people.slice(1));
      const senders = await Promise.all(people.map((person) => person.device()));
      const total = 160;
      const sending = Promise.all(
        senders.map(async (device, index) => {
          for (let count = 0; count < total / 4; count += 1) await device.say(chatId, `${index}/${count}`);
        }),
      );
      const joins: { device: Device; seen: Entry[]; hadMore: boolean; lastSeq: number }[] = [];
      for (let index = 0; index < 12; index += 1) {
        const device = await people[index % 4]!.device();
        const ack = await device.join(chatId, 0);
        joins.push({
          device,
          seen: [...ack.events],
          hadMore: ack.hasMore,
          lastSeq: ack.lastSeq,
        });
      }
      await sending;
      for (const { device, seen, hadMore, lastSeq } of joins) {
        await device.untilSeq(total + 1);
        expect(hadMore).toBe(lastSeq > 200);
        expect([...seen, ...device.entries].map(({ seq }) => seq)).toEqual(numbers(1, total + 1));
      }
    });

    it('begins after lastSeq when more is left, and sync brings what lies between', async () => {
      const chatId = await vera.aGroup();
      await Promise.all(numbers(1, 230).map((index) => vera.send(chatId, `${index}`)));
      const device = await vera.device();
      const ack = await device.join(chatId, 5);
      expect(ack).toMatchObject({ lastSeq: 231, hasMore: true });
      expect(ack.events.map(({ seq }) => seq)).toEqual(numbers(6, 205));
      await device.say(chatId, 'live');
      const rest = await device.ask('chat.sync', { chatId, afterSeq: 205, limit: 26 });
      expect(rest.events.map(({ seq }) => seq)).toEqual(numbers(206, 231));
      await device.untilSeq(232);
      expect(device.seqs()).toEqual([232]);
    });

    it('goes on after a reconnect from the last seq, with what was edited and deleted meanwhile', async () => {
      const chatId = await vera.aGroup([boris]);
      const before = await boris.device();
      await before.join(chatId, 0);
      const { id } = await vera.send(chatId, 'seen');
      await before.untilSeq(2);
      before.socket.disconnect();
      await vera.ask('PATCH', `/chats/${chatId}/messages/${id}`, { text: 'changed' });
      const missed = await vera.send(chatId, 'missed');
      await vera.call('DELETE', `/chats/${chatId}/messages/${missed.id}`);
      const after = await boris.device();
      const ack = await after.join(chatId, before.seqs().at(-1));
      expect(ack.events.map(({ seq, type }) => [seq, type])).toEqual([
        [3, 'message.edited'],
        [4, 'message.created'],
        [5, 'message.deleted'],
      ]);
      expect(ack.events[1]!.data.text).toBeNull();
      await vera.send(chatId, 'live again');
      await after.untilSeq(6);
      expect(after.seqs()).toEqual([6]);
    });

    it('may be joined again at any time, in parallel too, and stays single', async () => {
      const chatId = await vera.aGroup();
      const device = await vera.device();
      await Promise.all(numbers(1, 5).map(() => device.join(chatId)));
      await device.say(chatId, 'x');
      await device.join(chatId, 1);
      await device.say(chatId, 'y');
      await device.untilSeq(3);
      await device.ask('chat.sync', { chatId, afterSeq: 0 });
      expect(device.seqs()).toEqual([2, 3]);
    });

    it('ends with chat.leave, also for a join under way', async () => {
      const chatId = await vera.aGroup();
      const device = await vera.device();
      await device.join(chatId);
      expect(await device.ask('chat.leave', { chatId })).toEqual({ ok: true });
      await device.say(chatId, 'unheard');
      const joining = device.join(chatId);
      await device.ask('chat.leave', { chatId });
      await joining;
      await device.ask('chat.leave', { chatId });
      await device.say(chatId, 'unheard too');
      await device.ask('chat.sync', { chatId, afterSeq: 0 });
      expect(device.entries).toEqual([]);
    });

    it('answers resync for a place beyond the end', async () => {
      const chatId = await vera.aGroup();
      const device = await vera.device();
      for (const ack of [
        await device.join(chatId, 99),
        await device.ask('chat.sync', { chatId, afterSeq: 99, limit: 5 }),
      ]) {
        expect(ack).toEqual({ ok: true, events: [], lastSeq: 1, hasMore: false, resync: true });
      }
    });

    it('speaks to clients on long polling', async () => {
      const chatId = await vera.aGroup();
      const device = await app.connect({ token: vera.token }, { transports: ['polling'] });
      expect((await device.join(chatId, 0)).lastSeq).toBe(1);
      await device.say(chatId, 'slowly');
      await device.untilSeq(2);
    });
  });

  describe('members', () => {
    it('that are removed hear of it, and nothing more', async () => {
      const chatId = await vera.aGroup([boris]);
      const [hers, his] = [await vera.device(), await boris.device()];
      await hers.join(chatId);
      await his.join(chatId);
      await hers.say(chatId, 'before');
      await vera.call('DELETE', `/chats/${chatId}/members/${boris.id}`);
      for (let index = 0; index < 10; index += 1) await hers.say(chatId, `after ${index}`);
      await hers.untilSeq(13);
      expect(await his.ask('chat.sync', { chatId, afterSeq: 0, limit: 5 })).toMatchObject({
        ok: false,
        error: { code: 'chat.not_found' },
      });
      expect(his.entries.map(({ type }) => type)).toEqual(['message.created', 'member.removed']);
    });

    it('that are removed while they join get no stream', async () => {
      const chatId = await vera.aGroup([boris]);
      const his = await boris.device();
      await Promise.all([
        ...numbers(1, 10).map(() => his.ask('chat.join', { chatId })),
        vera.call('DELETE', `/chats/${chatId}/members/${boris.id}`),
      ]);
      await vera.send(chatId, 'secret');
      expect(await his.ask('chat.join', { chatId })).toMatchObject({
        ok: false,
        error: { code: 'chat.not_found' },
      });
      expect(JSON.stringify(his.entries)).not.toContain('secret');
    });

    it('that are added find the chat and may join', async () => {
      const chatId = await vera.aGroup();
      await vera.send(chatId, 'history');
      const his = await boris.device();
      await vera.ask('POST', `/chats/${chatId}/members`, { userId: boris.id });
      await his.until('chat.unread', (body) => body.chatId === chatId && body.unread === 0);
      expect((await his.join(chatId, 0)).events.map(({ type }) => type)).toEqual([
        'chat.created',
        'message.created',
        'member.added',
      ]);
    });

    it('hear that the chat was deleted', async () => {
      const chatId = await vera.aGroup([boris]);
      const his = await boris.device();
      await his.join(chatId);
      await vera.call('DELETE', `/chats/${chatId}`);
      await his.untilSeq(2);
      expect(his.entries.at(-1)).toMatchObject({
        chatId,
        seq: 2,
        type: 'chat.deleted',
        data: { id: chatId, by: vera.id },
      });
    });
  });

  describe('hints', () => {
    it('tell sockets that do not follow a chat how much is unread, on every device, and after reading', async () => {
      const chatId = await vera.aGroup([boris]);
      const [following, idle, hers] = [await boris.device(), await boris.device(), await vera.device()];
      await following.join(chatId);
      const later = await boris.aGroup();
      await idle.until('chat.unread', (body) => body.chatId === later);
      await hers.say(chatId, 'one');
      await hers.say(chatId, 'two');
      await idle.until(
        'chat.unread',
        (body) => body.chatId === chatId && body.lastSeq === 3 && body.unread === 2,
      );
      const told = following.bodiesOf('chat.unread').filter((body) => body.chatId === chatId);
      expect(told.filter(({ lastSeq }) => lastSeq !== 1)).toEqual([]);
      expect(await following.ask('chat.read', { chatId, seq: 3 })).toEqual({ ok: true, seq: 3, unread: 0 });
      await idle.until('chat.unread', (body) => body.chatId === chatId && body.unread === 0);
    });

    it('tell the others what was read, once', async () => {
      const chatId = await vera.aGroup([boris]);
      const [hers, his] = [await vera.device(), await boris.device()];
      await hers.join(chatId);
      await hers.say(chatId, 'x');
      await his.ask('chat.read', { chatId, seq: 2 });
      await his.ask('chat.read', { chatId, seq: 1 });
      await hers.until('chat.read');
      await hers.ask('chat.sync', { chatId, afterSeq: 0 });
      expect(hers.bodiesOf('chat.read')).toEqual([{ chatId, userId: boris.id, seq: 2 }]);
    });

    it('tell the others who types, and not the own devices', async () => {
      const chatId = await vera.aGroup([boris]);
      const [phone, laptop, his] = [await vera.device(), await vera.device(), await boris.device()];
      for (const device of [phone, laptop, his]) await device.join(chatId);
      expect(await phone.ask('chat.typing', { chatId, typing: true })).toEqual({ ok: true });
      await his.until('chat.typing');
      await laptop.ask('chat.sync', { chatId, afterSeq: 0 });
      expect(his.bodiesOf('chat.typing')).toEqual([{ chatId, userId: vera.id, typing: true }]);
      expect([...phone.bodiesOf('chat.typing'), ...laptop.bodiesOf('chat.typing')]).toEqual([]);
    });

    it('tell partners who comes and goes, and strangers nothing', async () => {
      const [anna, petr] = (await app.crowd(2)) as [Person, Person];
      await anna.aGroup([petr]);
      const [hers, outside] = [await anna.device(), await stranger.device()];
      const first = await petr.device();
      await hers.until('presence', (body) => body.userId === petr.id && body.online === true);
      await first.until('presence', (body) => body.userId === anna.id && body.online === true);
      const second = await petr.device();
      first.socket.disconnect();
      second.socket.disconnect();
      await hers.until('presence', (body) => body.userId === petr.id && body.online === false);
      const gone = hers.bodiesOf('presence').at(-1)!;
      expect(gone.lastSeenAt).toMatch(/^\d{4}-.*Z$/);
      expect(hers.bodiesOf('presence')).toHaveLength(2);
      expect(outside.bodiesOf('presence')).toEqual([]);
    });

    it('say nothing about a page that is loaded anew', async () => {
      const [anna, petr] = (await app.crowd(2)) as [Person, Person];
      await anna.aGroup([petr]);
      const hers = await anna.device();
      const old = await petr.device();
      await hers.until('presence');
      old.socket.disconnect();
      const fresh = await petr.device();
      await waitUntil('the old socket is gone', () => app.realtime.socketsOf(petr.id).length === 1);
      fresh.socket.disconnect();
      await hers.until('presence', (body) => body.online === false);
      expect(hers.bodiesOf('presence').map((body) => body.online)).toEqual([true, false]);
    });
  });

  describe("somebody else's chat", () => {
    const events: [string, (chatId: string, messageId: string) => object][] = [
      ['chat.join', (chatId) => ({ chatId })],
      ['chat.join', (chatId) => ({ chatId, afterSeq: 0 })],
      ['chat.leave', (chatId) => ({ chatId })],
      ['chat.sync', (chatId) => ({ chatId, afterSeq: 0, limit: 10 })],
      ['chat.read', (chatId) => ({ chatId, seq: 1 })],
      ['chat.typing', (chatId) => ({ chatId, typing: true })],
      ['message.send', (chatId) => ({ chatId, clientId: 'x', text: 'x' })],
      ['message.edit', (chatId, messageId) => ({ chatId, messageId, text: 'x' })],
      ['message.delete', (chatId, messageId) => ({ chatId, messageId })],
    ];

    it.each(events)('looks like none to %s', async (event, payload) => {
      const chatId = await vera.aGroup([boris]);
      const [hers, outside] = [await vera.device(), await stranger.device()];
      await hers.join(chatId);
      const { id } = await hers.say(chatId, 'private words');
      const answerTo = async (chat: string) => {
        const { ok, error, ...rest } = await outside.ask(event, payload(chat, id));
        return { ok, code: error?.code, message: error?.message, rest };
      };
      const foreign = await answerTo(chatId);
      expect(foreign).toMatchObject({ ok: false, code: 'chat.not_found', rest: {} });
      expect(foreign).toEqual(await answerTo(randomUUID()));
      await hers.say(chatId, 'more private words');
      await hers.untilSeq(3);
      await outside.ask('chat.sync', { chatId, afterSeq: 0 });
      expect([outside.entries, outside.heard, hers.bodiesOf('chat.typing')]).toEqual([[], [], []]);
    });

    it('knows every event that names a chat', () => {
      const named = app.realtime.listSocketEvents().filter(({ namespace }) => namespace === '/chats');
      expect(new Set(events.map(([event]) => event))).toEqual(
        new Set(named.map(({ event }) => event).filter((event) => event !== 'auth.renew')),
      );
    });
  });

  describe('bad input', () => {
    it.each([
      ['chat.join', { chatId: 'x' }],
      ['chat.join', { chatId: ANY_ID, afterSeq: -1 }],
      ['chat.join', { chatId: ANY_ID, afterSeq: 1.5 }],
      ['chat.join', { chatId: ANY_ID, userId: ANY_ID }],
      ['chat.sync', { chatId: ANY_ID, afterSeq: 0, limit: 501 }],
      ['chat.sync', { chatId: ANY_ID, afterSeq: 0, limit: 0 }],
      ['chat.sync', { chatId: ANY_ID }],
      ['chat.read', { chatId: ANY_ID, seq: '1' }],
      ['chat.typing', { chatId: ANY_ID, typing: 'yes' }],
      ['message.send', { chatId: ANY_ID, clientId: 'c', text: '' }],
      ['message.send', { chatId: ANY_ID, clientId: '', text: 'x' }],
      ['message.send', { chatId: ANY_ID, clientId: 'c', text: { $gt: '' } }],
      ['message.edit', { chatId: ANY_ID, messageId: '1 OR 1=1', text: 'x' }],
      ['message.delete', null],
    ])('%s %j is refused', async (event, payload) => {
      const device = await vera.device();
      expect(await device.ask(event, payload)).toMatchObject({
        ok: false,
        error: { code: 'validation.failed' },
      });
    });
  });
});
