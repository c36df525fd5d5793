import { describe, expect, it } from '@jest/globals';
import { AppError } from '#lib/errors';
import { imageKinds } from '../generation-kind.js';
import { ImageProviderRegistry } from '../providers/image-provider.registry.js';
import { OfflineImageProvider } from '../providers/offline-image-provider.adapter.js';
import type { CatalogueModel, ModelList } from './catalogue-model.js';
import { ModelCatalogue } from './model-catalogue.js';
import { offlineModels } from './offline-models.js';

const registry = new ImageProviderRegistry([new OfflineImageProvider({ concurrency: 1, delayMs: 0 })]);

function aModel(overrides: Partial<CatalogueModel>): CatalogueModel {
  return {
    id: 'fast-1',
    title: { ru: 'Быстрая', en: 'Fast' },
    provider: 'offline',
    kinds: ['image'],
    credits: 3,
    params: { type: 'object', properties: {}, additionalProperties: false },
    ...overrides,
  };
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('ModelCatalogue', () => {
  const catalogue = new ModelCatalogue(registry, offlineModels({ simulate: false }));

  it.each(imageKinds)('has a default model for %s that costs one credit', (kind) => {
    const { model } = catalogue.resolve(kind);
    expect(model).toMatchObject({ provider: 'offline', credits: 1 });
    expect(catalogue.resolve(kind, model.id).model).toBe(model);
  });

  it('leads an alias to its model and lists it as such', () => {
    expect(catalogue.resolve('style_transfer', 'offline-style-transfer').model.id).toBe('offline-style');
    expect(catalogue.list().find(({ id }) => id === 'offline-style-transfer')).toMatchObject({
      aliasOf: 'offline-style',
      credits: 1,
      available: true,
    });
  });

  it('tells unknown models, models of another kind and kinds that nobody makes apart', () => {
    expect(codeOf(() => catalogue.resolve('image', 'dall-e-9'))).toBe('generation.unknown_model');
    expect(codeOf(() => catalogue.resolve('image', 'offline-avatar'))).toBe('generation.model_kind_mismatch');
    expect(codeOf(() => catalogue.resolve('room_analysis'))).toBe('generation.kind_unavailable');
    expect(codeOf(() => catalogue.resolve('room_analysis', 'offline-image'))).toBe(
      'generation.kind_unavailable',
    );
  });

  it('lists a model without its provider as not available, and refuses it', () => {
    const list: ModelList = { models: [aModel({ id: 'far', provider: 'fal' }), aModel({})], aliases: [] };
    const mixed = new ModelCatalogue(registry, list);
    expect(mixed.list().map(({ id, available }) => [id, available])).toEqual([
      ['far', false],
      ['fast-1', true],
    ]);
    expect(mixed.resolve('image').model.id).toBe('fast-1');
    expect(codeOf(() => mixed.resolve('image', 'far'))).toBe('generation.unknown_model');
  });

  it('fills in defaults and names every bad parameter', () => {
    const { model } = catalogue.resolve('image');
    expect(catalogue.parseParams(model, { width: 512 })).toEqual({ width: 512, height: 1024 });
    try {
      catalogue.parseParams(model, { width: 99_999, height: 'tall', colour: 'red' });
      throw new Error('accepted');
    } catch (error) {
      expect(error).toMatchObject({ code: 'validation.failed' });
      expect((error as AppError).issues?.map(({ path }) => path).toSorted()).toEqual([
        'params.colour',
        'params.height',
        'params.width',
      ]);
    }
  });

  it('takes simulate only where that is switched on', () => {
    const { model } = catalogue.resolve('avatar');
    expect(codeOf(() => catalogue.parseParams(model, { simulate: 'fail' }))).toBe('validation.failed');
    const simulating = new ModelCatalogue(registry, offlineModels({ simulate: true }));
    const avatar = simulating.resolve('avatar').model;
    expect(simulating.parseParams(avatar, { simulate: 'fail' })).toMatchObject({ simulate: 'fail' });
    expect(codeOf(() => simulating.parseParams(avatar, { simulate: 'explode' }))).toBe('validation.failed');
  });

  it.each<[string, ModelList]>([
    ['an id that stands twice', { models: [aModel({}), aModel({})], aliases: [] }],
    ['an alias that hides a model', { models: [aModel({})], aliases: [{ id: 'fast-1', aliasOf: 'fast-1' }] }],
    ['an alias that leads nowhere', { models: [], aliases: [{ id: 'imagen4', aliasOf: 'imagen5' }] }],
  ])('refuses the start for %s', (_, list) => {
    expect(() => new ModelCatalogue(registry, list)).toThrow(/catalogue|alias/);
  });
});
