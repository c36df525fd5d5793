import type { ArtStyle } from '../art-request.js';
import type { Vocabulary } from '../prompt-words.js';

/** Ids of the scenes. */
export type ImageSceneId =
  | 'city-skyline'
  | 'townhouses'
  | 'isometric-quarter'
  | 'city-plan'
  | 'river-bridge'
  | 'park'
  | 'forest'
  | 'mountains'
  | 'sea'
  | 'poster';

const scene = (
  id: ImageSceneId,
  title: ArtStyle['title'],
  description: ArtStyle['description'],
): ArtStyle<ImageSceneId> => ({
  id,
  kind: 'image',
  title,
  description,
});

/** What the generator can draw for the kind `image`. */
export const imageScenes: readonly ArtStyle<ImageSceneId>[] = [
  scene(
    'city-skyline',
    { ru: 'Город у воды', en: 'City skyline' },
    { ru: 'Башни большого города, окна и отражения', en: 'Towers of a big city, windows and reflections' },
  ),
  scene(
    'townhouses',
    { ru: 'Старая улица', en: 'Old street' },
    { ru: 'Узкие цветные дома вдоль канала', en: 'Narrow coloured houses along a canal' },
  ),
  scene(
    'isometric-quarter',
    { ru: 'Квартал сверху', en: 'Isometric quarter' },
    { ru: 'Маленький квартал в изометрии', en: 'A little city quarter in isometry' },
  ),
  scene(
    'city-plan',
    { ru: 'План города', en: 'City plan' },
    { ru: 'Карта улиц с рекой, парками и маршрутом', en: 'A street map with a river, parks and a walk' },
  ),
  scene(
    'river-bridge',
    { ru: 'Мост через реку', en: 'River and bridge' },
    { ru: 'Мост, холмы и городок на склоне', en: 'A bridge, hills and a little town on the slope' },
  ),
  scene(
    'park',
    { ru: 'Парк', en: 'Park' },
    { ru: 'Аллея с фонарями и скамейками', en: 'An alley with lamps and benches' },
  ),
  scene(
    'forest',
    { ru: 'Лес', en: 'Forest' },
    { ru: 'Ели в тумане и домик на поляне', en: 'Firs in the mist and a cabin in a clearing' },
  ),
  scene(
    'mountains',
    { ru: 'Горы', en: 'Mountains' },
    { ru: 'Снежные вершины над озером', en: 'Snowy peaks above a lake' },
  ),
  scene(
    'sea',
    { ru: 'Море', en: 'Sea' },
    { ru: 'Маяк, парусники и волны', en: 'A lighthouse, sailing boats and waves' },
  ),
  scene(
    'poster',
    { ru: 'Абстрактный плакат', en: 'Abstract poster' },
    { ru: 'Композиция из простых форм', en: 'A composition of simple shapes' },
  ),
];

/** Words that name the form of a picture; they win over words that name a place. */
export const formWords: Vocabulary<'city-plan' | 'isometric-quarter' | 'poster'> = {
  'city-plan': 'map plan route quest карта карте карты карту план плана маршрут* квест*',
  'isometric-quarter': 'isometric isometry lowpoly miniature diorama изометр* миниатюр* диорам*',
  poster:
    'poster abstract abstraction geometric geometry bauhaus pattern minimal плакат* постер* абстракт* геометр* узор* баухаус',
};

export const placeWords: Vocabulary<Exclude<ImageSceneId, keyof typeof formWords>> = {
  'city-skyline':
    'city skyline megapolis downtown skyscraper skyscrapers tower towers cityscape embankment cyberpunk moscow london paris york tokyo город* мегаполис* небоскреб* башн* набережн* центр киберпанк москв* лондон* париж* токио',
  townhouses:
    'street streets house houses canal amsterdam town cafe facade venice stockholm petersburg улиц* улоч* дом дома домик* канал* кафе кофейня кофейни кофейне фасад* питер* петербург* венеци* стокгольм* переул* амстердам* двор*',
  'river-bridge':
    'river bridge bridges hills valley village река реки реке реку речк* мост моста мосту мосты холм* долин* деревн*',
  park: 'park garden alley tree trees bench sakura парк* сад сада саду аллея аллеи аллее дерево деревья скамейк* сквер*',
  forest:
    'forest woods wood pine pines fir cabin taiga hut лес леса лесу лесн* ель елки елк* сосн* тайг* изба избушк* хижин*',
  mountains:
    'mountain mountains peak peaks alps lake hike rocks гора горы горах горн* вершин* озеро озера озере альп* скал*',
  sea: 'sea ocean beach lighthouse ship boat sail waves coast island harbour море моря морск* океан* пляж* маяк* корабл* парус* лодк* волн* берег* остров* порт причал*',
};
