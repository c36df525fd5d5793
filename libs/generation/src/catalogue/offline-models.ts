import type { ModelList, ParamsSchema } from './catalogue-model.js';

const simulate = { simulate: { type: 'string', enum: ['fail'], description: 'Makes the generation fail' } };

/**
 * The models of the offline provider; they need no network and cost one credit an image. With `simulate` their params take
 * `simulate: "fail"`, for tests of clients.
 */
export function offlineModels(options: { simulate: boolean }): ModelList {
  const params = (properties: ParamsSchema['properties']): ParamsSchema => ({
    type: 'object',
    properties: options.simulate ? { ...properties, ...simulate } : properties,
    additionalProperties: false,
  });
  return {
    models: [
      {
        id: 'offline-avatar',
        title: { ru: 'Аватар (без сети)', en: 'Avatar (offline)' },
        provider: 'offline',
        kinds: ['avatar'],
        credits: 1,
        params: params({ size: pixels(128, 1024, 512) }),
      },
      {
        id: 'offline-image',
        title: { ru: 'Картинка (без сети)', en: 'Picture (offline)' },
        provider: 'offline',
        kinds: ['image'],
        credits: 1,
        params: params({ width: pixels(256, 1536, 1024), height: pixels(256, 1536, 1024) }),
      },
      {
        id: 'offline-interior',
        title: { ru: 'Интерьер (без сети)', en: 'Interior (offline)' },
        provider: 'offline',
        kinds: ['interior'],
        credits: 1,
        params: params({ width: pixels(256, 1536, 1024), height: pixels(256, 1536, 768) }),
      },
      {
        id: 'offline-style',
        title: { ru: 'Перенос стиля (без сети)', en: 'Style transfer (offline)' },
        provider: 'offline',
        kinds: ['style_transfer'],
        credits: 1,
        params: params({
          maxSide: { ...pixels(256, 1536, 1024), description: 'Longer side of the result, pixels' },
        }),
      },
    ],
    aliases: [{ id: 'offline-style-transfer', aliasOf: 'offline-style' }],
  };
}

function pixels(minimum: number, maximum: number, byDefault: number): Record<string, unknown> {
  return { type: 'integer', minimum, maximum, default: byDefault, description: 'Pixels' };
}
