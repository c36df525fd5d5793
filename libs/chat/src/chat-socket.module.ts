import { Module } from '@nestjs/common';
import { ChatGateway } from './chat.gateway.js';
import { ChatModule } from './chat.module.js';
import { ChatPresence } from './chat-presence.js';
import { LiveChatService } from './live-chat.service.js';

/** The namespace `/chats`. */
@Module({ imports: [ChatModule], providers: [ChatGateway, ChatPresence, LiveChatService] })
export class ChatSocketModule {}
