import { mix, shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, curveData, path, polygon, rect, round, stroke } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';
import { inLight } from './light.js';
import type { SceneLight } from './light.js';
import type { SceneBrief } from './scene.js';

/** y of the road of both bridges. */
const deckAbove = 84;

/** A stone bridge on arches across the whole sheet. */
export function stoneBridge(sheet: SvgSheet, random: Prng, light: SceneLight, shore: number): string {
  const stone = inLight(light, random.pick(['#a98f70', '#958a84', '#b18965']), 0.02);
  const deck = shore - deckAbove;
  const arches = Math.max(3, Math.round(sheet.width / 270));
  const span = sheet.width / arches;
  const pier = span * 0.16;
  const offset = -random.between(0, span * 0.5);
  let body = `M-10 ${round(deck)}Q${round(sheet.width / 2)} ${round(deck - 26)} ${round(sheet.width + 10)} ${round(deck)}V${round(shore + 8)}H-10z`;
  let rims = '';
  let piers = '';
  for (let arch = 0; arch <= arches; arch++) {
    const from = offset + arch * span + pier / 2;
    const opening = span - pier;
    const rise = 56;
    const curve = `M${round(from)} ${round(shore + 8)}v-14A${round(opening / 2)} ${round(rise)} 0 0 1 ${round(from + opening)} ${round(shore - 6)}v14`;
    body += `${curve}z`;
    rims += curve;
    piers += polygon(
      [
        [from - pier - 7, shore + 10],
        [from - pier - 4, shore - 34],
        [from - pier / 2, shore - 46],
        [from + 4, shore - 34],
        [from + 7, shore + 10],
      ],
      shade(stone, -0.05),
    );
  }
  return (
    path(
      body,
      sheet.linearAcross(
        [
          [0, shade(stone, 0.04)],
          [1, shade(stone, -0.08)],
        ],
        [0, deck],
        [0, shore],
      ),
      { 'fill-rule': 'evenodd' },
    ) +
    stroke(rims, shade(stone, -0.11), 5) +
    piers +
    stroke(
      `M-10 ${round(deck + 9)}Q${round(sheet.width / 2)} ${round(deck - 17)} ${round(sheet.width + 10)} ${round(deck + 9)}`,
      shade(stone, 0.09),
      6,
    ) +
    stroke(
      `M-10 ${round(deck + 17)}Q${round(sheet.width / 2)} ${round(deck - 9)} ${round(sheet.width + 10)} ${round(deck + 17)}`,
      shade(stone, -0.12),
      2.5,
    )
  );
}

/** A steel suspension bridge with two pylons. */
export function suspensionBridge(
  sheet: SvgSheet,
  random: Prng,
  brief: SceneBrief,
  light: SceneLight,
  shore: number,
): string {
  const steel = inLight(
    light,
    brief.accent ?? random.pick(['#b5473a', '#3f5f78', '#4d6b60', '#d7d2c6']),
    0.08,
  );
  const deck = shore - deckAbove + 36;
  const { width } = sheet;
  const [left, right] = [width * random.between(0.22, 0.28), width * random.between(0.72, 0.78)];
  const top = deck - sheet.height * random.between(0.22, 0.28);
  const sag = deck - 16;
  const cable = (x: number): number => {
    if (x < left) return top + ((left - x) / (left + 40)) ** 1.25 * (sag - top) * 1.1;
    if (x > right) return top + ((x - right) / (width + 40 - right)) ** 1.25 * (sag - top) * 1.1;
    const t = (x - left) / (right - left);
    return top + (1 - (2 * t - 1) ** 2) * (sag - top);
  };
  let hangers = '';
  for (let x = 4; x < width; x += 19) hangers += `M${round(x)} ${round(cable(x))}V${round(deck)}`;
  const line: Point[] = [];
  for (let x = -40; x <= width + 40; x += 16) line.push([x, cable(x)]);
  let markup =
    stroke(hangers, steel, 1.5, { opacity: 0.75 }) + stroke(curveData(line), shade(steel, -0.03), 5);
  for (const x of [left, right]) {
    markup +=
      rect(x - 17, top - 12, 11, shore + 10 - top, steel) +
      rect(x + 6, top - 12, 11, shore + 10 - top, shade(steel, -0.06));
    for (const share of [0.02, 0.3, 0.58])
      markup += rect(x - 17, top + (deck - top) * share, 34, 9, shade(steel, -0.03));
    markup += rect(x - 30, shore - 12, 60, 24, inLight(light, '#a29a90', 0.1), { rx: 4 });
  }
  let truss = '';
  for (let x = 0; x < width; x += 22) truss += `M${round(x)} ${round(deck + 19)}l11 -14l11 14`;
  return (
    markup +
    rect(-5, deck, width + 10, 7, shade(steel, 0.03)) +
    stroke(truss, steel, 2) +
    rect(-5, deck + 18, width + 10, 4, shade(steel, -0.07))
  );
}

/** Lamps on the parapet and their light on the water. */
export function drawBridgeLamps(sheet: SvgSheet, light: SceneLight, shore: number, isStone: boolean): void {
  const glow = sheet.radial([
    [0, '#fff0c4', 0.95],
    [0.16, '#ffd98c', 0.4],
    [1, '#ffc873', 0],
  ]);
  const streak = sheet.linear([
    [0, '#ffd98c', 0.7],
    [1, '#ffd98c', 0],
  ]);
  const iron = mix(light.ink, light.haze, 0.1);
  for (let x = 46; x < sheet.width; x += 96) {
    const rise = 26 * (1 - (2 * (x / sheet.width) - 1) ** 2) * 0.5;
    const y = isStone ? shore - deckAbove - 38 - rise : shore - deckAbove - 2;
    sheet.add(
      rect(x - 1.5, y, 3, 42, iron),
      circle(x, y, 40, glow),
      circle(x, y, 4, '#fff6dc'),
      rect(x - 3, shore + 10, 6, 150, streak),
    );
  }
}
