import { defineError } from '#lib/errors';

/** Unknown e-mail or wrong password: which of them is never told. */
export const InvalidCredentialsError = defineError('InvalidCredentialsError', {
  code: 'auth.invalid_credentials',
  status: 401,
  text: { en: 'The e-mail address or the password is wrong.', ru: 'Неверный адрес почты или пароль.' },
});

/** Staff locked the account: sign-in, refresh and live tokens are refused until it is unlocked. */
export const AccountLockedError = defineError('AccountLockedError', {
  code: 'auth.account_locked',
  status: 403,
  text: { en: 'This account is locked.', ru: 'Эта учётная запись заблокирована.' },
});

/** The new password is too short, too long, too common or the e-mail address itself; `issues` say which. */
export const WeakPasswordError = defineError('WeakPasswordError', {
  code: 'auth.weak_password',
  status: 400,
  level: 'silent',
  text: {
    en: 'Choose another password: 8 to 72 bytes, and none that is easy to guess.',
    ru: 'Выберите другой пароль: от 8 до 72 байт и не из тех, что легко угадать.',
  },
});

/** The current password, asked for before a change, is wrong. */
export const WrongPasswordError = defineError('WrongPasswordError', {
  code: 'auth.wrong_password',
  status: 403,
  text: { en: 'The current password is wrong.', ru: 'Текущий пароль неверен.' },
});

/** The refresh token is unknown, expired or of a session that ended. */
export const InvalidRefreshTokenError = defineError('InvalidRefreshTokenError', {
  code: 'auth.invalid_refresh_token',
  status: 401,
  level: 'silent',
  text: { en: 'The session has ended; sign in again.', ru: 'Сеанс завершён, войдите снова.' },
});

/** An old refresh token came again: somebody copied it, so the whole session has ended. */
export const RefreshReusedError = defineError('RefreshReusedError', {
  code: 'auth.refresh_reused',
  status: 401,
  level: 'warn',
  text: {
    en: 'This refresh token was used before; for safety the session has ended. Sign in again.',
    ru: 'Этот токен обновления уже использован; для безопасности сеанс завершён. Войдите снова.',
  },
});

/** No such session of this user. */
export const SessionNotFoundError = defineError('SessionNotFoundError', {
  code: 'auth.session_not_found',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such session.', ru: 'Такого сеанса нет.' },
});

/** Nobody gives, takes or locks away permissions they do not hold themselves. */
export const BeyondOwnPermissionsError = defineError('BeyondOwnPermissionsError', {
  code: 'auth.beyond_own_permissions',
  status: 403,
  text: {
    en: 'This takes permissions that you do not hold yourself.',
    ru: 'Для этого нужны права, которых нет у вас самих.',
  },
});

/** The installation would be left without anybody who may manage roles. */
export const LastAdministratorError = defineError('LastAdministratorError', {
  code: 'auth.last_administrator',
  status: 409,
  text: {
    en: 'This is the last administrator; appoint another one first.',
    ru: 'Это последний администратор, сначала назначьте другого.',
  },
});
