import { defineError } from '#lib/errors';

export const UnknownEventError = defineError('UnknownEventError', {
  code: 'event.unknown',
  status: 404,
  level: 'silent',
  text: { en: 'This namespace knows no such event.', ru: 'В этом пространстве имён нет такого события.' },
});

export const NamespaceRefusedError = defineError('NamespaceRefusedError', {
  code: 'namespace.refused',
  status: 404,
  level: 'silent',
  text: { en: 'There is no such namespace.', ru: 'Такого пространства имён нет.' },
});

export const NamespaceTakenError = defineError('NamespaceTakenError', {
  code: 'namespace.already_joined',
  status: 409,
  level: 'silent',
  text: {
    en: 'This connection is in the namespace already.',
    ru: 'Это соединение уже находится в пространстве имён.',
  },
});

export const TokenInQueryError = defineError('TokenInQueryError', {
  code: 'auth.token_in_query',
  status: 400,
  level: 'silent',
  text: {
    en: 'Tokens do not belong in addresses: send it as `auth.token` of the handshake.',
    ru: 'Токен нельзя передавать в адресе: отправьте его как `auth.token` при подключении.',
  },
});

export const IdentityMismatchError = defineError('IdentityMismatchError', {
  code: 'auth.identity_mismatch',
  status: 403,
  level: 'silent',
  text: {
    en: 'The user named here is not the one the token belongs to.',
    ru: 'Указанный пользователь не совпадает с владельцем токена.',
  },
});
