import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
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
import { type ChatParams, chatParams, type MessageParams, messageParams } from './chat.dto.js';
import {
  type HistoryQuery,
  historyQuery,
  type Message,
  type MessageDraft,
  messageDraftSchema,
  type MessagePage,
  messagePageSchema,
  type MessagePatch,
  messagePatchSchema,
  messageSchema,
} from './message.dto.js';
import { MessageService } from './message.service.js';

/** The messages of a chat (QA5). */
@ApiTags('chats')
@SignedIn()
@Controller('chats/:id/messages')
export class MessageController {
  constructor(private readonly messages: MessageService) {}

  @Get()
  @ApiOperation({ summary: 'A page of messages in ascending order; the latest without before and after' })
  @ApiOkResponse({ standardSchema: messagePageSchema })
  list(
    @CurrentActor() actor: Actor,
    @Param({ schema: chatParams }) { id }: ChatParams,
    @Query({ schema: historyQuery }) query: HistoryQuery,
  ): Promise<MessagePage> {
    return this.messages.list(actor, id, query);
  }

  @Post()
  @Idempotent({ atomic: false })
  @ApiOperation({ summary: 'Send a message; the same clientId again answers the first one (200)' })
  @ApiCreatedResponse({ standardSchema: messageSchema })
  @ApiOkResponse({ standardSchema: messageSchema })
  async send(
    @CurrentActor() actor: Actor,
    @Param({ schema: chatParams }) { id }: ChatParams,
    @Body({ schema: messageDraftSchema }) draft: MessageDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Message> {
    const { message, isNew } = await this.messages.send(actor, id, draft);
    if (!isNew) reply.status(200);
    return message;
  }

  @Patch(':messageId')
  @ApiOperation({ summary: 'Change the text of an own message' })
  @ApiOkResponse({ standardSchema: messageSchema })
  edit(
    @CurrentActor() actor: Actor,
    @Param({ schema: messageParams }) { id, messageId }: MessageParams,
    @Body({ schema: messagePatchSchema }) { text }: MessagePatch,
  ): Promise<Message> {
    return this.messages.edit(actor, { chatId: id, messageId }, text);
  }

  @Delete(':messageId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the text out of a message and its older entries; again is fine' })
  @ApiNoContentResponse()
  async remove(
    @CurrentActor() actor: Actor,
    @Param({ schema: messageParams }) { id, messageId }: MessageParams,
  ): Promise<void> {
    await this.messages.remove(actor, { chatId: id, messageId });
  }
}
