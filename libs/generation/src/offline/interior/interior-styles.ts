import type { ArtStyle } from '../art-request.js';
import type { Vocabulary } from '../prompt-words.js';

/** Ids of the interior styles. */
export type InteriorStyleId =
  | 'scandinavian'
  | 'japandi'
  | 'loft'
  | 'classic'
  | 'boho'
  | 'midcentury'
  | 'minimalism'
  | 'art-deco'
  | 'mediterranean'
  | 'provence';

const style = (
  id: InteriorStyleId,
  title: ArtStyle['title'],
  description: ArtStyle['description'],
): ArtStyle<InteriorStyleId> => ({
  id,
  kind: 'interior',
  title,
  description,
});

/** The interior styles, for `GET /generation/styles`. */
export const interiorStyles: readonly ArtStyle<InteriorStyleId>[] = [
  style(
    'scandinavian',
    { ru: 'Скандинавский', en: 'Scandinavian' },
    { ru: 'Светлые стены, берёза, мягкий текстиль', en: 'Light walls, birch and soft textiles' },
  ),
  style(
    'japandi',
    { ru: 'Джапанди', en: 'Japandi' },
    { ru: 'Низкая мебель, рейки, бумажный свет', en: 'Low furniture, wooden slats, paper light' },
  ),
  style(
    'loft',
    { ru: 'Лофт', en: 'Loft' },
    { ru: 'Кирпич, металл, кожа и большие окна', en: 'Brick, metal, leather and big windows' },
  ),
  style(
    'classic',
    { ru: 'Классика', en: 'Classic' },
    { ru: 'Молдинги, паркет и хрустальная люстра', en: 'Mouldings, parquet and a chandelier' },
  ),
  style(
    'boho',
    { ru: 'Бохо', en: 'Boho' },
    { ru: 'Ротанг, узоры, много растений', en: 'Rattan, patterns and plenty of plants' },
  ),
  style(
    'midcentury',
    { ru: 'Мид-сенчури', en: 'Mid-century' },
    { ru: 'Тик, тонкие ножки, смелые цвета', en: 'Teak, tapered legs and bold colours' },
  ),
  style(
    'minimalism',
    { ru: 'Минимализм', en: 'Minimalism' },
    { ru: 'Чистые плоскости и воздух', en: 'Clean planes and air' },
  ),
  style(
    'art-deco',
    { ru: 'Ар-деко', en: 'Art Deco' },
    { ru: 'Глубокие цвета, латунь и геометрия', en: 'Deep colours, brass and geometry' },
  ),
  style(
    'mediterranean',
    { ru: 'Средиземноморский', en: 'Mediterranean' },
    { ru: 'Штукатурка, арки, терракота', en: 'Plaster, arches and terracotta' },
  ),
  style(
    'provence',
    { ru: 'Прованс', en: 'Provence' },
    { ru: 'Пастель, выбеленное дерево, лаванда', en: 'Pastels, whitewashed wood, lavender' },
  ),
];

/** Words of a prompt that ask for a style. */
export const interiorStyleWords: Vocabulary<InteriorStyleId> = {
  scandinavian: 'scandinavian scandi nordic hygge скандинав* сканди хюгге',
  japandi: 'japandi japanese zen wabi япон* джапанди ваби дзен',
  loft: 'loft industrial brick лофт лофта лофте индустриальн* кирпич*',
  classic: 'classic classical traditional luxury классик* классич* традиционн* дворц*',
  boho: 'boho bohemian ethnic бохо этник* этнич* богем*',
  midcentury: 'midcentury retro sixties mcm ретро мидсенчури шестидесят*',
  minimalism: 'minimalism minimalist minimal modern contemporary минимал* современн* модерн',
  'art-deco': 'deco artdeco gatsby glamour деко ардеко гэтсби гламур*',
  mediterranean:
    'mediterranean greek spanish italian terracotta средиземномор* греческ* испанск* итальянск* терракот*',
  provence: 'provence french rustic country shabby прованс* французск* кантри шебби деревенск*',
};

/** The rooms the generator can furnish. */
export type RoomPurpose = 'living' | 'bedroom' | 'study' | 'kitchen';

/** Words of a prompt that name the room. */
export const roomWords: Vocabulary<RoomPurpose> = {
  living: 'living lounge sofa гостин* диван* зал зала',
  bedroom: 'bedroom bed sleep спальн* кровать кровати',
  study: 'study office desk workplace library кабинет* офис* библиотек* стол рабоч*',
  kitchen: 'kitchen dining cook кухн* столов* кухон*',
};
