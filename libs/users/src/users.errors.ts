import { defineError } from '#lib/errors';

/** No such user, or an id that cannot be one: both answer alike. */
export const UserNotFoundError = defineError('UserNotFoundError', {
  code: 'user.not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such user.', ru: 'Такого пользователя нет.' },
});

/** Somebody has an account with this e-mail address, whatever its case. */
export const EmailTakenError = defineError('EmailTakenError', {
  code: 'auth.email_taken',
  status: 409,
  level: 'silent',
  text: {
    en: 'There is an account with this e-mail address already.',
    ru: 'Учётная запись с этим адресом почты уже есть.',
  },
});
