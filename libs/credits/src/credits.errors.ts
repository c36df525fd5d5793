import { defineError } from '#lib/errors';

/** There are fewer spendable credits than it takes. Params: `required` and `balance`. */
export const InsufficientCreditsError = defineError('InsufficientCreditsError', {
  code: 'credits.insufficient',
  status: 402,
  level: 'silent',
  text: {
    en: 'This takes {required} credits, and you have {balance}.',
    ru: 'Нужно кредитов: {required}, у вас: {balance}.',
  },
});
