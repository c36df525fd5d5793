import type { ArtStyle } from '../art-request.js';
import type { Vocabulary } from '../prompt-words.js';

/** Ids of the styles a photo can be redrawn in. */
export type TransferStyleId =
  'poster' | 'duotone' | 'watercolour' | 'oil' | 'sketch' | 'pixel' | 'halftone' | 'stained-glass';

const style = (
  id: TransferStyleId,
  title: ArtStyle['title'],
  description: ArtStyle['description'],
): ArtStyle<TransferStyleId> => ({
  id,
  kind: 'style_transfer',
  title,
  description,
});

/** The styles for the kind `style_transfer`. */
export const transferStyles: readonly ArtStyle<TransferStyleId>[] = [
  style(
    'poster',
    { ru: 'Плакат', en: 'Poster' },
    { ru: 'Пять плоских цветов и штриховка', en: 'Five flat colours and hatching' },
  ),
  style(
    'duotone',
    { ru: 'Дуотон', en: 'Duotone' },
    { ru: 'Фотография в двух красках', en: 'A photo in two inks' },
  ),
  style(
    'watercolour',
    { ru: 'Акварель', en: 'Watercolour' },
    { ru: 'Мягкие заливки на шероховатой бумаге', en: 'Soft washes on rough paper' },
  ),
  style('oil', { ru: 'Масло', en: 'Oil' }, { ru: 'Густые мазки на холсте', en: 'Thick strokes on canvas' }),
  style(
    'sketch',
    { ru: 'Карандаш', en: 'Pencil sketch' },
    { ru: 'Карандашный рисунок со штриховкой', en: 'A pencil drawing with hatching' },
  ),
  style(
    'pixel',
    { ru: 'Пиксели', en: 'Pixels' },
    { ru: 'Крупные пиксели и малая палитра', en: 'Large pixels and a small palette' },
  ),
  style(
    'halftone',
    { ru: 'Растр', en: 'Halftone' },
    { ru: 'Точки старой типографии', en: 'The dots of an old press' },
  ),
  style(
    'stained-glass',
    { ru: 'Витраж', en: 'Stained glass' },
    { ru: 'Цветные стёкла в свинцовой оправе', en: 'Coloured glass set in lead' },
  ),
];

/** Words of a prompt that ask for a style. */
export const transferStyleWords: Vocabulary<TransferStyleId> = {
  poster: 'poster posterize screenprint плакат* постер* агитац*',
  duotone: 'duotone monochrome tone дуотон* монохром*',
  watercolour: 'watercolour watercolor aquarelle акварел*',
  oil: 'oil painting impressionism monet gogh масло маслом масляны* живопис* импрессион*',
  sketch: 'sketch pencil drawing graphite карандаш* эскиз набросок рисунок',
  pixel: 'pixel pixels retro arcade пиксел*',
  halftone: 'halftone comic comics pop newspaper растр комикс* поп газет*',
  'stained-glass': 'glass stained mosaic витраж* мозаик* стекл*',
};
