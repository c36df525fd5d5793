export {
  type Chat,
  type ChatSnapshot,
  type ChatType,
  MAX_MEMBERS,
  type Member,
  type NewChat,
} from './chat.dto.js';
export {
  ChatForbiddenError,
  ChatFullError,
  ChatNotFoundError,
  DirectChatFixedError,
  MemberNotFoundError,
  MessageDeletedError,
  MessageForbiddenError,
  MessageNotFoundError,
} from './chat.errors.js';
export { ChatHttpModule } from './chat-http.module.js';
export { ChatModule } from './chat.module.js';
export { ChatService } from './chat.service.js';
export { ChatSocketModule } from './chat-socket.module.js';
export type { ChatEntry, ChatLogPage, EntryType } from './chat-entry.js';
export { ChatLogService } from './chat-log.service.js';
export { ChatMemberService } from './chat-member.service.js';
export type { ChatRole } from './chat-role.js';
export type { Attachment, Message, MessageDraft, MessagePage } from './message.dto.js';
export { MessageService } from './message.service.js';
export { ReadStateService } from './read-state.service.js';
