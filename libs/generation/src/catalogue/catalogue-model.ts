import type { ImageKind } from '../generation-kind.js';

/** A text in both languages of the product. */
export interface BilingualText {
  ru: string;
  en: string;
}

/** A JSON Schema (2020-12) object, as a client gets it to draw a form from. */
export interface ParamsSchema {
  type: 'object';
  properties: Record<string, Record<string, unknown>>;
  additionalProperties: false;
}

/** One model: data, never code, because providers retire and rename theirs. */
export interface CatalogueModel {
  /** What clients name in `model`. Stable. */
  id: string;
  title: BilingualText;
  /** The `ImageProvider` behind it. */
  provider: string;
  kinds: readonly ImageKind[];
  /** Price of one image. */
  credits: number;
  params: ParamsSchema;
}

/** Another name under which a model can be asked for: a retired id leads to its successor. */
export interface ModelAlias {
  id: string;
  aliasOf: string;
}

/** A list of models and their aliases. For each kind the first model of the list is the default. */
export interface ModelList {
  models: readonly CatalogueModel[];
  aliases: readonly ModelAlias[];
}
