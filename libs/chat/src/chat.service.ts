import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { uuidv7 } from '#lib/database';
import { type AppError, ValidationError } from '#lib/errors';
import { decodeCursor, encodeCursor, type Page } from '#lib/http';
import { UserNotFoundError, UsersService } from '#lib/users';
import { type Chat, type ChatListQuery, MAX_MEMBERS, type NewChat } from './chat.dto.js';
import { ChatForbiddenError, ChatFullError, ChatNotFoundError, DirectChatFixedError } from './chat.errors.js';
import { type ChatRecord, ChatRepository, type OwnChatRecord } from './chat.repository.js';
import { ChatChange, type HeldChat } from './chat-change.js';
import { ChatMemberRepository } from './chat-member.repository.js';
import { type ChatRole, roleAllows } from './chat-role.js';
import { ChatViews } from './chat-views.service.js';
import { isoTime } from './message.dto.js';

const listPosition = z.tuple([z.int(), z.uuid()]);

/** Chats: making, finding, renaming, ending them (QA5). */
@Injectable()
export class ChatService {
  constructor(
    private readonly chats: ChatRepository,
    private readonly members: ChatMemberRepository,
    private readonly changes: ChatChange,
    private readonly views: ChatViews,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a chat. A pair has one direct chat: asked for again, at the same moment too, it is answered with `isNew: false`.
   * @throws UserNotFoundError when a member is no account, or a locked one
   * @throws ValidationError for a direct chat with oneself
   * @throws ChatFullError
   */
  async create(actor: Actor, { type, memberIds, title }: NewChat): Promise<{ chat: Chat; isNew: boolean }> {
    const others = [...new Set(memberIds)].filter((userId) => userId !== actor.userId);
    if (others.length >= MAX_MEMBERS) throw new ChatFullError({ params: { limit: MAX_MEMBERS } });
    if (type === 'direct' && others.length === 0) throw withOneself();
    if ((await this.users.findUnlocked(others)).length < others.length) throw new UserNotFoundError();
    if (type === 'direct') return this.createDirect(actor, others[0]!);
    const created = await this.insert(actor, others, { type, title: title ?? null, directKey: null });
    return { chat: await this.views.one(created!, actor.userId), isNew: true };
  }

  /** The actor's chats, most recently active first. */
  async list(actor: Actor, { limit, cursor }: ChatListQuery): Promise<Page<Chat>> {
    const [activeAt, id] = cursor === undefined ? [] : decodeCursor(cursor, listPosition);
    const after = activeAt === undefined || id === undefined ? null : { activeAt, id };
    const found = await this.chats.listOwn(actor.userId, after, limit + 1);
    const page = found.slice(0, limit);
    const items = await this.views.list(page, actor.userId);
    const last = page.at(-1);
    if (found.length <= limit || !last) return { items };
    return { items, nextCursor: encodeCursor([last.activeAt, last.id]) };
  }

  /** @throws ChatNotFoundError also for strangers */
  async get(actor: Actor, chatId: string): Promise<Chat> {
    const chat = await this.chats.findOwn(chatId, actor.userId);
    if (!chat) throw new ChatNotFoundError();
    return this.views.one(chat, actor.userId);
  }

  /** @throws ChatNotFoundError, ChatForbiddenError, DirectChatFixedError */
  async rename(actor: Actor, chatId: string, title: string): Promise<Chat> {
    await this.changes.run(chatId, actor.userId, async (held) => {
      requireGroup(held);
      if (!roleAllows(held.chat.role, 'rename')) throw new ChatForbiddenError();
      if (held.chat.title === title) return;
      const now = this.clock.now();
      await this.chats.setTitle(chatId, title, now);
      await held.appendUpdated(now);
    });
    return this.get(actor, chatId);
  }

  /**
   * Ends a group with everything in it; its members hear `chat.deleted`.
   * @throws ChatNotFoundError
   * @throws ChatForbiddenError for all but the owner, and for direct chats, which belong to both
   */
  async remove(actor: Actor, chatId: string): Promise<void> {
    await this.changes.run(chatId, actor.userId, async (held) => {
      if (!roleAllows(held.chat.role, 'delete_chat')) throw new ChatForbiddenError();
      await this.end(held, actor.userId);
    });
  }

  /** Deletes a chat that the transaction holds. */
  async end(held: HeldChat, by: string): Promise<void> {
    const { id, lastSeq } = held.chat;
    await this.chats.remove(id);
    const at = isoTime(this.clock.now());
    held.announce({ chatId: id, seq: lastSeq + 1, type: 'chat.deleted', data: { id, by }, at });
  }

  private async createDirect(actor: Actor, otherId: string): Promise<{ chat: Chat; isNew: boolean }> {
    const directKey = [actor.userId, otherId].sort().join(':');
    const known = await this.chats.findIdByDirectKey(directKey);
    if (known) return { chat: await this.get(actor, known), isNew: false };
    const created = await this.insert(actor, [otherId], { type: 'direct', title: null, directKey });
    if (created) return { chat: await this.views.one(created, actor.userId), isNew: true };
    const winner = await this.chats.findIdByDirectKey(directKey);
    if (!winner) throw new ChatNotFoundError();
    return { chat: await this.get(actor, winner), isNew: false };
  }

  /** Null when another call made the direct chat of the pair first. */
  private insert(
    actor: Actor,
    others: readonly string[],
    { type, title, directKey }: Pick<ChatRecord, 'type' | 'title'> & { directKey: string | null },
  ): Promise<OwnChatRecord | null> {
    const now = this.clock.now();
    const id = uuidv7();
    const role: ChatRole = type === 'group' ? 'owner' : 'member';
    const chat: ChatRecord = {
      id,
      type,
      title,
      createdBy: actor.userId,
      lastSeq: 0,
      activeAt: now,
      createdAt: now,
      updatedAt: now,
    };
    return this.changes.create(chat, role, async () => {
      if (!(await this.chats.insert(chat, directKey))) return false;
      const place = { chatId: id, readSeq: 1, joinedAt: now };
      const rest = others.map((userId) => ({ ...place, userId, role: 'member' as const }));
      await this.members.insert([{ ...place, userId: actor.userId, role }, ...rest]);
      return true;
    });
  }
}

/** @throws DirectChatFixedError */
export function requireGroup({ chat }: HeldChat): void {
  if (chat.type === 'direct') throw new DirectChatFixedError();
}

function withOneself(): AppError {
  const message = 'A direct chat is with somebody else';
  return new ValidationError({ issues: [{ path: 'memberIds.0', code: 'oneself', message }] });
}
