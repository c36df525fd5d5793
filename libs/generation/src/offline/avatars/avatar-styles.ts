import type { ArtStyle } from '../art-request.js';
import type { Vocabulary } from '../prompt-words.js';

/** Ids of the avatar styles. */
export type AvatarStyleId =
  | 'open-peeps'
  | 'notionists'
  | 'lorelei'
  | 'pixel-art'
  | 'voxel-art'
  | 'shadows'
  | 'critters'
  | 'clay'
  | 'moods'
  | 'marbles'
  | 'sprouts'
  | 'cutouts'
  | 'thumbs'
  | 'voxel-bot'
  | 'pixelbot'
  | 'planets';

const style = (
  id: AvatarStyleId,
  title: ArtStyle['title'],
  description: ArtStyle['description'],
): ArtStyle<AvatarStyleId> => ({
  id,
  kind: 'avatar',
  title,
  description,
});

/**
 * The avatar styles, for `GET /generation/styles`. All of them are DiceBear styles under CC0 1.0 (public domain):
 * nobody has to be credited, and a unit test reads the licence out of every definition.
 */
export const avatarStyles: readonly ArtStyle<AvatarStyleId>[] = [
  style(
    'open-peeps',
    { ru: 'Рисованные люди', en: 'Open Peeps' },
    { ru: 'Цветные портреты чернилами, от руки', en: 'Hand-inked portraits in colour' },
  ),
  style(
    'notionists',
    { ru: 'Графика', en: 'Notionists' },
    { ru: 'Чёрно-белые персонажи тонкой линией', en: 'Black and white characters in a thin line' },
  ),
  style(
    'lorelei',
    { ru: 'Лорелея', en: 'Lorelei' },
    { ru: 'Выразительные лица чёрной тушью', en: 'Expressive faces in black ink' },
  ),
  style(
    'pixel-art',
    { ru: 'Пиксель-арт', en: 'Pixel art' },
    { ru: 'Портреты в духе старых игр', en: 'Portraits in the manner of old games' },
  ),
  style(
    'voxel-art',
    { ru: 'Воксели', en: 'Voxel people' },
    { ru: 'Человечки из кубиков', en: 'People built of little cubes' },
  ),
  style(
    'shadows',
    { ru: 'Силуэты', en: 'Shadows' },
    { ru: 'Спокойный силуэт без лица', en: 'A calm silhouette without a face' },
  ),
  style(
    'critters',
    { ru: 'Монстрики', en: 'Critters' },
    { ru: 'Добрые цветные существа', en: 'Friendly coloured creatures' },
  ),
  style(
    'clay',
    { ru: 'Пластилин', en: 'Clay' },
    { ru: 'Мягкие пластилиновые фигурки', en: 'Soft figures of modelling clay' },
  ),
  style('moods', { ru: 'Настроения', en: 'Moods' }, { ru: 'Лаконичные рожицы', en: 'Plain little faces' }),
  style(
    'marbles',
    { ru: 'Шарики', en: 'Marbles' },
    { ru: 'Переливчатые шары с характером', en: 'Iridescent balls with a character' },
  ),
  style(
    'sprouts',
    { ru: 'Росточки', en: 'Sprouts' },
    { ru: 'Горшочки с растениями и улыбкой', en: 'Smiling pots with plants' },
  ),
  style(
    'cutouts',
    { ru: 'Аппликация', en: 'Cutouts' },
    { ru: 'Лица, вырезанные из бумаги', en: 'Faces cut out of paper' },
  ),
  style(
    'thumbs',
    { ru: 'Пальчики', en: 'Thumbs' },
    { ru: 'Простые весёлые фигурки', en: 'Simple merry figures' },
  ),
  style(
    'voxel-bot',
    { ru: 'Робот из кубиков', en: 'Voxel bot' },
    { ru: 'Объёмные роботы', en: 'Robots in three dimensions' },
  ),
  style(
    'pixelbot',
    { ru: 'Пиксельный робот', en: 'Pixelbot' },
    { ru: 'Светящееся лицо на экране', en: 'A glowing face on a screen' },
  ),
  style(
    'planets',
    { ru: 'Планеты', en: 'Planets' },
    { ru: 'Небесное тело вместо лица', en: 'A celestial body for a face' },
  ),
];

/** Words of a prompt that ask for a style. */
export const avatarStyleWords: Vocabulary<AvatarStyleId> = {
  'voxel-bot': 'robot bot android cyborg робот* андроид* киборг*',
  pixelbot: 'screen display hacker экран* дисплей хакер*',
  planets: 'planet planets space cosmos galaxy moon saturn планет* космос* космич* галактик* сатурн*',
  sprouts: 'plant plants flower flowers cactus sprout растен* цветок цветы цветочек кактус* росток*',
  'pixel-art': 'pixel pixels retro arcade пиксел* ретро',
  'voxel-art': 'voxel voxels cube cubes blocks воксел* кубик*',
  critters: 'monster monsters creature creatures alien dragon монстр* существо чудищ* инопланет* дракон*',
  clay: 'clay plasticine пластилин* глин*',
  moods: 'emoji smile smiley mood смайл* эмодзи улыбк* настроен*',
  marbles: 'ball marble bubble шар шарик* пузыр*',
  shadows: 'silhouette shadow anonymous силуэт* тень тени аноним*',
  cutouts: 'paper collage cutout бумаг* бумаж* аппликац* коллаж*',
  thumbs: 'simple funny minimal прост* смешн* забавн*',
  lorelei: 'ink sketch drawn тушь тушью эскиз набросок',
  notionists: 'line notion business monochrome линия линией деловой деловая делов*',
  'open-peeps':
    'person portrait human people girl boy woman man человек* портрет* люди девушк* парень мальчик* девочк* женщин* мужчин*',
};
