import { Injectable } from '@nestjs/common';
import { Attachments } from './attachments.service.js';
import { type Chat, toMember } from './chat.dto.js';
import { ChatRepository, type OwnChatRecord } from './chat.repository.js';
import { ChatMemberRepository, type MemberRecord } from './chat-member.repository.js';
import { isoTime, toMessage } from './message.dto.js';
import { MessageRepository } from './message.repository.js';

/** Members shown with each chat of a list. */
export const LISTED_MEMBERS = 20;

/** Chats as a member sees them, by a constant number of statements. */
@Injectable()
export class ChatViews {
  constructor(
    private readonly chats: ChatRepository,
    private readonly members: ChatMemberRepository,
    private readonly messages: MessageRepository,
    private readonly attachments: Attachments,
  ) {}

  /** With all members. */
  async one(chat: OwnChatRecord, userId: string): Promise<Chat> {
    const members = await this.members.list(chat.id);
    const [view] = await this.build([chat], userId, new Map([[chat.id, { members, total: members.length }]]));
    return view!;
  }

  /** In their order, each with its first members. */
  async list(chats: readonly OwnChatRecord[], userId: string): Promise<Chat[]> {
    if (chats.length === 0) return [];
    const members = new Map<string, { members: MemberRecord[]; total: number }>();
    const ids = chats.map(({ id }) => id);
    for (const { total, ...member } of await this.members.listFirst(ids, LISTED_MEMBERS)) {
      const known = members.get(member.chatId);
      if (known) known.members.push(member);
      else members.set(member.chatId, { members: [member], total });
    }
    return this.build(chats, userId, members);
  }

  private async build(
    chats: readonly OwnChatRecord[],
    userId: string,
    membersOf: ReadonlyMap<string, { members: readonly MemberRecord[]; total: number }>,
  ): Promise<Chat[]> {
    const glances = await this.chats.glances(
      chats.map(({ id }) => id),
      userId,
    );
    const glanceOf = new Map(glances.map((glance) => [glance.chatId, glance]));
    const last = await this.messages.findMany(glances.flatMap(({ lastMessageId }) => lastMessageId ?? []));
    const files = await this.attachments.of(last);
    const lastOf = new Map(last.map((message) => [message.chatId, toMessage(message, files)]));
    return chats.map((chat) => {
      const { members, total } = membersOf.get(chat.id) ?? { members: [], total: 0 };
      return {
        id: chat.id,
        type: chat.type,
        title: chat.title,
        createdBy: chat.createdBy,
        createdAt: isoTime(chat.createdAt),
        updatedAt: isoTime(chat.updatedAt),
        members: members.map(toMember),
        memberCount: total,
        role: chat.role,
        lastSeq: chat.lastSeq,
        readSeq: chat.readSeq,
        unread: glanceOf.get(chat.id)?.unread ?? 0,
        lastMessage: lastOf.get(chat.id) ?? null,
        activeAt: isoTime(chat.activeAt),
      };
    });
  }
}
