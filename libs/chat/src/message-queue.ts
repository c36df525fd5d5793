import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { Database } from '#lib/database';
import { AppError } from '#lib/errors';
import { MessageWriter, type Outgoing, type SendOutcome } from './message-writer.js';

interface Waiting {
  draft: Outgoing;
  resolve: (outcome: SendOutcome) => void;
  reject: (error: unknown) => void;
}

/** Most messages of one transaction, and most transactions at a time. */
const MAX_BATCH = 64;
const MAX_UNDER_WAY = 4;

/**
 * Messages that come in the same turn of the event loop are stored in one transaction, and the messages of one chat one after the other, so
 * that they keep the order they came in and no two connections wait for the same chat.
 */
@Injectable()
export class MessageQueue {
  private waiting: Waiting[] = [];
  private readonly busyChats = new Set<string>();
  private underWay = 0;
  private isScheduled = false;
  // The queue outlives the request that happened to start it, so it must not run in that request's context.
  private readonly inRootContext = AsyncLocalStorage.snapshot();

  constructor(
    private readonly db: Database,
    private readonly writer: MessageWriter,
  ) {}

  /** Resolves when the outcome is durable. */
  async send(draft: Outgoing): Promise<SendOutcome> {
    if (this.db.isInTransaction) return (await this.writer.write([draft]))[0]!;
    return new Promise((resolve, reject) => {
      this.waiting.push({ draft, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.underWay >= MAX_UNDER_WAY) return;
    this.isScheduled = true;
    this.inRootContext(() => setImmediate(() => this.start()));
  }

  private start(): void {
    this.isScheduled = false;
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    for (const item of this.waiting) {
      const isFree = batch.length < MAX_BATCH && !this.busyChats.has(item.draft.chatId);
      (isFree ? batch : left).push(item);
    }
    this.waiting = left;
    if (batch.length > 0) void this.run(batch);
  }

  private async run(batch: readonly Waiting[]): Promise<void> {
    const chatIds = new Set(batch.map(({ draft }) => draft.chatId));
    for (const chatId of chatIds) this.busyChats.add(chatId);
    this.underWay += 1;
    try {
      await this.write(batch);
    } finally {
      for (const chatId of chatIds) this.busyChats.delete(chatId);
      this.underWay -= 1;
      if (this.waiting.length > 0) this.schedule();
    }
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.writer.write(batch.map(({ draft }) => draft));
      batch.forEach(({ resolve }, place) => resolve(outcomes[place]!));
    } catch (error) {
      // One message that the database does not take must not cost the others theirs. A database that is away takes none.
      if (batch.length === 1 || error instanceof AppError) for (const { reject } of batch) reject(error);
      else for (const item of batch) await this.write([item]);
    }
  }
}
