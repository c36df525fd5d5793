import { hashText } from './prng.js';

/**
 * Words of one meaning in Russian and English, separated by spaces. A trailing `*` accepts any ending
 * (`ноч*` finds "ночной"); `ё` is written `е`.
 */
export type Vocabulary<Meaning extends string> = Readonly<Record<Meaning, string>>;

export type DayTime = 'dawn' | 'day' | 'dusk' | 'night';
export type Season = 'spring' | 'summer' | 'autumn' | 'winter';
export type Weather = 'rain' | 'snow' | 'fog';

const dayTimes: Vocabulary<DayTime> = {
  dawn: 'dawn sunrise morning рассвет* утро утром утренн* утра заря зари',
  day: 'day daytime daylight noon midday sunny день днем дня дневн* полдень полден* солнечн*',
  dusk: 'dusk sunset evening twilight закат* вечер* сумер*',
  night: 'night nights midnight nighttime moonlight starry neon ноч* полноч* звездн* лунн* неон*',
};

const seasons: Vocabulary<Season> = {
  spring: 'spring blossom sakura весн* весен* сакур* цветущ*',
  summer: 'summer summery лето летом лета летн*',
  autumn: 'autumn fall autumnal осен* листопад*',
  winter: 'winter snowy wintry christmas frost frosty зим* снежн* новогодн* рождеств* мороз*',
};

const weathers: Vocabulary<Weather> = {
  rain: 'rain rainy storm дождь дожд* ливень гроза',
  snow: 'snow snowfall blizzard снег* снегопад* метель вьюг*',
  fog: 'fog foggy mist misty haze туман* дымк*',
};

const colours: Vocabulary<string> = {
  '#d6303f': 'red crimson scarlet ruby красный красн* алый алая алое алые рубинов* багров*',
  '#ef7d22': 'orange tangerine оранжев* рыжий рыжая рыжее рыжие апельсинов*',
  '#f0bc2e': 'yellow gold golden amber желт* золот* янтарн*',
  '#3f9d4e': 'green emerald зелен* изумруд*',
  '#79b791': 'mint olive sage мятн* оливков* шалфе*',
  '#1f9aa8': 'teal turquoise cyan бирюз*',
  '#4fa7e3': 'azure skyblue голуб* лазурн*',
  '#2b5fd0': 'blue navy indigo sapphire синий синя* сине* синю* синих синим сапфиров*',
  '#7d4bc4': 'purple violet lilac lavender фиолет* сиренев* лилов* пурпурн* лаванд*',
  '#e86a9e': 'pink rose magenta fuchsia розов* малинов* фукси*',
  '#8a5a3b': 'brown chocolate coffee коричнев* шоколадн*',
  '#8b9099': 'grey gray silver серый серая серое серые серебр*',
  '#23252b': 'black черн*',
  '#f3efe6': 'white ivory cream белый белая белое белые белого белой белых белым белоснежн* кремов* молочн*',
};

/** What a prompt says, as far as the generator understands it. */
export interface PromptWords {
  /** Lower-case words, at most 200. */
  readonly words: readonly string[];
  /** Differs for different prompts, also for those without a known word. */
  readonly hash: number;
  readonly dayTime?: DayTime;
  readonly season?: Season;
  readonly weather?: Weather;
  /** Colours in the order they were named, as `#rrggbb`. */
  readonly colours: readonly string[];
}

/** Longer prompts are hashed whole and read only up to here. */
const readableLength = 4000;

/** Reads a prompt. Never throws, whatever the text is. */
export function readPrompt(prompt: string): PromptWords {
  const normal = prompt.slice(0, readableLength).normalize('NFKC').toLowerCase().replaceAll('ё', 'е');
  const words = (normal.match(/\p{L}+/gu) ?? []).slice(0, 200);
  return {
    words,
    hash: hashText(prompt.trim()),
    dayTime: firstMeaning(dayTimes, words),
    season: firstMeaning(seasons, words),
    weather: firstMeaning(weathers, words),
    colours: meanings(colours, words),
  };
}

/** The meanings found among the words, each once, in the order of the words. */
export function meanings<Meaning extends string>(
  vocabulary: Vocabulary<Meaning>,
  words: readonly string[],
): Meaning[] {
  const known = indexOf(vocabulary);
  const found = new Set<Meaning>();
  for (const word of words) {
    const exact = known.exact.get(word);
    if (exact !== undefined) found.add(exact);
    else {
      const byStem = known.stems.find(([stem]) => word.startsWith(stem));
      if (byStem) found.add(byStem[1]);
    }
  }
  return [...found];
}

/** The first meaning found, or undefined. */
export function firstMeaning<Meaning extends string>(
  vocabulary: Vocabulary<Meaning>,
  words: readonly string[],
): Meaning | undefined {
  return meanings(vocabulary, words)[0];
}

interface VocabularyIndex<Meaning extends string> {
  exact: Map<string, Meaning>;
  stems: [stem: string, meaning: Meaning][];
}

const indexes = new WeakMap<object, VocabularyIndex<string>>();

function indexOf<Meaning extends string>(vocabulary: Vocabulary<Meaning>): VocabularyIndex<Meaning> {
  const cached = indexes.get(vocabulary);
  if (cached) return cached as VocabularyIndex<Meaning>;
  const index: VocabularyIndex<Meaning> = { exact: new Map(), stems: [] };
  for (const [meaning, entries] of Object.entries(vocabulary) as [Meaning, string][]) {
    for (const entry of entries.split(' ')) {
      if (entry.endsWith('*')) index.stems.push([entry.slice(0, -1), meaning]);
      else index.exact.set(entry, meaning);
    }
  }
  indexes.set(vocabulary, index);
  return index;
}
