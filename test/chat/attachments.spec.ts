import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type FilePurpose, FilesService } from '#lib/files';
import { describeEachEngine } from '../support/databases.js';
import { ChatApp, type MessageView, type Person } from './chat-app.fixture.js';

describeEachEngine('attachments', (engine) => {
  let app: ChatApp;
  let vera: Person;
  let boris: Person;
  let source: Buffer;

  beforeAll(async () => {
    app = await ChatApp.start(engine);
    [vera, boris] = (await app.crowd(2)) as [Person, Person];
    source = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
  });
  afterAll(() => app.close());

  const aFile = async (owner: Person, purpose: FilePurpose = 'chat'): Promise<string> => {
    const files = app.app.get(FilesService, { strict: false });
    const place = { ownerId: owner.id, purpose };
    const stored = await files.storeImage({ ...place, source, originalName: 'map.png' });
    return (await app.db.transaction(() => files.createRow(stored, place))).id;
  };
  const send = (person: Person, chatId: string, attachmentIds: string[]) =>
    person.call<MessageView>('POST', `/chats/${chatId}/messages`, {
      clientId: randomUUID(),
      text: 'look',
      attachmentIds,
    });

  it('come with the message, its entry, the history and the list of chats, for all members', async () => {
    const chatId = await vera.aGroup([boris]);
    const his = await boris.device();
    await his.join(chatId);
    const fileId = await aFile(vera);
    const { body } = await send(vera, chatId, [fileId]);
    expect(body.attachments).toEqual([
      {
        id: fileId,
        name: 'map.png',
        contentType: 'image/png',
        size: expect.any(Number),
        width: 40,
        height: 30,
        thumbhash: expect.any(String),
        url: expect.stringMatching(new RegExp(`^/api/v1/files/${fileId}/content\\?exp=\\d+&sig=`)),
        variants: {
          thumb: expect.stringContaining('variant=thumb'),
          medium: expect.stringContaining('variant=medium'),
        },
      },
    ]);
    await his.untilSeq(2);
    expect(his.entries[0]!.data).toEqual(body);
    const { items } = await boris.ask<{ items: MessageView[] }>('GET', `/chats/${chatId}/messages`);
    const { items: chats } = await boris.ask<{ items: { lastMessage: MessageView }[] }>('GET', '/chats');
    for (const view of [items[0], chats[0]!.lastMessage, (await boris.log(chatId))[1]!.data]) {
      expect((view as MessageView).attachments.map(({ id }) => id)).toEqual([fileId]);
    }
  });

  it('go with the message when it is deleted, and with the file when its owner removes it', async () => {
    const chatId = await vera.aGroup();
    const [first, second] = [await aFile(vera), await aFile(vera)];
    const { body: kept } = await send(vera, chatId, [first, second]);
    const { body: deleted } = await send(vera, chatId, [first]);
    await app.app.get(FilesService, { strict: false }).removeRows([second]);
    await vera.call('DELETE', `/chats/${chatId}/messages/${deleted.id}`);
    const { items } = await vera.ask<{ items: MessageView[] }>('GET', `/chats/${chatId}/messages`);
    expect(items.map(({ id, attachments }) => [id, attachments.map((file) => file.id)])).toEqual([
      [kept.id, [first]],
      [deleted.id, []],
    ]);
  });

  const wrong: [string, () => Promise<string[]>][] = [
    ["somebody else's file", async () => [await aFile(boris)]],
    ['a file for something else', async () => [await aFile(vera, 'photo')]],
    ['the same file twice', async () => aFile(vera).then((id) => [id, id])],
    ['a good one and one of nobody', async () => [await aFile(vera), randomUUID()]],
    ['eleven', () => Promise.resolve(Array.from({ length: 11 }, () => randomUUID()))],
  ];

  it.each(wrong)('are refused: %s', async (_name, ids) => {
    const chatId = await vera.aGroup();
    expect(await send(vera, chatId, await ids())).toMatchObject({
      status: 400,
      body: { code: 'validation.failed' },
    });
    expect(await vera.log(chatId)).toHaveLength(1);
  });

  describe('an erased account', () => {
    it('leaves its messages without a name, no gap, and no member', async () => {
      const clara = await app.aPerson();
      const chatId = await vera.aGroup([clara]);
      await clara.send(chatId, 'bye');
      await vera.send(chatId, 'where is she?');
      await app.db.execute('DELETE FROM users WHERE id = $1', [clara.id]);
      const log = await vera.log(chatId);
      expect(log.map(({ seq, data }) => [seq, data.text, data.senderId])).toEqual([
        [1, undefined, undefined],
        [2, 'bye', null],
        [3, 'where is she?', vera.id],
      ]);
      expect(await vera.ask('GET', `/chats/${chatId}`)).toMatchObject({ memberCount: 1, unread: 1 });
    });
  });
});
