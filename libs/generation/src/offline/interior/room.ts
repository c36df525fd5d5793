import { shade } from '../colour.js';
import { Prng } from '../prng.js';
import { firstMeaning } from '../prompt-words.js';
import type { DayTime, PromptWords, Season } from '../prompt-words.js';
import { SvgSheet, ellipse, rect } from '../svg-sheet.js';
import { drawBed } from './bed.js';
import { drawBookcase } from './bookcase.js';
import { drawCoffeeTable } from './coffee-table.js';
import { drawPouf } from './cushions.js';
import { drawDesk } from './desk.js';
import { drawDiningTable } from './dining-table.js';
import { drawFloorLamp } from './floor-lamp.js';
import { interiorRecipes } from './interior-recipes.js';
import type { InteriorRecipe, PlantKind } from './interior-recipes.js';
import { interiorStyleWords, interiorStyles, roomWords } from './interior-styles.js';
import type { InteriorStyleId, RoomPurpose } from './interior-styles.js';
import { drawKitchen } from './kitchen.js';
import { openingFor } from './opening.js';
import { drawPendant } from './pendant.js';
import type { PhotoColours } from './photo-colours.js';
import { drawPictures } from './pictures.js';
import { drawPlant } from './plants.js';
import { RoomView } from './room-view.js';
import { drawRug } from './rug.js';
import { schemeOf } from './scheme.js';
import type { InteriorScheme } from './scheme.js';
import { drawShell } from './shell.js';
import { drawSofa } from './sofa.js';
import { drawDaylight, drawWindow } from './window.js';

/** Everything that a furnishing step needs. */
interface RoomPlan {
  sheet: SvgSheet;
  view: RoomView;
  random: Prng;
  recipe: InteriorRecipe;
  scheme: InteriorScheme;
  photo?: PhotoColours;
  isLit: boolean;
  /** Free part of the back wall, right of the window, in metres. */
  wall: readonly [number, number];
}

/** A furnished room as SVG, and the style it took. */
export function drawInterior(
  words: PromptWords,
  {
    seed,
    style,
    width,
    height,
    photo,
  }: { seed: number; style?: string; width: number; height: number; photo?: PhotoColours },
): { svg: string; styleId: InteriorStyleId } {
  const random = new Prng(seed);
  const usual = random.pick(interiorStyles).id;
  const styleId =
    interiorStyles.find(({ id }) => id === style)?.id ??
    firstMeaning(interiorStyleWords, words.words) ??
    usual;
  const recipe = interiorRecipes[styleId];
  const purpose: RoomPurpose =
    firstMeaning(roomWords, words.words) ??
    random.pick<RoomPurpose>(['living', 'living', 'living', 'bedroom', 'study', 'kitchen']);
  const dayTime: DayTime =
    words.dayTime ?? random.pick<DayTime>(['day', 'day', 'day', 'dusk', 'dawn', 'night']);
  const season: Season = words.season ?? random.pick<Season>(['summer', 'spring', 'autumn', 'winter']);

  const sheet = sheetFor(width, height);
  const view = new RoomView(sheet.width, sheet.height, random.between(-0.04, 0.04) * sheet.width);
  const scheme = schemeOf(recipe, random.fork('scheme'), words, photo?.leading ?? []);
  const isLit = dayTime === 'night' || dayTime === 'dusk';
  drawShell(sheet, view, random.fork('shell'), recipe, scheme);
  const opening = openingFor(recipe, view, -view.half + 1.9);
  drawWindow(sheet, view, random.fork('window'), { recipe, scheme, outside: { dayTime, season }, opening });
  drawDaylight(sheet, view, opening, dayTime);
  if (isLit) darken(sheet, dayTime);

  const plan: RoomPlan = {
    sheet,
    view,
    random: random.fork('furniture'),
    recipe,
    scheme,
    photo,
    isLit,
    wall: [opening.x[1] + 0.3, view.half - 0.12],
  };
  furnish[purpose](plan);
  drawAtmosphere(sheet, dayTime);
  return { svg: sheet.toSvg(width, height), styleId };
}

/** Rooms are drawn between 3:4 and 11:5; longer pictures show the middle of one. */
function sheetFor(width: number, height: number): SvgSheet {
  const ratio = Math.min(2.2, Math.max(0.75, width / height));
  return ratio >= 1 ? new SvgSheet(1000 * ratio, 1000) : new SvgSheet(1000, 1000 / ratio);
}

const furnish: Readonly<Record<RoomPurpose, (plan: RoomPlan) => void>> = {
  living(plan) {
    const { sheet, view, random, recipe, scheme, wall } = plan;
    const isWide = wall[1] - wall[0] > 3;
    const sofa = isWide
      ? ([wall[0] + 0.1, wall[0] + 2.3] as const)
      : ([wall[0] - 0.32, wall[1] - 0.1] as const);
    const middle = (sofa[0] + sofa[1]) / 2;
    hangPictures(plan, middle, recipe.sofa.back + 0.78);
    if (isWide) drawBookcase(sheet, view, random, scheme, [wall[1] - 0.9, wall[1]], random.pick([1.1, 2.1]));
    drawRug(sheet, view, recipe.rug, scheme, [middle - 1.35, middle + 1.15], [0.95, 2.95]);
    if (!isWide || recipe.floorLamp !== 'arc')
      drawFloorLamp(sheet, view, recipe.floorLamp, scheme, {
        x: isWide ? sofa[1] + 0.36 : sofa[0] - 0.24,
        d: 0.5,
        isLit: plan.isLit,
      });
    drawSofa(sheet, view, random, recipe, scheme, sofa);
    if (isWide && recipe.floorLamp === 'arc')
      drawFloorLamp(sheet, view, 'arc', scheme, { x: sofa[1] + 0.3, d: 0.7, isLit: plan.isLit });
    placePlants(plan, [[-view.half + 0.42, 0.6, 1.3]]);
    drawCoffeeTable(sheet, view, random, recipe, scheme, middle - 0.05, 2.05);
    drawPouf(sheet, view, scheme.accents[0], middle - 1.3, 2.3);
    drawPendant(sheet, view, recipe.pendant, scheme, { x: middle - 1.1, d: 1.9, isLit: plan.isLit });
    placePlants(plan, [[view.half - 0.5, 1.95, 1]]);
  },
  bedroom(plan) {
    const { sheet, view, random, recipe, scheme, wall } = plan;
    const isWide = wall[1] - wall[0] > 3;
    const bed = isWide
      ? ([wall[0] + 0.75, wall[0] + 2.45] as const)
      : ([wall[0] + 0.12, wall[1] - 0.55] as const);
    const middle = (bed[0] + bed[1]) / 2;
    hangPictures(plan, middle, recipe.sofa.back + 1.02);
    drawRug(sheet, view, recipe.rug, scheme, [bed[0] - 0.75, bed[1] + 0.6], [1.15, 3]);
    if (isWide) drawBookcase(sheet, view, random, scheme, [wall[1] - 0.62, wall[1]], 1.1);
    placePlants(plan, [[-view.half + 0.42, 0.6, 1.35]]);
    drawBed(sheet, view, random, recipe, scheme, bed, plan.isLit);
    drawPouf(sheet, view, scheme.accents[3], bed[0] - 0.62, 1.9);
    drawPendant(sheet, view, recipe.pendant, scheme, { x: middle, d: 1.5, isLit: plan.isLit });
  },
  study(plan) {
    const { sheet, view, random, recipe, scheme, wall } = plan;
    const isWide = wall[1] - wall[0] > 3;
    const desk = [wall[0] - (isWide ? 0 : 0.3), wall[0] + (isWide ? 1.75 : 1.35)] as const;
    hangPictures(plan, (desk[0] + desk[1]) / 2, 1.86, true);
    drawBookcase(sheet, view, random, scheme, [Math.max(desk[1] + 0.15, wall[1] - 1.2), wall[1]], 2.2);
    drawRug(sheet, view, recipe.rug, scheme, [desk[0] - 0.5, desk[1] + 0.7], [0.9, 2.8]);
    placePlants(plan, [[-view.half + 0.42, 0.6, 1.35]]);
    drawDesk(sheet, view, random, recipe, scheme, desk, plan.isLit);
    drawFloorLamp(sheet, view, recipe.floorLamp === 'arc' ? 'tripod' : recipe.floorLamp, scheme, {
      x: desk[1] + 0.45,
      d: 1.2,
      isLit: plan.isLit,
    });
    drawPendant(sheet, view, recipe.pendant, scheme, { x: 0, d: 1.8, isLit: plan.isLit });
    drawPouf(sheet, view, scheme.accents[2], view.half - 0.75, 2.2);
  },
  kitchen(plan) {
    const { sheet, view, random, recipe, scheme, wall } = plan;
    const run = [wall[0] - 0.24, wall[1] + 0.05] as const;
    drawKitchen(sheet, view, random, recipe, scheme, run, plan.isLit);
    placePlants(plan, [[-view.half + 0.42, 0.6, 1.2]]);
    const middle = -0.15;
    drawRug(sheet, view, recipe.rug, scheme, [middle - 1.2, middle + 1.2], [1.35, 3.2]);
    drawDiningTable(sheet, view, random, recipe, scheme, middle, 2.15);
    drawPendant(sheet, view, recipe.pendant, scheme, { x: middle, d: 2.1, isLit: plan.isLit });
  },
};

/** Pictures above the furniture; a narrow stretch of wall takes only one. */
function hangPictures(
  { sheet, view, random, recipe, scheme, photo }: RoomPlan,
  x: number,
  y: number,
  isNarrow = false,
): void {
  const fits = recipe.pictures.filter((kind) => {
    const isGlass = kind === 'mirror' || kind === 'sunburst';
    return photo ? !isGlass && (!isNarrow || kind === 'single') : !isNarrow || isGlass || kind === 'single';
  });
  const kind = fits.length > 0 ? random.pick(fits) : 'single';
  drawPictures(sheet, view, random.fork('pictures'), kind, scheme, { mosaic: photo?.mosaic }, { x, y });
}

function placePlants(
  { sheet, view, random, recipe, scheme }: RoomPlan,
  places: readonly (readonly [x: number, d: number, height: number])[],
): void {
  for (const [x, d, height] of places) {
    const kind: PlantKind = random.pick(recipe.plants);
    const scaled = kind === 'cactus' || kind === 'lavender' ? height * 0.75 : height;
    drawPlant(sheet, view, random.fork(`plant ${x}`), {
      kind,
      x,
      d,
      height: scaled,
      pot: random.pick([scheme.accents[3], shade(scheme.trim, -0.04), scheme.wood]),
    });
  }
}

/** Evening in the room, before the lamps and what they light are drawn. */
function darken(sheet: SvgSheet, dayTime: DayTime): void {
  const [colour, strength] = dayTime === 'night' ? (['#12162e', 0.42] as const) : (['#3a1f2e', 0.2] as const);
  sheet.add(rect(0, 0, sheet.width, sheet.height, colour, { opacity: strength }));
}

function drawAtmosphere(sheet: SvgSheet, dayTime: DayTime): void {
  const { width, height } = sheet;
  if (dayTime === 'night') sheet.add(rect(0, 0, width, height, '#1a1c3c', { opacity: 0.16 }));
  const warmth = dayTime === 'day' ? '#fffaf0' : '#ffd9a8';
  sheet.add(
    ellipse(
      width * 0.3,
      height * 0.4,
      width * 0.6,
      height * 0.55,
      sheet.radial([
        [0, warmth, 0.2],
        [1, warmth, 0],
      ]),
    ),
    rect(
      0,
      0,
      width,
      height,
      sheet.radial(
        [
          [0.6, '#1a120c', 0],
          [1, '#1a120c', 0.34],
        ],
        0.5,
        0.48,
        0.78,
      ),
    ),
  );
}
