/** Password of every demo person; printed by `kvartal seed`. */
export const SEED_PASSWORD = 'quiet yards of the old town';

/** Somebody in the demo data, and the pictures they asked for. */
export interface SeedPerson {
  key: string;
  displayName: string;
  locale: 'ru' | 'en';
  bio: string;
  pictures: { kind: 'avatar' | 'image' | 'interior'; prompt: string; seed: number; isFavourite?: boolean }[];
}

export const people: readonly SeedPerson[] = [
  {
    key: 'anna',
    displayName: 'Анна Орлова',
    locale: 'ru',
    bio: 'Хожу по крышам и дворам Петербурга.',
    pictures: [
      { kind: 'avatar', prompt: 'a cheerful explorer, blue', seed: 11, isFavourite: true },
      { kind: 'image', prompt: 'ночной город и река', seed: 12 },
      { kind: 'interior', prompt: 'светлая гостиная', seed: 13 },
    ],
  },
  {
    key: 'boris',
    displayName: 'Boris Lake',
    locale: 'en',
    bio: 'Draws maps of places that are gone.',
    pictures: [
      { kind: 'avatar', prompt: 'a calm map maker, green', seed: 21, isFavourite: true },
      { kind: 'image', prompt: 'plan of an old quarter', seed: 22 },
    ],
  },
  {
    key: 'clara',
    displayName: 'Клара Ветрова',
    locale: 'ru',
    bio: 'Ищу лучшие булочные у мостов.',
    pictures: [
      { kind: 'avatar', prompt: 'весёлая путешественница, оранжевый', seed: 31 },
      { kind: 'image', prompt: 'park in autumn', seed: 32, isFavourite: true },
    ],
  },
  {
    key: 'daniel',
    displayName: 'Daniel Stone',
    locale: 'en',
    bio: 'Night walks, long exposures.',
    pictures: [
      { kind: 'avatar', prompt: 'a night walker, purple', seed: 41 },
      { kind: 'image', prompt: 'winter mountains at dusk', seed: 42 },
    ],
  },
  {
    key: 'eva',
    displayName: 'Ева Соколова',
    locale: 'ru',
    bio: 'Собираю квесты про Казань.',
    pictures: [{ kind: 'avatar', prompt: 'a storyteller, red', seed: 51 }],
  },
];

/** A conversation: who is in it, and what was said. The first member opens it. */
export interface SeedChat {
  title: string | null;
  members: string[];
  lines: [author: string, text: string][];
}

export const chats: readonly SeedChat[] = [
  {
    title: null,
    members: ['anna', 'boris'],
    lines: [
      ['anna', 'Борис, нашла двор с тремя арками. Пойдём в субботу?'],
      ['boris', 'Yes! Send me the corner, I will draw it in.'],
      ['anna', 'Угол Пестеля и Моховой. Встречаемся у фонтана.'],
    ],
  },
  {
    title: null,
    members: ['clara', 'daniel'],
    lines: [
      ['clara', 'Did you see the bridge open last night?'],
      ['daniel', 'I have forty photos of it. Two are sharp.'],
    ],
  },
  {
    title: 'Субботняя прогулка',
    members: ['anna', 'boris', 'clara', 'daniel', 'eva'],
    lines: [
      ['anna', 'Собираемся в десять у метро.'],
      ['eva', 'Я приеду прямо с поезда, подождите меня!'],
      ['daniel', 'Bringing a tripod and tea.'],
      ['clara', 'А я — булочки.'],
      ['boris', 'Map is ready, five stops, two secrets.'],
    ],
  },
];
