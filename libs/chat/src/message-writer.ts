import { Injectable } from '@nestjs/common';
import { Clock } from '#lib/clock';
import { Database, uuidv7 } from '#lib/database';
import type { AppError } from '#lib/errors';
import { ChatNotFoundError, MessageNotFoundError } from './chat.errors.js';
import { type ChatEntry, createdEntry } from './chat-entry.js';
import { ChatMemberRepository } from './chat-member.repository.js';
import { ChatStream } from './chat-stream.js';
import type { Attachment } from './message.dto.js';
import { type MessageRecord, MessageRepository } from './message.repository.js';

/** A message that is to be sent, checked for everything that needs no look at the chat. */
export interface Outgoing {
  chatId: string;
  senderId: string;
  clientId: string;
  text: string;
  attachmentIds: readonly string[];
  /** The files of `attachmentIds`. */
  files: ReadonlyMap<string, Attachment>;
  replyTo: string | null;
}

/** What became of one message: stored (the entry of its creation is shown), there before, or refused. */
export type SendOutcome =
  | { kind: 'stored'; entry: ChatEntry }
  | { kind: 'known'; record: MessageRecord }
  | { kind: 'refused'; error: AppError };

type Expected = Map<string, number[]>;

/** Stores messages of several chats in one transaction: for each chat one statement that gives the seqs, for each message one insert. */
@Injectable()
export class MessageWriter {
  constructor(
    private readonly db: Database,
    private readonly messages: MessageRepository,
    private readonly members: ChatMemberRepository,
    private readonly stream: ChatStream,
    private readonly clock: Clock,
  ) {}

  /** Outcomes in the order of `batch`; durable when it resolves. Rejects when none of them could be stored. */
  async write(batch: readonly Outgoing[]): Promise<SendOutcome[]> {
    const expected: Expected | null = this.db.isInTransaction ? null : new Map();
    try {
      return await this.db.transaction(async () => {
        // Once more after a serialization failure.
        if (expected) this.drop(expected);
        const outcomes = new Map<Outgoing, SendOutcome>();
        for (const [chatId, drafts] of byChat(batch))
          await this.writeChat(chatId, drafts, outcomes, expected);
        return batch.map((draft) => outcomes.get(draft)!);
      });
    } catch (error) {
      if (expected) this.drop(expected);
      throw error;
    }
  }

  private async writeChat(
    chatId: string,
    drafts: readonly Outgoing[],
    outcomes: Map<Outgoing, SendOutcome>,
    expected: Expected | null,
  ): Promise<void> {
    const now = this.clock.now();
    const taken = await this.messages.takeSeqs(chatId, drafts.length, now);
    const entries: ChatEntry[] = [];
    let seq = (taken ?? 0) - drafts.length;
    for (const draft of drafts) {
      const record = recordOf(draft, seq + 1, now);
      if (taken !== null && (await this.messages.insert(record))) {
        seq += 1;
        const entry = createdEntry(record, draft.files);
        entries.push(entry);
        outcomes.set(draft, { kind: 'stored', entry });
      } else {
        outcomes.set(draft, await this.explain(draft));
      }
    }
    if (taken !== null && seq < taken) await this.messages.returnSeqs(chatId, seq);
    if (entries.length > 0) this.announce(chatId, entries, expected);
  }

  private announce(chatId: string, entries: ChatEntry[], expected: Expected | null): void {
    if (expected) {
      expected.set(
        chatId,
        entries.map(({ seq }) => seq),
      );
      for (const { seq } of entries) this.stream.expect(chatId, seq);
    }
    this.db.afterCommit(() => this.stream.publish(chatId, entries));
  }

  /** Why a message was not inserted. Membership comes first: a stranger learns nothing. */
  private async explain(draft: Outgoing): Promise<SendOutcome> {
    const member = await this.members.find(draft.chatId, draft.senderId);
    if (!member) return { kind: 'refused', error: new ChatNotFoundError() };
    const record = await this.messages.findByKey(draft);
    return record ? { kind: 'known', record } : { kind: 'refused', error: new MessageNotFoundError() };
  }

  private drop(expected: Expected): void {
    for (const [chatId, seqs] of expected) this.stream.drop(chatId, seqs);
    expected.clear();
  }
}

/** By chat id in its order, so that two processes never wait for each other's chats. */
function byChat(batch: readonly Outgoing[]): [string, Outgoing[]][] {
  if (batch.length === 1) return [[batch[0]!.chatId, [batch[0]!]]];
  const chats = new Map<string, Outgoing[]>();
  for (const draft of batch) {
    const drafts = chats.get(draft.chatId);
    if (drafts) drafts.push(draft);
    else chats.set(draft.chatId, [draft]);
  }
  return [...chats].sort(([one], [other]) => (one < other ? -1 : 1));
}

function recordOf(draft: Outgoing, seq: number, now: number): MessageRecord {
  return {
    id: uuidv7(),
    chatId: draft.chatId,
    seq,
    senderId: draft.senderId,
    clientId: draft.clientId,
    text: draft.text,
    firstText: null,
    attachmentIds: draft.attachmentIds.length === 0 ? null : JSON.stringify(draft.attachmentIds),
    replyTo: draft.replyTo,
    createdAt: now,
    editedAt: null,
    deletedAt: null,
  };
}
