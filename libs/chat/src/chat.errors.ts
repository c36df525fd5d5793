import { defineError } from '#lib/errors';

/** No such chat, or one the caller is no member of: both look the same. */
export const ChatNotFoundError = defineError('ChatNotFoundError', {
  code: 'chat.not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such chat.', ru: 'Такого чата нет.' },
});

/** A member whose role in the chat does not allow it. */
export const ChatForbiddenError = defineError('ChatForbiddenError', {
  code: 'chat.forbidden',
  status: 403,
  level: 'silent',
  text: {
    en: 'Your role in this chat does not allow that.',
    ru: 'Ваша роль в этом чате этого не позволяет.',
  },
});

export const DirectChatFixedError = defineError('DirectChatFixedError', {
  code: 'chat.direct_fixed',
  status: 409,
  level: 'silent',
  text: {
    en: 'A direct chat has two members and no title, and stays as it is.',
    ru: 'В личном чате двое участников и нет названия; изменить это нельзя.',
  },
});

export const ChatFullError = defineError('ChatFullError', {
  code: 'chat.full',
  status: 409,
  level: 'silent',
  text: { en: 'A chat has at most {limit} members.', ru: 'В чате может быть не больше {limit} участников.' },
});

export const MemberNotFoundError = defineError('MemberNotFoundError', {
  code: 'chat.member_not_found',
  status: 404,
  level: 'silent',
  text: { en: 'This user is not in the chat.', ru: 'Этого пользователя нет в чате.' },
});

export const MessageNotFoundError = defineError('MessageNotFoundError', {
  code: 'message.not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such message in this chat.', ru: 'Такого сообщения в этом чате нет.' },
});

export const MessageForbiddenError = defineError('MessageForbiddenError', {
  code: 'message.forbidden',
  status: 403,
  level: 'silent',
  text: { en: 'This message is not yours.', ru: 'Это не ваше сообщение.' },
});

export const MessageDeletedError = defineError('MessageDeletedError', {
  code: 'message.deleted',
  status: 409,
  level: 'silent',
  text: { en: 'This message was deleted.', ru: 'Это сообщение удалено.' },
});
