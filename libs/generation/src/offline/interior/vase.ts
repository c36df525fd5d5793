import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { ellipse, path, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { RoomView } from './room-view.js';

/** A vase with a few twigs. */
export function drawVase(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  { x, y, d, colour, height }: { x: number; y: number; d: number; colour: string; height: number },
): void {
  const [cx, cy] = view.at(x, y, d);
  const unit = view.scale(d) * height;
  let twigs = '';
  let buds = '';
  for (let twig = 0; twig < 5; twig++) {
    const lean = (twig - 2) * 0.3 + random.between(-0.12, 0.12);
    const [tx, ty] = [cx + lean * unit, cy - unit * random.between(1.7, 2.3)];
    twigs += `M${round(cx)} ${round(cy - unit * 0.9)}Q${round(cx)} ${round(cy - unit * 1.5)} ${round(tx)} ${round(ty)}`;
    for (let bud = 0; bud < 4; bud++) {
      const t = 0.45 + bud * 0.18;
      buds += ellipse(
        cx + (tx - cx) * t * t + (bud % 2 ? 4 : -4),
        cy - unit * 0.9 + (ty - cy + unit * 0.9) * t,
        unit * 0.11,
        unit * 0.065,
        bud % 2 ? '#7f9a6a' : '#93ab78',
        {
          transform: `rotate(${bud % 2 ? -30 : 30} ${round(cx + (tx - cx) * t * t)} ${round(cy - unit * 0.9 + (ty - cy + unit * 0.9) * t)})`,
        },
      );
    }
  }
  sheet.add(
    stroke(twigs, '#6f6a4c', 2),
    buds,
    path(
      `M${round(cx - unit * 0.16)} ${round(cy)}Q${round(cx - unit * 0.48)} ${round(cy - unit * 0.45)} ${round(cx - unit * 0.12)} ${round(cy - unit * 0.86)}v${round(-unit * 0.1)}h${round(unit * 0.24)}v${round(unit * 0.1)}Q${round(cx + unit * 0.48)} ${round(cy - unit * 0.45)} ${round(cx + unit * 0.16)} ${round(cy)}z`,
      sheet.linear(
        [
          [0, shade(colour, 0.06)],
          [0.45, colour],
          [1, shade(colour, -0.12)],
        ],
        [0, 0, 1, 0],
      ),
    ),
  );
}
