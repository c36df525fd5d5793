import { Module } from '@nestjs/common';
import { ChatController } from './chat.controller.js';
import { ChatModule } from './chat.module.js';
import { ChatMemberController } from './chat-member.controller.js';
import { MessageController } from './message.controller.js';

/** The REST routes of chats. */
@Module({ imports: [ChatModule], controllers: [ChatController, ChatMemberController, MessageController] })
export class ChatHttpModule {}
