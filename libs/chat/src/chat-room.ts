/** The namespace of chats. */
export const CHATS = '/chats';

/** The room of the sockets that follow a chat live. */
export function roomOf(chatId: string): string {
  return `chat:${chatId}`;
}
