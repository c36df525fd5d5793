import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Actor, CurrentActor, SignedIn } from '#lib/access';
import { Idempotent } from '#lib/idempotency';
import type { Page } from '#lib/http';
import {
  type Chat,
  type ChatListQuery,
  chatListQuery,
  chatPageSchema,
  type ChatParams,
  chatParams,
  type ChatPatch,
  chatPatchSchema,
  chatSchema,
  type NewChat,
  newChatSchema,
  type ReadInput,
  readSchema,
  type ReadState,
  readStateSchema,
} from './chat.dto.js';
import { ChatService } from './chat.service.js';
import { type ChatEntry, chatEntrySchema } from './chat-entry.js';
import { ChatLogService } from './chat-log.service.js';
import { seqQuery } from './chat-text.js';
import { ReadStateService } from './read-state.service.js';

const eventsQuery = z.strictObject({
  after: seqQuery.default(0).describe('Entries with a greater seq'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

const eventPage = z.object({
  items: z.array(chatEntrySchema),
  lastSeq: z.int(),
  hasMore: z.boolean(),
  resync: z.literal(true).optional(),
});

/** An entry page as REST names it. */
interface EventPage {
  items: ChatEntry[];
  lastSeq: number;
  hasMore: boolean;
  resync?: true;
}

/** Chats, their log and how far one has read (QA5). */
@ApiTags('chats')
@SignedIn()
@Controller('chats')
export class ChatController {
  constructor(
    private readonly chats: ChatService,
    private readonly log: ChatLogService,
    private readonly reads: ReadStateService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My chats, most recently active first' })
  @ApiOkResponse({ standardSchema: chatPageSchema })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: chatListQuery }) query: ChatListQuery,
  ): Promise<Page<Chat>> {
    return this.chats.list(actor, query);
  }

  @Post()
  @Idempotent()
  @ApiOperation({ summary: 'Make a chat; the same pair again answers its direct chat (200)' })
  @ApiCreatedResponse({ standardSchema: chatSchema })
  @ApiOkResponse({ standardSchema: chatSchema })
  async create(
    @CurrentActor() actor: Actor,
    @Body({ schema: newChatSchema }) body: NewChat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Chat> {
    const { chat, isNew } = await this.chats.create(actor, body);
    if (!isNew) reply.status(200);
    return chat;
  }

  @Get(':id')
  @ApiOperation({ summary: 'One chat with all members' })
  @ApiOkResponse({ standardSchema: chatSchema })
  get(@CurrentActor() actor: Actor, @Param({ schema: chatParams }) { id }: ChatParams): Promise<Chat> {
    return this.chats.get(actor, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Rename a group' })
  @ApiOkResponse({ standardSchema: chatSchema })
  rename(
    @CurrentActor() actor: Actor,
    @Param({ schema: chatParams }) { id }: ChatParams,
    @Body({ schema: chatPatchSchema }) { title }: ChatPatch,
  ): Promise<Chat> {
    return this.chats.rename(actor, id, title);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End a group with everything in it; its owner only' })
  @ApiNoContentResponse()
  remove(@CurrentActor() actor: Actor, @Param({ schema: chatParams }) { id }: ChatParams): Promise<void> {
    return this.chats.remove(actor, id);
  }

  @Post(':id/read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say how far one has read; never goes back' })
  @ApiOkResponse({ standardSchema: readStateSchema })
  read(
    @CurrentActor() actor: Actor,
    @Param({ schema: chatParams }) { id }: ChatParams,
    @Body({ schema: readSchema }) { seq }: ReadInput,
  ): Promise<ReadState> {
    return this.reads.read(actor, id, seq);
  }

  @Get(':id/events')
  @ApiOperation({ summary: 'The log of a chat after a seq, in order and without gaps' })
  @ApiOkResponse({ standardSchema: eventPage })
  async events(
    @CurrentActor() actor: Actor,
    @Param({ schema: chatParams }) { id }: ChatParams,
    @Query({ schema: eventsQuery }) { after, limit }: z.output<typeof eventsQuery>,
  ): Promise<EventPage> {
    const { events, ...rest } = await this.log.read(actor, { chatId: id, afterSeq: after, limit });
    return { items: events, ...rest };
  }
}
