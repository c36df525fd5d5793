import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { ellipse, group, lineData, path } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import type { FloorFinish, InteriorRecipe } from './interior-recipes.js';
import { nearest } from './room-depth.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

interface FloorJob {
  view: RoomView;
  random: Prng;
  half: number;
  base: string;
  other: string;
}

/** Boards or tiles: the colour of the joints, and the pieces by tone as path data. */
interface Paving {
  joints: string;
  pieces: ReadonlyMap<string, string>;
}

/** The floor from wall to wall, with the shade along the walls and in front. */
export function drawFloor(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  recipe: InteriorRecipe,
  scheme: InteriorScheme,
): void {
  const { half } = view;
  const [base, other] = scheme.floor;
  const whole = (fill: string): string => view.flat([-half, half], [0, nearest], fill);
  const clip = sheet.clip(whole('#fff'));
  const job: FloorJob = { view, random, half, base, other };
  if (recipe.floor === 'concrete') {
    sheet.add(whole(base), group(blotches(job), { opacity: 0.3, 'clip-path': clip }));
  } else {
    const { joints, pieces } = pavings[recipe.floor](job);
    const paths = [...pieces].map(([tone, data]) => path(data, tone)).join('');
    sheet.add(whole(joints), recipe.floor === 'chevron' ? group(paths, { 'clip-path': clip }) : paths);
  }
  const shadow = sheet.linear([
    [0, '#000000', 0.16],
    [0.14, '#000000', 0.04],
    [0.5, '#ffffff', 0.05],
    [1, '#000000', 0.2],
  ]);
  sheet.add(whole(shadow));
}

class Pieces extends Map<string, string> {
  lay(tone: string, ...corners: Point[]): void {
    this.set(tone, `${this.get(tone) ?? ''}${lineData(corners)}z`);
  }
}

const pavings: Readonly<Record<Exclude<FloorFinish, 'concrete'>, (job: FloorJob) => Paving>> = {
  planks({ view, random, half, base }) {
    const pieces = new Pieces();
    const tones = [-0.03, -0.012, 0.008, 0.025].map((step) => shade(base, step));
    const board = 0.17;
    for (let x = -half; x < half; x += board) {
      const right = Math.min(half, x + board - 0.006);
      for (let d = -random.between(0, 1.4); d < nearest;) {
        const length = random.between(1.1, 2.2);
        const [from, to] = [Math.max(0, d), Math.min(nearest, d + length - 0.008)];
        const corners = [
          view.at(x, 0, from),
          view.at(right, 0, from),
          view.at(right, 0, to),
          view.at(x, 0, to),
        ];
        if (to > from) pieces.lay(random.pick(tones), ...corners);
        d += length;
      }
    }
    return { joints: shade(base, -0.09), pieces };
  },
  chevron({ view, random, half, base, other }) {
    const pieces = new Pieces();
    const [strip, board] = [0.52, 0.13];
    for (let column = 0, x = -half; x < half; column++, x += strip) {
      for (let d = -strip; d < nearest; d += board) {
        const [left, right] = column % 2 ? [d, d + strip * 0.8] : [d + strip * 0.8, d];
        const step = random.between(-0.015, 0.02) + (column % 2 ? 0.02 : -0.01);
        pieces.lay(
          shade(random.chance(0.5) ? base : other, step),
          view.at(x, 0, left),
          view.at(x + strip, 0, right),
          view.at(x + strip, 0, right + board - 0.008),
          view.at(x, 0, left + board - 0.008),
        );
      }
    }
    return { joints: shade(base, -0.1), pieces };
  },
  tiles(job) {
    const tone = (): string => shade(job.base, job.random.pick([-0.03, -0.01, 0.01, 0.03]));
    return { joints: shade(job.base, 0.1), pieces: squares(job, 0.36, tone) };
  },
  checker(job) {
    const tone = (row: number, column: number): string => ((row + column) % 2 ? job.base : job.other);
    return { joints: mix(job.base, job.other, 0.4), pieces: squares(job, 0.46, tone) };
  },
};

function squares(
  { view, half }: FloorJob,
  size: number,
  tone: (row: number, column: number) => string,
): Pieces {
  const pieces = new Pieces();
  for (let row = 0, d = 0; d < nearest; row++, d += size) {
    for (let column = 0, x = -half; x < half; column++, x += size) {
      const right = Math.min(half, x + size - 0.012);
      const near = Math.min(nearest, d + size - 0.012);
      pieces.lay(
        tone(row, column),
        view.at(x, 0, d),
        view.at(right, 0, d),
        view.at(right, 0, near),
        view.at(x, 0, near),
      );
    }
  }
  return pieces;
}

/** The clouds in polished concrete. */
function blotches({ view, random, half, base, other }: FloorJob): string {
  let markup = '';
  for (let blotch = 0; blotch < 40; blotch++) {
    const [x, y] = view.at(random.between(-half, half), 0, random.next() * 4.6);
    const tone = random.chance(0.5) ? shade(base, 0.05) : other;
    markup += ellipse(x, y, random.between(40, 130), random.between(8, 24), tone);
  }
  return markup;
}
