import { Prng } from '../prng.js';
import { meanings } from '../prompt-words.js';
import type { DayTime, PromptWords, Season } from '../prompt-words.js';
import { SvgSheet } from '../svg-sheet.js';
import { drawCityPlan } from './city-plan.js';
import { drawCitySkyline } from './city-skyline.js';
import { drawForest } from './forest.js';
import { drawIsometricQuarter } from './isometric-quarter.js';
import { drawMountains } from './mountains.js';
import { drawPark } from './park.js';
import { drawPoster } from './poster.js';
import { drawRiverBridge } from './river-bridge.js';
import type { DrawScene } from './scene.js';
import { formWords, imageScenes, placeWords } from './scenes.js';
import type { ImageSceneId } from './scenes.js';
import { drawSea } from './sea.js';
import { drawTownhouses } from './townhouses.js';

const drawings: Readonly<Record<ImageSceneId, DrawScene>> = {
  'city-skyline': drawCitySkyline,
  townhouses: drawTownhouses,
  'isometric-quarter': drawIsometricQuarter,
  'city-plan': drawCityPlan,
  'river-bridge': drawRiverBridge,
  park: drawPark,
  forest: drawForest,
  mountains: drawMountains,
  sea: drawSea,
  poster: drawPoster,
};

/** The scene as SVG, and its id. */
export function drawImage(
  words: PromptWords,
  { seed, style, width, height }: { seed: number; style?: string; width: number; height: number },
): { svg: string; sceneId: ImageSceneId } {
  const random = new Prng(seed);
  const usual = random.pick(imageScenes).id;
  const sceneId = imageScenes.find(({ id }) => id === style)?.id ?? sceneNamed(words) ?? usual;
  const sheet = sheetFor(width, height);
  drawings[sceneId](sheet, {
    random: random.fork(sceneId),
    words,
    dayTime: words.dayTime ?? random.pick<DayTime>(['dusk', 'dusk', 'day', 'day', 'night', 'dawn']),
    season:
      words.season ??
      (words.weather === 'snow'
        ? 'winter'
        : random.pick<Season>(['summer', 'summer', 'autumn', 'spring', 'winter'])),
    weather: words.weather ?? (words.season === 'winter' && random.chance(0.4) ? 'snow' : undefined),
    accent: words.colours[0],
  });
  return { svg: sheet.toSvg(width, height), sceneId };
}

function sceneNamed({ words }: PromptWords): ImageSceneId | undefined {
  return meanings(formWords, words)[0] ?? meanings(placeWords, words)[0];
}

/** A sheet of 1000 units on the shorter side; a very long picture shows the middle of a sheet of three to one. */
function sheetFor(width: number, height: number): SvgSheet {
  const shorter = Math.min(width, height);
  const long = Math.min(3, Math.max(width, height) / shorter) * 1000;
  return width >= height ? new SvgSheet(long, 1000) : new SvgSheet(1000, long);
}
