import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Attachments } from './attachments.service.js';
import { ChatNotFoundError } from './chat.errors.js';
import { ChatRepository } from './chat.repository.js';
import { type ChatEntry, type ChatLogPage, createdEntry, storedEntry } from './chat-entry.js';
import { ChatLogRepository, type ChatLogRow } from './chat-log.repository.js';
import { type MessageRecord, MessageRepository } from './message.repository.js';

/** A page ends early when its texts are longer than this together: a page of 500 long messages would be 8 MB. */
const MAX_PAGE_TEXT = 262_144;

type Source = { seq: number; message: MessageRecord } | { seq: number; row: ChatLogRow };

/** The log of a chat as clients read it to catch up: the creations of messages and all other entries in one order. */
@Injectable()
export class ChatLogService {
  constructor(
    private readonly chats: ChatRepository,
    private readonly messages: MessageRepository,
    private readonly log: ChatLogRepository,
    private readonly attachments: Attachments,
  ) {}

  /**
   * Up to `limit` entries after `afterSeq` in order; none without it. `hasMore` is true as long as entries up to `lastSeq` are left. A place
   * beyond the end, which only a client of another log can have, answers `resync`.
   * @throws ChatNotFoundError also for strangers
   */
  async read(
    actor: Actor,
    { chatId, afterSeq, limit }: { chatId: string; afterSeq: number | undefined; limit: number },
  ): Promise<ChatLogPage> {
    const chat = await this.chats.findOwn(chatId, actor.userId);
    if (!chat) throw new ChatNotFoundError();
    const { lastSeq } = chat;
    if (afterSeq === undefined || afterSeq === lastSeq) return { events: [], lastSeq, hasMore: false };
    if (afterSeq > lastSeq) return { events: [], lastSeq, hasMore: false, resync: true };
    const messages = await this.messages.listAfter(chatId, afterSeq, lastSeq, limit);
    const rows = await this.log.list(chatId, afterSeq, lastSeq, limit);
    const page = pageOf(merge(messages, rows), limit);
    return {
      events: await this.show(page),
      lastSeq,
      hasMore: (page.at(-1)?.seq ?? lastSeq) < lastSeq,
    };
  }

  private async show(page: readonly Source[]): Promise<ChatEntry[]> {
    const created = page.flatMap((source) => ('message' in source ? source.message : []));
    const rows = page.flatMap((source) => ('row' in source ? source.row : []));
    const about = new Map(created.map((message) => [message.id, message]));
    const missing = rows.flatMap(({ messageId }) =>
      messageId === null || about.has(messageId) ? [] : messageId,
    );
    for (const message of await this.messages.findMany([...new Set(missing)])) about.set(message.id, message);
    const files = await this.attachments.of(about.values());
    return page.map((source) =>
      'message' in source
        ? createdEntry(source.message, files)
        : storedEntry(source.row, about.get(source.row.messageId ?? ''), files),
    );
  }
}

function merge(messages: readonly MessageRecord[], rows: readonly ChatLogRow[]): Source[] {
  const all: Source[] = [
    ...messages.map((message) => ({ seq: message.seq, message })),
    ...rows.map((row) => ({ seq: row.seq, row })),
  ];
  return all.sort((one, other) => one.seq - other.seq);
}

function pageOf(sources: readonly Source[], limit: number): Source[] {
  let size = 0;
  const page: Source[] = [];
  for (const source of sources.slice(0, limit)) {
    const { text } = 'message' in source ? source.message : source.row;
    size += text?.length ?? 0;
    if (page.length > 0 && size > MAX_PAGE_TEXT) break;
    page.push(source);
  }
  return page;
}
