import { rect } from '../svg-sheet.js';
import { paletteOf } from './poster-palette.js';
import { composeArches, composeHills } from './poster-places.js';
import { composeMobile, composeRibbons, composeTiles } from './poster-shapes.js';
import type { DrawScene } from './scene.js';

/** A poster without a subject: one of five compositions in a few flat colours. */
export const drawPoster: DrawScene = (sheet, brief) => {
  const palette = paletteOf(brief);
  sheet.add(rect(0, 0, sheet.width, sheet.height, palette.paper));
  const compose = brief.random.pick([
    composeTiles,
    composeHills,
    composeArches,
    composeMobile,
    composeRibbons,
  ]);
  compose(sheet, brief.random.fork('composition'), palette);
  const frame = 26;
  sheet.add(
    rect(frame / 2, frame / 2, sheet.width - frame, sheet.height - frame, 'none', {
      stroke: palette.paper,
      'stroke-width': frame,
    }),
  );
};
