import { mix, shade } from '../colour.js';
import { smoothNoise } from '../prng.js';
import type { Prng } from '../prng.js';
import { circle, curveData, group, path, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import type { PosterPalette } from './poster-palette.js';

/** A big sun behind layered hills in flat colours. */
export function composeHills(sheet: SvgSheet, random: Prng, palette: PosterPalette): void {
  const { width, height } = sheet;
  const [sun, ...rest] = random.shuffled(palette.colours) as [string, ...string[]];
  const radius = Math.min(width, height) * random.between(0.2, 0.27);
  const x = width * random.between(0.32, 0.68);
  const y = height * random.between(0.3, 0.42);
  sheet.add(
    rect(
      0,
      0,
      width,
      height,
      sheet.linear([
        [0, shade(palette.paper, -0.03)],
        [1, mix(palette.paper, sun, 0.35)],
      ]),
    ),
    circle(x, y, radius * 1.28, sun, { opacity: 0.16 }),
    circle(x, y, radius * 1.13, sun, { opacity: 0.22 }),
    circle(x, y, radius, sun),
  );
  for (let line = 0; line < 4; line++)
    sheet.add(
      rect(
        x - radius,
        y + radius * (0.3 + line * 0.19),
        radius * 2,
        radius * (0.03 + line * 0.018),
        mix(palette.paper, sun, 0.3),
      ),
    );
  const layers = 6;
  for (let layer = 0; layer < layers; layer++) {
    const noise = smoothNoise(random, 2);
    const base = height * (0.5 + layer * 0.092);
    const points: Point[] = [];
    for (let px = -80; px <= width + 80; px += 70) points.push([px, base + noise(px / 300) * height * 0.13]);
    const colour = rest[layer % rest.length] ?? palette.ink;
    const data = curveData(points);
    sheet.add(
      path(
        `${data}V${round(height + 5)}H-80z`,
        sheet.linear([
          [0, shade(colour, 0.03)],
          [1, shade(colour, -0.07)],
        ]),
      ),
    );
    for (let echo = 1; echo <= 3; echo++)
      sheet.add(
        stroke(data, shade(colour, 0.1), 2.2, {
          opacity: 0.55 - echo * 0.12,
          transform: `translate(0 ${echo * 13})`,
        }),
      );
  }
}

/** Nested arches standing on stairs, with a sun and a plant. */
export function composeArches(sheet: SvgSheet, random: Prng, palette: PosterPalette): void {
  const { width, height } = sheet;
  const floor = height * 0.84;
  const colours = random.shuffled(palette.colours);
  const count = Math.max(2, Math.round(width / 380));
  sheet.add(rect(0, floor, width, height, colours[0] ?? palette.ink));
  const sun = Math.min(width, height) * 0.11;
  sheet.add(
    circle(width * random.between(0.14, 0.86), height * 0.19, sun, colours[1] ?? palette.ink),
    circle(
      width * random.between(0.1, 0.9),
      height * random.between(0.2, 0.4),
      sun * 0.35,
      colours[2] ?? palette.ink,
    ),
  );
  for (let arch = 0; arch < count; arch++) {
    const centre = (width / count) * (arch + 0.5) + random.between(-20, 20);
    const outer = (width / count) * random.between(0.4, 0.47);
    const tall = height * random.between(0.3, 0.52);
    const rings = random.int(4, 6);
    for (let ring = 0; ring < rings; ring++) {
      const r = outer * (1 - ring / (rings + 0.6));
      const colour =
        ring === rings - 1 ? palette.ink : (colours[(ring + arch * 2) % colours.length] ?? palette.ink);
      const top = floor - tall + (outer - r);
      sheet.add(
        path(
          `M${round(centre - r)} ${round(floor)}V${round(top + r)}A${round(r)} ${round(r)} 0 0 1 ${round(centre + r)} ${round(top + r)}V${round(floor)}z`,
          sheet.linear(
            [
              [0, shade(colour, 0.03)],
              [1, shade(colour, -0.04)],
            ],
            [0, 0, 1, 0],
          ),
        ),
      );
    }
  }
  for (let step = 0; step < 4; step++)
    sheet.add(
      rect(
        width * 0.08 * step,
        floor + step * (height * 0.045),
        width,
        height * 0.05,
        shade(colours[0] ?? palette.ink, step % 2 ? 0.05 : -0.04),
      ),
    );
  const x = width * random.between(0.1, 0.9);
  for (let leaf = 0; leaf < 7; leaf++) {
    const turn = -66 + leaf * 22;
    sheet.add(
      group(
        path(
          'M0 0C-34 -80 -26 -170 0 -220C26 -170 34 -80 0 0z',
          leaf % 2 ? (colours[2] ?? palette.ink) : shade(colours[2] ?? palette.ink, -0.07),
        ) + stroke('M0 0V-200', palette.paper, 2, { opacity: 0.6 }),
        {
          transform: `translate(${round(x)} ${round(height * 0.9)}) rotate(${turn}) scale(${round((height / 1000) * 0.9)})`,
        },
      ),
    );
  }
  sheet.add(
    path(`M${round(x - 52)} ${round(height * 0.88)}h104l-16 ${round(height * 0.09)}h-72z`, palette.ink),
  );
}
