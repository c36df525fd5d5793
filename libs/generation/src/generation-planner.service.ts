import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '#lib/access';
import { FilesService } from '#lib/files';
import type { CatalogueModel } from './catalogue/catalogue-model.js';
import { ModelCatalogue } from './catalogue/model-catalogue.js';
import { StyleCatalogue } from './catalogue/style-catalogue.js';
import { MAX_SEED, type NewGenerationInput } from './generation.dto.js';
import type { ImageKind } from './generation-kind.js';
import { SourceNotImageError, SourceRequiredError } from './generation.errors.js';

/** A request that can be carried out: everything is known, checked and priced. */
export interface GenerationPlan {
  userId: string;
  kind: ImageKind;
  model: CatalogueModel;
  prompt: string | null;
  style: string | null;
  count: number;
  seed: number;
  params: Record<string, unknown>;
  sourceFileId: string | null;
  retryOf: string | null;
}

/** Turns what somebody asks for into a plan, or says what is wrong with it. */
@Injectable()
export class GenerationPlanner {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly styles: StyleCatalogue,
    private readonly files: FilesService,
  ) {}

  /**
   * @throws UnknownModelError, ModelKindMismatchError, KindUnavailableError, UnknownStyleError
   * @throws SourceRequiredError, SourceNotImageError, and `file.not_found` for a source that is not the actor's
   * @throws ValidationError for params that the model does not take
   */
  async plan(
    actor: Actor,
    input: NewGenerationInput,
    retryOf: string | null = null,
  ): Promise<GenerationPlan> {
    const { model, kind } = this.models.resolve(input.kind, input.model);
    const params = this.models.parseParams(model, input.params ?? {});
    if (input.style !== undefined) this.styles.require(kind, input.style);
    if (input.sourceFileId !== undefined) await this.requireSource(actor, input.sourceFileId);
    else if (kind === 'style_transfer') throw new SourceRequiredError({ params: { kind } });
    return {
      userId: actor.userId,
      kind,
      model,
      prompt: input.prompt || null,
      style: input.style ?? null,
      count: input.count,
      seed: input.seed ?? randomInt(MAX_SEED + 1),
      params,
      sourceFileId: input.sourceFileId ?? null,
      retryOf,
    };
  }

  private async requireSource(actor: Actor, fileId: string): Promise<void> {
    const file = await this.files.getOwn(actor, fileId);
    if (!file.contentType.startsWith('image/')) throw new SourceNotImageError();
  }
}
