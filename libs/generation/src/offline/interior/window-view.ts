import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import type { DayTime, Season } from '../prompt-words.js';
import { circle, path, rect, rectData } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';

/** What is outside. */
export interface Outside {
  dayTime: DayTime;
  season: Season;
}

const skies: Readonly<Record<DayTime, readonly [string, string]>> = {
  dawn: ['#9fb3d6', '#fbd9b8'],
  day: ['#8cc4ea', '#e6f3f7'],
  dusk: ['#5a4a86', '#f7a274'],
  night: ['#0b1230', '#2d3f74'],
};

export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function drawView(
  sheet: SvgSheet,
  random: Prng,
  { dayTime, season }: Outside,
  { left, top, width, height }: Frame,
): string {
  const [upper, lower] = skies[dayTime];
  const isLit = dayTime === 'night' || dayTime === 'dusk';
  let markup = rect(
    left,
    top,
    width,
    height,
    sheet.linear([
      [0, upper],
      [1, lower],
    ]),
  );
  const [orbX, orbY] = [left + width * random.between(0.25, 0.75), top + height * random.between(0.2, 0.4)];
  markup +=
    circle(
      orbX,
      orbY,
      width * 0.4,
      sheet.radial([
        [0, '#fff4d0', 0.7],
        [1, '#fff4d0', 0],
      ]),
    ) + circle(orbX, orbY, width * 0.065, '#fff6df');
  const ground = top + height;
  for (const [layer, share] of [0.62, 0.42].entries()) {
    const tone = mix(lower, dayTime === 'night' ? '#070b1e' : '#3b4a63', 0.3 + layer * 0.35);
    let bodies = '';
    let lights = '';
    for (let x = left - 10; x < left + width;) {
      const wide = width * random.between(0.09, 0.19);
      const tall = height * share * random.between(0.45, 1);
      bodies += rectData(x, ground - tall, wide + 0.5, tall);
      if (isLit)
        for (let wy = ground - tall + 8; wy < ground; wy += 11)
          for (let wx = x + 5; wx < x + wide - 6; wx += 9)
            if (random.chance(0.34)) lights += rectData(wx, wy, 4, 5);
      x += wide;
    }
    markup += path(bodies, tone) + (lights ? path(lights, '#ffd98c', { opacity: 0.85 }) : '');
  }
  const leaf = mix(
    { spring: '#d99ab5', summer: '#5f9a55', autumn: '#d98a35', winter: '#e6eef5' }[season],
    '#0a1028',
    dayTime === 'night' ? 0.7 : dayTime === 'dusk' ? 0.3 : 0,
  );
  for (let bush = 0; bush < 9; bush++) {
    const r = width * random.between(0.08, 0.15);
    markup += circle(
      left + (width * (bush + 0.5)) / 9,
      ground - r * 0.3,
      r,
      shade(leaf, random.between(-0.05, 0.04)),
    );
  }
  return (
    markup +
    rect(
      left,
      top,
      width,
      height,
      sheet.linear(
        [
          [0, '#ffffff', 0.22],
          [0.5, '#ffffff', 0],
          [1, '#ffffff', 0.1],
        ],
        [0, 0, 1, 1],
      ),
    )
  );
}
