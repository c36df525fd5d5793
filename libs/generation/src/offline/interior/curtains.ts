import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { group, path, round } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { InteriorRecipe } from './interior-recipes.js';
import type { Opening } from './opening.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

interface CurtainJob {
  recipe: InteriorRecipe;
  scheme: InteriorScheme;
  opening: Opening;
  isArched: boolean;
}

export function drawCurtains(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  { recipe, scheme, opening, isArched }: CurtainJob,
): void {
  if (recipe.curtains === 'none') return;
  const [left, right] = opening.x;
  const railY = isArched
    ? Math.min(view.ceiling - 0.12, opening.y[1] + 0.5)
    : Math.min(view.ceiling - 0.1, opening.y[1] + 0.16);
  if (recipe.curtains === 'blind') {
    const low = opening.y[1] - (opening.y[1] - opening.y[0]) * random.between(0.2, 0.4);
    sheet.add(
      view.front(
        [left - 0.04, right + 0.04],
        [low, railY - 0.06],
        0.06,
        sheet.linear([
          [0, '#fbf7ec'],
          [1, '#e6dcc6'],
        ]),
      ),
    );
    for (let y = low; y < railY - 0.06; y += 0.09)
      sheet.add(view.front([left - 0.04, right + 0.04], [y, y + 0.012], 0.06, '#cdbf9f'));
    return;
  }
  const isHeavy = recipe.curtains === 'heavy';
  const cloth = isHeavy ? scheme.accents[1] : mix('#fdfaf4', scheme.accents[2], 0.12);
  const span = isHeavy ? 0.4 : 0.46;
  for (const side of [-1, 1]) {
    const from = side < 0 ? Math.max(-view.half + 0.02, left - 0.24) : right - span + 0.24;
    drawDrape(sheet, view, random, { from, to: from + span, top: railY, cloth, opacity: isHeavy ? 1 : 0.86 });
    if (isHeavy)
      sheet.add(
        view.front(
          [from + (side < 0 ? 0 : span * 0.34), from + (side < 0 ? span * 0.66 : span)],
          [1.08, 1.16],
          0.13,
          scheme.metal,
          0.03,
        ),
      );
  }
  sheet.add(
    view.front(
      [Math.max(-view.half + 0.02, left - 0.34), right + 0.34],
      [railY, railY + 0.035],
      0.12,
      scheme.metal,
      0.017,
    ),
  );
}

function drawDrape(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  {
    from,
    to,
    top,
    cloth,
    opacity,
  }: { from: number; to: number; top: number; cloth: string; opacity: number },
): void {
  const [left, upper] = view.at(from, top, 0.12);
  const [right, lower] = view.at(to, 0.04, 0.12);
  const folds = 6;
  const width = (right - left) / folds;
  let markup = '';
  for (let fold = 0; fold < folds; fold++) {
    const x = left + fold * width;
    const fill = sheet.linear(
      [
        [0, shade(cloth, -0.07)],
        [0.4, shade(cloth, 0.035)],
        [1, shade(cloth, -0.04)],
      ],
      [0, 0, 1, 0],
    );
    const hem = lower + random.between(-3, 3);
    markup += path(
      `M${round(x)} ${round(upper)}h${round(width + 0.6)}V${round(hem)}q${round(-width / 2)} 6 ${round(-width - 0.6)} 0z`,
      fill,
    );
  }
  sheet.add(group(markup, { opacity }));
}
