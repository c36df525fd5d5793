import { circle } from '../svg-sheet.js';
import type { Point, SvgSheet } from '../svg-sheet.js';

export function glow(sheet: SvgSheet, [x, y]: Point, radius: number, strength: number): string {
  return circle(
    x,
    y,
    radius,
    sheet.radial([
      [0, '#fff0c4', 0.85 * strength],
      [0.22, '#ffdc97', 0.36 * strength],
      [0.6, '#ffcb78', 0.1 * strength],
      [1, '#ffc76b', 0],
    ]),
  );
}
