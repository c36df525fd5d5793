import { Module } from '@nestjs/common';
import { DatabaseModule } from '#lib/database';
import { FilesModule } from '#lib/files';
import { UsersModule } from '#lib/users';
import { Attachments } from './attachments.service.js';
import { ChatEntity } from './chat.entity.js';
import { ChatRepository } from './chat.repository.js';
import { ChatService } from './chat.service.js';
import { ChatAudience } from './chat-audience.js';
import { ChatChange } from './chat-change.js';
import { ChatLogEntity } from './chat-log.entity.js';
import { ChatLogRepository } from './chat-log.repository.js';
import { ChatLogService } from './chat-log.service.js';
import { ChatMemberEntity } from './chat-member.entity.js';
import { ChatMemberRepository } from './chat-member.repository.js';
import { ChatMemberService } from './chat-member.service.js';
import { ChatStream } from './chat-stream.js';
import { ChatViews } from './chat-views.service.js';
import { MessageEntity } from './message.entity.js';
import { MessageRepository } from './message.repository.js';
import { MessageService } from './message.service.js';
import { MessageQueue } from './message-queue.js';
import { MessageWriter } from './message-writer.js';
import { ReadStateService } from './read-state.service.js';

/** Chats without their doors. */
@Module({
  imports: [
    DatabaseModule.forFeature([ChatEntity, ChatMemberEntity, MessageEntity, ChatLogEntity]),
    FilesModule,
    UsersModule,
  ],
  providers: [
    Attachments,
    ChatAudience,
    ChatChange,
    ChatLogRepository,
    ChatLogService,
    ChatMemberRepository,
    ChatMemberService,
    ChatRepository,
    ChatService,
    ChatStream,
    ChatViews,
    MessageQueue,
    MessageRepository,
    MessageService,
    MessageWriter,
    ReadStateService,
  ],
  exports: [
    ChatAudience,
    ChatLogService,
    ChatMemberService,
    ChatRepository,
    ChatService,
    ChatStream,
    MessageService,
    ReadStateService,
  ],
})
export class ChatModule {}
