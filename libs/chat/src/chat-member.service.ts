import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { Clock } from '#lib/clock';
import { UserNotFoundError, UsersService } from '#lib/users';
import { MAX_MEMBERS, type Member, type NewMember, toMember } from './chat.dto.js';
import { ChatForbiddenError, ChatFullError, ChatNotFoundError, MemberNotFoundError } from './chat.errors.js';
import { ChatRepository } from './chat.repository.js';
import { ChatService, requireGroup } from './chat.service.js';
import { ChatChange, type HeldChat } from './chat-change.js';
import { ChatMemberRepository, type MemberRecord } from './chat-member.repository.js';
import { heirOf, outranks, roleAllows } from './chat-role.js';

/** Who is in a group. Owner and admins add and remove; only the owner makes admins; everybody may leave. */
@Injectable()
export class ChatMemberService {
  constructor(
    private readonly chats: ChatRepository,
    private readonly members: ChatMemberRepository,
    private readonly changes: ChatChange,
    private readonly chatService: ChatService,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a member, who sees the history but begins with nothing unread. Somebody who is there already stays, with the role named.
   * @throws ChatNotFoundError, ChatForbiddenError, DirectChatFixedError, ChatFullError
   * @throws UserNotFoundError also for a locked account
   */
  async add(
    actor: Actor,
    chatId: string,
    { userId, role }: NewMember,
  ): Promise<{ member: Member; isNew: boolean }> {
    await this.requireMember(actor, chatId);
    const isThere = (await this.users.findUnlocked([userId])).length === 1;
    return this.changes.run(chatId, actor.userId, async (held) => {
      requireGroup(held);
      if (!roleAllows(held.chat.role, role === undefined ? 'add_members' : 'appoint'))
        throw new ChatForbiddenError();
      if (!isThere) throw new UserNotFoundError();
      const known = await this.members.find(chatId, userId);
      const member = known
        ? await this.changeRole(held, actor, known, role)
        : await this.insert(held, actor, { userId, role: role ?? 'member' });
      return { member: toMember(member), isNew: !known };
    });
  }

  /**
   * Removes a member; oneself is leaving. An owner who leaves hands over; the last one ends the chat.
   * @throws ChatNotFoundError, ChatForbiddenError, DirectChatFixedError
   * @throws MemberNotFoundError
   */
  async remove(actor: Actor, chatId: string, userId: string): Promise<void> {
    await this.changes.run(chatId, actor.userId, async (held) => {
      requireGroup(held);
      const isLeaving = userId === actor.userId;
      if (!isLeaving && !roleAllows(held.chat.role, 'remove_members')) throw new ChatForbiddenError();
      const member = await this.members.find(chatId, userId);
      if (!member) throw new MemberNotFoundError();
      if (!isLeaving && !outranks(held.chat.role, member.role)) throw new ChatForbiddenError();
      await this.takeOut(held, actor, member);
    });
  }

  private async takeOut(held: HeldChat, actor: Actor, { chatId, userId, role }: MemberRecord): Promise<void> {
    const now = this.clock.now();
    await this.members.remove(chatId, userId);
    const left = await this.members.list(chatId);
    if (left.length === 0) {
      await this.chatService.end(held, actor.userId);
      return;
    }
    await held.append({ type: 'member.removed', data: { userId, role, by: actor.userId } }, now);
    const heir = roleAllows(role, 'delete_chat') ? heirOf(left) : null;
    if (!heir) return;
    await this.members.setRole(chatId, heir.userId, role);
    await this.chats.touch(chatId, now);
    await held.appendUpdated(now);
  }

  private async insert(
    held: HeldChat,
    actor: Actor,
    { userId, role }: Pick<MemberRecord, 'userId' | 'role'>,
  ): Promise<MemberRecord> {
    const chatId = held.chat.id;
    if ((await this.members.list(chatId)).length >= MAX_MEMBERS)
      throw new ChatFullError({ params: { limit: MAX_MEMBERS } });
    const now = this.clock.now();
    const seq = await held.append({ type: 'member.added', data: { userId, role, by: actor.userId } }, now);
    const member = { chatId, userId, role, readSeq: seq, joinedAt: now };
    await this.members.insert([member]);
    return member;
  }

  private async changeRole(
    held: HeldChat,
    actor: Actor,
    member: MemberRecord,
    role: NewMember['role'],
  ): Promise<MemberRecord> {
    if (role === undefined || role === member.role) return member;
    // The owner hands over by leaving; a chat is never without one.
    if (member.userId === actor.userId) throw new ChatForbiddenError();
    const now = this.clock.now();
    await this.members.setRole(member.chatId, member.userId, role);
    await this.chats.touch(member.chatId, now);
    await held.appendUpdated(now);
    return { ...member, role };
  }

  /** Before the account is looked up: a stranger to the chat learns nothing about anybody. */
  private async requireMember(actor: Actor, chatId: string): Promise<void> {
    if (!(await this.chats.findOwn(chatId, actor.userId))) throw new ChatNotFoundError();
  }
}
