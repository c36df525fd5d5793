import { mix, shade } from '../colour.js';
import { circle, ellipse, group, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import { inLight } from './light.js';
import type { SceneLight } from './light.js';

/** A street lantern; `scale` 1 is at hand. */
export function drawLamp(
  sheet: SvgSheet,
  light: SceneLight,
  x: number,
  ground: number,
  scale: number,
  distance: number,
): void {
  const iron = inLight(light, '#2f3640', distance);
  const top = ground - 330 * scale;
  if (light.isLit) {
    sheet.add(
      ellipse(
        x,
        ground,
        150 * scale,
        26 * scale,
        sheet.radial([
          [0, '#ffd98c', 0.5],
          [1, '#ffd98c', 0],
        ]),
      ),
      circle(
        x,
        top,
        150 * scale,
        sheet.radial([
          [0, '#fff0c4', 0.9],
          [0.14, '#ffd98c', 0.42],
          [1, '#ffc873', 0],
        ]),
      ),
    );
  }
  sheet.add(
    rect(x - 4 * scale, top + 16 * scale, 8 * scale, 314 * scale, iron),
    rect(x - 9 * scale, ground - 34 * scale, 18 * scale, 36 * scale, iron, { rx: 3 * scale }),
    polygon(
      [
        [x - 16 * scale, top - 18 * scale],
        [x + 16 * scale, top - 18 * scale],
        [x + 9 * scale, top + 18 * scale],
        [x - 9 * scale, top + 18 * scale],
      ],
      light.isLit ? '#fff3cf' : mix(light.haze, '#ffffff', 0.5),
    ),
    polygon(
      [
        [x - 20 * scale, top - 17 * scale],
        [x, top - 38 * scale],
        [x + 20 * scale, top - 17 * scale],
      ],
      iron,
    ),
    rect(x - 11 * scale, top + 15 * scale, 22 * scale, 6 * scale, iron),
  );
}

/** A slatted bench; `side` 1 stands on the right of the way. */
export function drawBench(
  sheet: SvgSheet,
  light: SceneLight,
  x: number,
  ground: number,
  scale: number,
  distance: number,
  side: number,
): void {
  const wood = inLight(light, '#9a5f3c', distance);
  const iron = inLight(light, '#2f3640', distance);
  const width = 150 * scale;
  const slats = [-84, -66, -50].map((y) =>
    rect(-width / 2, y * scale, width, 10 * scale, wood, { rx: 2 * scale }),
  );
  const seat = polygon(
    [
      [-width / 2, -40 * scale],
      [width / 2, -40 * scale],
      [width / 2 - side * 16 * scale, -28 * scale],
      [-width / 2 - side * 16 * scale, -28 * scale],
    ],
    shade(wood, 0.05),
  );
  const legs = [-0.4, 0.4].map((at) =>
    stroke(
      `M${round(width * at)} ${round(-86 * scale)}V0M${round(width * at - side * 14 * scale)} ${round(-30 * scale)}V${round(6 * scale)}`,
      iron,
      5 * scale,
    ),
  );
  sheet.add(
    group(
      ellipse(0, 3 * scale, width * 0.6, 9 * scale, light.ink, { opacity: 0.25 }) +
        legs.join('') +
        slats.join('') +
        seat,
      { transform: `translate(${round(x)} ${round(ground)})` },
    ),
  );
}
