import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { validationError } from '#lib/http';
import type { GenerationKind, ImageKind } from '../generation-kind.js';
import { KindUnavailableError, ModelKindMismatchError, UnknownModelError } from '../generation.errors.js';
import { ImageProviderRegistry } from '../providers/image-provider.registry.js';
import type { CatalogueModel, ModelList } from './catalogue-model.js';

/** A model as clients see it. `available` is false while its provider is not set up here. */
export interface ListedModel extends CatalogueModel {
  available: boolean;
  aliasOf?: string;
}

/** A model that can run, for a kind it makes. */
export interface ResolvedModel {
  model: CatalogueModel;
  kind: ImageKind;
}

/** Which models there are, what they cost and which parameters they take. */
@Injectable()
export class ModelCatalogue {
  private readonly models: ReadonlyMap<string, CatalogueModel>;
  private readonly aliases: ReadonlyMap<string, string>;
  private readonly paramSchemas = new Map<string, z.ZodType>();

  /** @throws Error when an id stands twice or an alias leads nowhere: a mistake in the data, found at the start */
  constructor(
    private readonly providers: ImageProviderRegistry,
    list: ModelList,
  ) {
    this.models = new Map(list.models.map((model) => [model.id, model]));
    this.aliases = new Map(list.aliases.map(({ id, aliasOf }) => [id, aliasOf]));
    const ids = [...list.models, ...list.aliases].map(({ id }) => id);
    if (new Set(ids).size !== ids.length) throw new Error('The model catalogue names an id twice');
    for (const [alias, target] of this.aliases) {
      if (!this.models.has(target))
        throw new Error(`Model alias ${alias} leads to ${target}, which is no model`);
    }
  }

  /** Every model and alias, the default of each kind before the others. */
  list(): ListedModel[] {
    const models = [...this.models.values()].map((model) => ({
      ...model,
      available: this.isAvailable(model),
    }));
    const aliases = [...this.aliases].map(([id, aliasOf]) => {
      const target = this.models.get(aliasOf)!;
      return { ...target, id, available: this.isAvailable(target), aliasOf };
    });
    return [...models, ...aliases];
  }

  /**
   * The model for a request; without `modelId` the default of the kind.
   * @throws KindUnavailableError no model makes this kind
   * @throws UnknownModelError there is no such model, or its provider is not set up
   * @throws ModelKindMismatchError it makes other kinds
   */
  resolve(kind: GenerationKind, modelId?: string): ResolvedModel {
    const makers = [...this.models.values()].filter((model) => this.isAvailable(model) && makes(model, kind));
    if (makers.length === 0) throw new KindUnavailableError({ params: { kind } });
    if (modelId === undefined) return { model: makers[0]!, kind: kind as ImageKind };
    const model = this.models.get(this.aliases.get(modelId) ?? modelId);
    if (!model || !this.isAvailable(model)) throw new UnknownModelError({ params: { model: modelId } });
    if (!makes(model, kind)) throw new ModelKindMismatchError({ params: { model: modelId, kind } });
    return { model, kind: kind as ImageKind };
  }

  /**
   * Checks `params` against the model's schema and fills in defaults.
   * @throws ValidationError naming each bad parameter under `params.`
   */
  parseParams(model: CatalogueModel, params: Record<string, unknown>): Record<string, unknown> {
    let schema = this.paramSchemas.get(model.id);
    if (!schema) {
      schema = z.fromJSONSchema(model.params as Parameters<typeof z.fromJSONSchema>[0]);
      this.paramSchemas.set(model.id, schema);
    }
    const parsed = schema.safeParse(params);
    if (parsed.success) return parsed.data as Record<string, unknown>;
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['params', ...issue.path] }));
    throw validationError(issues);
  }

  private isAvailable(model: CatalogueModel): boolean {
    return this.providers.find(model.provider) !== null;
  }
}

function makes(model: CatalogueModel, kind: GenerationKind): boolean {
  return (model.kinds as readonly string[]).includes(kind);
}
