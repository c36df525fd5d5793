import { Body, Controller, Delete, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Actor, CurrentActor, SignedIn } from '#lib/access';
import { Idempotent } from '#lib/idempotency';
import {
  type ChatParams,
  chatParams,
  type Member,
  type MemberParams,
  memberParams,
  memberSchema,
  type NewMember,
  newMemberSchema,
} from './chat.dto.js';
import { ChatMemberService } from './chat-member.service.js';

/** Who is in a group. */
@ApiTags('chats')
@SignedIn()
@Controller('chats/:id/members')
export class ChatMemberController {
  constructor(private readonly members: ChatMemberService) {}

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Add a member, or change the role of one (200)' })
  @ApiCreatedResponse({ standardSchema: memberSchema })
  @ApiOkResponse({ standardSchema: memberSchema })
  async add(
    @CurrentActor() actor: Actor,
    @Param({ schema: chatParams }) { id }: ChatParams,
    @Body({ schema: newMemberSchema }) body: NewMember,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Member> {
    const { member, isNew } = await this.members.add(actor, id, body);
    if (!isNew) reply.status(200);
    return member;
  }

  @Delete(':userId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a member; oneself is leaving' })
  @ApiNoContentResponse()
  remove(
    @CurrentActor() actor: Actor,
    @Param({ schema: memberParams }) { id, userId }: MemberParams,
  ): Promise<void> {
    return this.members.remove(actor, id, userId);
  }
}
