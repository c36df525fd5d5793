import { Injectable } from '@nestjs/common';
import type { ImageKind } from '../generation-kind.js';
import { UnknownStyleError } from '../generation.errors.js';
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
  private styles: Promise<readonly Style[]> | null = null;

  /** All styles, those of a kind together. */
  list(): Promise<readonly Style[]> {
    return (this.styles ??= loadStyles());
  }

  /** @throws UnknownStyleError `style` is not one of the kind */
  async require(kind: ImageKind, style: string): Promise<void> {
    const styles = await this.list();
    if (!styles.some((known) => known.kind === kind && known.id === style)) {
      throw new UnknownStyleError({ params: { style, kind } });
    }
  }
}

/** The lists stand beside the code that draws them, which is big: it is loaded when somebody first asks. */
async function loadStyles(): Promise<readonly Style[]> {
  const { avatarStyles, interiorStyles, imageScenes, transferStyles } =
    await import('../offline/offline-art.js');
  return [...avatarStyles, ...interiorStyles, ...imageScenes, ...transferStyles];
}
