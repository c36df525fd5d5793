import { mix } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, group, path, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import type { PosterPalette } from './poster-palette.js';

/** A grid of quarter circles, discs, stripes and leaves. */
export function composeTiles(sheet: SvgSheet, random: Prng, palette: PosterPalette): void {
  const count = random.int(4, 6);
  const size = Math.min(sheet.width, sheet.height) / count;
  const columns = Math.ceil(sheet.width / size);
  const rows = Math.ceil(sheet.height / size);
  const all = [...palette.colours, palette.paper, palette.ink];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [ground, figure, detail] = random.shuffled(all) as [string, string, string];
      const x = column * size - (columns * size - sheet.width) / 2;
      const y = row * size - (rows * size - sheet.height) / 2;
      const turn = random.int(0, 3) * 90;
      sheet.add(
        rect(x, y, size + 0.5, size + 0.5, ground),
        group(tileFigure(random, size, figure, detail), {
          transform: `translate(${round(x + size / 2)} ${round(y + size / 2)}) rotate(${turn})`,
        }),
      );
    }
  }
}

function tileFigure(random: Prng, size: number, figure: string, detail: string): string {
  const h = size / 2;
  const quarter = (r: number, colour: string): string =>
    path(
      `M${round(-h)} ${round(-h)}h${round(r)}a${round(r)} ${round(r)} 0 0 1 ${round(-r)} ${round(r)}z`,
      colour,
    );
  switch (random.int(0, 7)) {
    case 0:
      return quarter(size, figure);
    case 1:
      return quarter(size, figure) + quarter(size * 0.62, detail);
    case 2:
      return circle(0, 0, h * 0.82, figure) + circle(0, 0, h * 0.38, detail);
    case 3:
      return path(
        `M${round(-h)} ${round(-h)}a${round(size)} ${round(size)} 0 0 0 ${round(size)} ${round(size)}a${round(size)} ${round(size)} 0 0 0 ${round(-size)} ${round(-size)}z`,
        figure,
      );
    case 4:
      return [0, 1, 2, 3]
        .map((stripe) => rect(-h, -h + (stripe * size) / 4, size, size / 8, stripe % 2 ? detail : figure))
        .join('');
    case 5:
      return (
        path(`M${round(-h)} 0a${round(h)} ${round(h)} 0 0 1 ${round(size)} 0z`, figure) +
        circle(0, h * 0.5, h * 0.36, detail)
      );
    case 6:
      return (
        polygon(
          [
            [-h, h],
            [h, h],
            [h, -h],
          ],
          figure,
        ) + circle(-h * 0.42, -h * 0.42, h * 0.3, detail)
      );
    default:
      return [-1, 0, 1]
        .flatMap((dx) =>
          [-1, 0, 1].map((dy) =>
            circle(dx * h * 0.58, dy * h * 0.58, h * 0.16, (dx + dy) % 2 ? detail : figure),
          ),
        )
        .join('');
  }
}

/** A hanging mobile: a line, arcs, discs and leaves in balance. */
export function composeMobile(sheet: SvgSheet, random: Prng, palette: PosterPalette): void {
  const { width, height } = sheet;
  const colours = random.shuffled(palette.colours);
  const unit = Math.min(width, height);
  const blob = (x: number, y: number, r: number, colour: string): string =>
    ellipse(x, y, r, r * random.between(0.7, 1), colour, {
      transform: `rotate(${random.int(-30, 30)} ${round(x)} ${round(y)})`,
      opacity: 0.9,
    });
  for (let index = 0; index < 4; index++)
    sheet.add(
      blob(
        width * (0.16 + index * 0.23),
        height * random.between(0.25, 0.8),
        unit * random.between(0.13, 0.25),
        mix(colours[index] ?? palette.ink, palette.paper, 0.45),
      ),
    );
  const hang = (x: number, y: number, span: number, depth: number): void => {
    const tilt = random.between(-0.1, 0.1) * span;
    const [left, right]: [Point, Point] = [
      [x - span, y + 60 + tilt],
      [x + span, y + 60 - tilt],
    ];
    sheet.add(
      stroke(
        `M${round(left[0])} ${round(left[1])}Q${round(x)} ${round(y - 30)} ${round(right[0])} ${round(right[1])}M${round(x)} ${round(y - 20)}V${round(y + 12)}`,
        palette.ink,
        4,
      ),
    );
    for (const [side, end] of [left, right].entries()) {
      const drop = random.between(40, 110);
      sheet.add(stroke(`M${round(end[0])} ${round(end[1])}v${round(drop)}`, palette.ink, 3));
      if (depth < 2 && side === depth % 2) {
        hang(end[0], end[1] + drop + 20, span * 0.56, depth + 1);
        continue;
      }
      const colour = colours[(depth * 2 + side) % colours.length] ?? palette.ink;
      const r = unit * random.between(0.06, 0.11);
      const [cx, cy] = [end[0], end[1] + drop + r];
      sheet.add(
        random.chance(0.5)
          ? circle(cx, cy, r, colour) + circle(cx, cy, r * 0.4, palette.paper)
          : path(
              `M${round(cx)} ${round(cy - r)}q${round(r * 1.2)} ${round(r)} 0 ${round(r * 2.4)}q${round(-r * 1.2)} ${round(-r * 1.4)} 0 ${round(-r * 2.4)}z`,
              colour,
            ),
      );
    }
  };
  sheet.add(stroke(`M${round(width / 2)} 0V${round(height * 0.1)}`, palette.ink, 4));
  hang(width / 2, height * 0.12, Math.min(width * 0.26, unit * 0.34), 0);
}

/** Broad parallel ribbons that turn a corner and cross each other. */
export function composeRibbons(sheet: SvgSheet, random: Prng, palette: PosterPalette): void {
  const { width, height } = sheet;
  const unit = Math.min(width, height);
  const lanes = random.int(5, 7);
  const colours = random.shuffled(palette.colours);
  for (const [bundle, flip] of random.shuffled([1, -1]).entries()) {
    const ribbon = unit * random.between(0.05, 0.062);
    const [x, y] = [width * random.between(0.52, 0.7), height * random.between(0.16, 0.42)];
    const inner = unit * random.between(0.08, 0.16);
    const far = width * 2;
    let markup = '';
    for (let lane = 0; lane < lanes; lane++) {
      const r = inner + (lane + 0.5) * ribbon;
      const line = `M${round(x - r)} ${round(-far)}V${round(y)}A${round(r)} ${round(r)} 0 0 0 ${round(x)} ${round(y + r)}H${round(far)}`;
      markup += stroke(line, colours[(lane + bundle * 2) % colours.length] ?? palette.ink, ribbon * 0.94, {
        'stroke-linecap': 'butt',
      });
    }
    const turned = flip > 0 ? '' : `translate(${round(width)} ${round(height)}) rotate(180)`;
    sheet.add(group(markup, { transform: turned || undefined }));
  }
  const r = unit * random.between(0.12, 0.17);
  const [x, y] = [width * random.between(0.16, 0.84), height * random.pick([0.24, 0.76])];
  sheet.add(
    circle(x, y, r * 1.2, palette.paper),
    circle(x, y, r, palette.ink),
    circle(x - r * 0.22, y - r * 0.2, r * 0.62, colours[0] ?? palette.paper),
  );
}
