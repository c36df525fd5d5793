import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import type { DayTime } from '../prompt-words.js';
import { group, path, rectData, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { drawCurtains } from './curtains.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { Opening } from './opening.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';
import { drawView } from './window-view.js';
import type { Frame, Outside } from './window-view.js';

/** The window with its view, frame, curtains and the light it throws on the floor. */
export function drawWindow(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  {
    recipe,
    scheme,
    outside,
    opening,
  }: { recipe: InteriorRecipe; scheme: InteriorScheme; outside: Outside; opening: Opening },
): void {
  const [left, top] = view.at(opening.x[0], opening.y[1], 0);
  const [right, bottom] = view.at(opening.x[1], opening.y[0], 0);
  const [width, height] = [right - left, bottom - top];
  const isArched = recipe.window === 'arched';
  const outline = (grow: number): string =>
    isArched
      ? `M${round(left - grow)} ${round(bottom + grow)}V${round(top)}A${round(width / 2 + grow)} ${round(width * 0.42 + grow)} 0 0 1 ${round(right + grow)} ${round(top)}V${round(bottom + grow)}z`
      : rectData(left - grow, top - grow, width + grow * 2, height + grow * 2);
  const frame =
    recipe.window === 'grid' || recipe.window === 'panorama'
      ? recipe.wallFinish === 'slats'
        ? scheme.wood
        : scheme.metal
      : scheme.trim;
  const clip = sheet.clip(path(outline(0), '#fff'));
  const summit = isArched ? top - width * 0.42 : top;
  sheet.add(
    path(outline(11), shade(frame, -0.04)),
    path(outline(7), frame),
    group(drawView(sheet, random, outside, { left, top: summit, width, height: bottom - summit }), {
      'clip-path': clip,
    }),
    group(bars(recipe, { left, top, width, height, summit }, frame), { 'clip-path': clip }),
    view.front(
      [opening.x[0] - 0.12, opening.x[1] + 0.12],
      [opening.y[0] - 0.07, opening.y[0]],
      0.1,
      shade(frame === scheme.metal ? scheme.trim : frame, 0),
    ),
    view.front(
      [opening.x[0] - 0.12, opening.x[1] + 0.12],
      [opening.y[0] - 0.1, opening.y[0] - 0.07],
      0.1,
      shade(scheme.wall, -0.1),
    ),
  );
  drawCurtains(sheet, view, random.fork('curtains'), { recipe, scheme, opening, isArched });
}

function bars(
  recipe: InteriorRecipe,
  { left, top, width, height, summit }: Frame & { summit: number },
  colour: string,
): string {
  const columns = recipe.window === 'grid' ? 4 : recipe.window === 'panorama' ? 3 : 2;
  const rows = recipe.window === 'grid' ? 4 : recipe.window === 'panorama' ? 1 : 3;
  let data = '';
  for (let column = 1; column < columns; column++)
    data += `M${round(left + (width * column) / columns)} ${round(summit)}V${round(top + height)}`;
  for (let row = recipe.window === 'arched' ? 0 : 1; row < rows; row++)
    data += `M${round(left)} ${round(top + (height * row) / rows)}h${round(width)}`;
  return stroke(data, colour, recipe.window === 'grid' ? 5 : 6, { 'stroke-linecap': 'butt' });
}

/** The patch of light that the window throws on the floor by day, fading towards the viewer. */
export function drawDaylight(sheet: SvgSheet, view: RoomView, opening: Opening, dayTime: DayTime): void {
  if (dayTime === 'night') return;
  const colour = dayTime === 'day' ? '#fff6dc' : '#ffcf9a';
  const [x0, x1] = opening.x;
  const lean = 0.9;
  const [nearD, farD] = [0.7, 3.4];
  const corners = [
    view.at(x0 + 0.1, 0, nearD),
    view.at(x1 + 0.1, 0, nearD),
    view.at(x1 + lean, 0, farD),
    view.at(x0 + lean, 0, farD),
  ];
  const middle = [
    view.at((x0 + x1) / 2, 0, nearD),
    view.at((x0 + x1) / 2 + 0.1, 0, nearD),
    view.at((x0 + x1) / 2 + lean + 0.07, 0, farD),
    view.at((x0 + x1) / 2 + lean - 0.07, 0, farD),
  ];
  const data = (points: readonly (readonly [number, number])[]): string =>
    `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}z`;
  sheet.add(
    path(
      `${data(corners)}${data(middle)}`,
      sheet.linear([
        [0, colour, 0.42],
        [1, colour, 0.03],
      ]),
      { 'fill-rule': 'evenodd' },
    ),
  );
}
