import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, group, path, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { PictureKind } from './interior-recipes.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

/** What a picture on the wall may show. */
export interface PictureSubject {
  /** Colours of the photo, row by row, as a tiny grid; absent: an abstraction in the accents. */
  mosaic?: { columns: number; rows: number; colours: readonly string[] };
}

/** Pictures, a mirror or a sunburst on the back wall around (x, y). */
export function drawPictures(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  kind: PictureKind,
  scheme: InteriorScheme,
  subject: PictureSubject,
  { x, y }: { x: number; y: number },
): void {
  const wall: Wall = { sheet, view, random, scheme, subject };
  const frame = (dx: number, dy: number, width: number, height: number, isMain = false): void =>
    drawFramed(wall, { x: x + dx, y: y + dy, width, height, isMain });
  switch (kind) {
    case 'single':
      return frame(0, 0, 1.25, 0.8, true);
    case 'pair':
      frame(-0.4, 0, 0.66, 0.84, true);
      return frame(0.4, 0, 0.66, 0.84);
    case 'trio':
      for (const at of [-0.64, 0, 0.64]) frame(at, 0, 0.52, 0.7, at === 0);
      return;
    case 'gallery':
      frame(-0.02, 0.04, 0.62, 0.76, true);
      frame(-0.64, 0.2, 0.44, 0.42);
      frame(-0.62, -0.24, 0.48, 0.36);
      frame(0.6, 0.24, 0.42, 0.34);
      return frame(0.64, -0.16, 0.5, 0.38);
    case 'mirror':
    case 'sunburst':
      drawMirror(wall, kind, x, y);
  }
}

interface Wall {
  sheet: SvgSheet;
  view: RoomView;
  random: Prng;
  scheme: InteriorScheme;
  subject: PictureSubject;
}

interface Framed {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The main picture shows the subject. */
  isMain: boolean;
}

function drawFramed(
  { sheet, view, random, scheme, subject }: Wall,
  { x, y, width, height, isMain }: Framed,
): void {
  const place = {
    x: [x - width / 2, x + width / 2] as const,
    y: [y - height / 2, y + height / 2] as const,
  };
  sheet.add(
    view.front(
      [place.x[0] + 0.015, place.x[1] + 0.03],
      [place.y[0] - 0.035, place.y[1] - 0.01],
      0.005,
      '#000000',
      0.01,
      { opacity: 0.2 },
    ),
    view.front(place.x, place.y, 0.02, random.pick([scheme.metal, scheme.wood, '#f4f1ea'])),
  );
  const inner = {
    x: [place.x[0] + 0.025, place.x[1] - 0.025] as const,
    y: [place.y[0] + 0.025, place.y[1] - 0.025] as const,
  };
  sheet.add(view.front(inner.x, inner.y, 0.02, '#f7f3ea'));
  const mat = isMain ? 0.05 : 0.035;
  const [left, top] = view.at(inner.x[0] + mat, inner.y[1] - mat, 0.02);
  const [right, bottom] = view.at(inner.x[1] - mat, inner.y[0] + mat, 0.02);
  drawCanvas(sheet, random, scheme, isMain ? subject : {}, {
    left,
    top,
    width: right - left,
    height: bottom - top,
  });
}

function drawMirror({ sheet, view, scheme }: Wall, kind: 'mirror' | 'sunburst', x: number, y: number): void {
  const [cx, cy] = view.at(x, y + 0.06, 0.02);
  const unit = view.scale(0.02);
  if (kind === 'sunburst') {
    let rays = '';
    for (let ray = 0; ray < 28; ray++) {
      const angle = (ray / 28) * Math.PI * 2;
      const reach = unit * (ray % 2 ? 0.4 : 0.54);
      rays += `M${round(cx + Math.cos(angle) * unit * 0.22)} ${round(cy + Math.sin(angle) * unit * 0.22)}L${round(cx + Math.cos(angle) * reach)} ${round(cy + Math.sin(angle) * reach)}`;
    }
    sheet.add(stroke(rays, scheme.metal, 4));
  }
  const radius = unit * (kind === 'mirror' ? 0.42 : 0.25);
  sheet.add(
    circle(cx + 4, cy + 7, radius + 8, '#000000', { opacity: 0.16 }),
    circle(cx, cy, radius + 8, scheme.metal),
    circle(
      cx,
      cy,
      radius,
      sheet.linear(
        [
          [0, '#f4f7f8'],
          [0.5, mix(scheme.wall, '#dfe8ec', 0.6)],
          [1, shade(scheme.wall, -0.08)],
        ],
        [0, 0, 1, 1],
      ),
    ),
    polygon(
      [
        [cx - radius * 0.5, cy + radius * 0.5],
        [cx + radius * 0.2, cy - radius * 0.85],
        [cx + radius * 0.42, cy - radius * 0.75],
        [cx - radius * 0.28, cy + radius * 0.7],
      ],
      '#ffffff',
      { opacity: 0.35 },
    ),
  );
}

interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

function drawCanvas(
  sheet: SvgSheet,
  random: Prng,
  scheme: InteriorScheme,
  { mosaic }: PictureSubject,
  area: Area,
): void {
  const { left, top, width, height } = area;
  if (mosaic) {
    const [cellX, cellY] = [width / mosaic.columns, height / mosaic.rows];
    mosaic.colours.forEach((colour, index) =>
      sheet.add(
        rect(
          left + (index % mosaic.columns) * cellX,
          top + Math.floor(index / mosaic.columns) * cellY,
          cellX + 0.6,
          cellY + 0.6,
          colour,
        ),
      ),
    );
    return;
  }
  const [first, second, third, fourth] = scheme.accents;
  const clip = sheet.clip(rect(left, top, width, height, '#fff'));
  const paper = mix(fourth, '#fbf7ee', 0.75);
  let markup = rect(left, top, width, height, paper);
  switch (random.int(0, 3)) {
    case 0:
      markup += circle(left + width * random.between(0.35, 0.65), top + height * 0.36, width * 0.2, first);
      for (const [layer, colour] of [mix(second, paper, 0.35), second, shade(second, -0.12)].entries()) {
        const base = top + height * (0.55 + layer * 0.14);
        markup += path(
          `M${round(left)} ${round(base)}q${round(width * 0.25)} ${round(-height * random.between(0.08, 0.2))} ${round(width * 0.5)} 0t${round(width * 0.5)} 0V${round(top + height)}H${round(left)}z`,
          colour,
        );
      }
      break;
    case 1:
      markup +=
        circle(left + width * 0.4, top + height * 0.42, width * 0.27, first) +
        circle(left + width * 0.62, top + height * 0.62, width * 0.2, second, { opacity: 0.85 }) +
        rect(left + width * 0.2, top + height * 0.74, width * 0.6, height * 0.06, third);
      break;
    case 2:
      for (let arch = 0; arch < 4; arch++) {
        const r = width * (0.38 - arch * 0.09);
        const cx = left + width / 2;
        markup += path(
          `M${round(cx - r)} ${round(top + height)}V${round(top + height * 0.52)}a${round(r)} ${round(r)} 0 0 1 ${round(r * 2)} 0V${round(top + height)}z`,
          [first, second, third, paper][arch] ?? first,
        );
      }
      break;
    default:
      for (let leaf = 0; leaf < 6; leaf++) {
        const y = top + height * (0.84 - leaf * 0.11);
        for (const side of [-1, 1])
          markup += path(
            `M${round(left + width / 2)} ${round(y)}q${round(side * width * 0.08)} ${round(-height * 0.13)} ${round(side * width * 0.3)} ${round(-height * 0.12)}q${round(-side * width * 0.06)} ${round(height * 0.12)} ${round(-side * width * 0.3)} ${round(height * 0.12)}z`,
            leaf % 2 ? second : shade(second, -0.08),
          );
      }
      markup += stroke(
        `M${round(left + width / 2)} ${round(top + height * 0.94)}V${round(top + height * 0.16)}`,
        shade(second, -0.14),
        3,
      );
  }
  sheet.add(group(markup, { 'clip-path': clip }));
}
