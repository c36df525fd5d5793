import { Injectable } from '@nestjs/common';
import type { ImageKind } from '../generation-kind.js';
import { UnknownStyleError } from '../generation.errors.js';
// Not by offline-art.js: these lists are light, and what draws from them brings a native library along.
import { avatarStyles } from '../offline/avatars/avatar-styles.js';
import { interiorStyles } from '../offline/interior/interior-styles.js';
import { imageScenes } from '../offline/scenes/scenes.js';
import { transferStyles } from '../offline/transfer/transfer-styles.js';
import type { BilingualText } from './catalogue-model.js';

/** A look that can be asked for by `id` in `style`, for one kind. */
export interface Style {
  id: string;
  kind: ImageKind;
  title: BilingualText;
  description: BilingualText;
}

/** The styles of every kind, in both languages. */
@Injectable()
export class StyleCatalogue {
  private readonly styles: readonly Style[] = [
    ...avatarStyles,
    ...interiorStyles,
    ...imageScenes,
    ...transferStyles,
  ];
  private readonly keys = new Set(this.styles.map(({ kind, id }) => `${kind} ${id}`));

  /** All styles, those of a kind together. */
  list(): readonly Style[] {
    return this.styles;
  }

  /** @throws UnknownStyleError `style` is not one of the kind */
  require(kind: ImageKind, style: string): void {
    if (!this.keys.has(`${kind} ${style}`)) throw new UnknownStyleError({ params: { style, kind } });
  }
}
