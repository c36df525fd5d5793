import { shade } from '../colour.js';
import { circle, ellipse, path, polygon, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { PendantKind } from './interior-recipes.js';
import { glow } from './lamp-glow.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

/** A lamp on its cord, in sheet units around the bulb. */
interface HangingLamp {
  sheet: SvgSheet;
  scheme: InteriorScheme;
  isLit: boolean;
  /** Sheet units of a metre at the lamp. */
  unit: number;
  cx: number;
  cy: number;
  bulb: string;
}

/** Length of the cord in metres. */
const cords: Readonly<Record<PendantKind, number>> = {
  globe: 0.6,
  cone: 0.7,
  paper: 0.5,
  chandelier: 0.5,
  sputnik: 0.5,
  rattan: 0.6,
  disc: 0.62,
};

/** A lamp hanging from the ceiling at (x, d). */
export function drawPendant(
  sheet: SvgSheet,
  view: RoomView,
  kind: PendantKind,
  scheme: InteriorScheme,
  { x, d, isLit }: { x: number; d: number; isLit: boolean },
): void {
  const unit = view.scale(d);
  const [cx, top] = view.at(x, view.ceiling, d);
  const cy = top + cords[kind] * unit;
  const bulb = isLit ? '#fff2cf' : '#fbf6ea';
  sheet.add(
    ellipse(cx, top, unit * 0.07, unit * 0.02, scheme.metal),
    stroke(`M${round(cx)} ${round(top)}V${round(cy - unit * 0.1)}`, scheme.metal, 3),
  );
  if (isLit) sheet.add(glow(sheet, [cx, cy], unit * 1.25, 0.9));
  shades[kind]({ sheet, scheme, isLit, unit, cx, cy, bulb });
}

const shades: Readonly<Record<PendantKind, (lamp: HangingLamp) => void>> = {
  globe({ sheet, scheme, isLit, unit, cx, cy, bulb }) {
    sheet.add(
      circle(
        cx,
        cy,
        unit * 0.18,
        sheet.radial(
          [
            [0, '#ffffff'],
            [0.7, bulb],
            [1, isLit ? '#ffdc9a' : '#ddd6c8'],
          ],
          0.4,
          0.35,
          0.7,
        ),
      ),
      polygon(
        [
          [cx - unit * 0.05, cy - unit * 0.19],
          [cx + unit * 0.05, cy - unit * 0.19],
          [cx + unit * 0.04, cy - unit * 0.14],
          [cx - unit * 0.04, cy - unit * 0.14],
        ],
        scheme.metal,
      ),
    );
  },
  cone({ sheet, scheme, unit, cx, cy, bulb }) {
    sheet.add(
      ellipse(cx, cy + unit * 0.1, unit * 0.22, unit * 0.05, bulb),
      path(
        `M${round(cx - unit * 0.24)} ${round(cy + unit * 0.1)}Q${round(cx - unit * 0.1)} ${round(cy - unit * 0.02)} ${round(cx - unit * 0.045)} ${round(cy - unit * 0.16)}h${round(unit * 0.09)}Q${round(cx + unit * 0.1)} ${round(cy - unit * 0.02)} ${round(cx + unit * 0.24)} ${round(cy + unit * 0.1)}Q${round(cx)} ${round(cy + unit * 0.02)} ${round(cx - unit * 0.24)} ${round(cy + unit * 0.1)}z`,
        sheet.linear(
          [
            [0, shade(scheme.metal, 0.14)],
            [0.4, scheme.metal],
            [1, shade(scheme.metal, -0.06)],
          ],
          [0, 0, 1, 0],
        ),
      ),
    );
  },
  paper({ sheet, isLit, unit, cx, cy }) {
    let ribs = '';
    for (const share of [-0.7, -0.42, -0.14, 0.14, 0.42, 0.7]) {
      const half = Math.sqrt(1 - share * share) * unit * 0.3;
      ribs += `M${round(cx - half)} ${round(cy + share * unit * 0.24)}Q${round(cx)} ${round(cy + share * unit * 0.24 + 9)} ${round(cx + half)} ${round(cy + share * unit * 0.24)}`;
    }
    sheet.add(
      ellipse(
        cx,
        cy,
        unit * 0.31,
        unit * 0.25,
        sheet.radial(
          [
            [0, '#fffdf6'],
            [0.7, isLit ? '#fff0cf' : '#f5eedf'],
            [1, isLit ? '#f7d79b' : '#ddd2bd'],
          ],
          0.45,
          0.4,
          0.65,
        ),
      ),
      stroke(ribs, '#cbbd9f', 1.6, { opacity: 0.7 }),
    );
  },
  chandelier({ sheet, scheme, isLit, unit, cx, cy }) {
    const arms = [-0.34, -0.19, 0, 0.19, 0.34];
    let lines = '';
    let lights = '';
    for (const at of arms) {
      const [ax, ay] = [cx + at * unit, cy + unit * (0.04 - Math.abs(at) * 0.1)];
      lines += `M${round(cx)} ${round(cy + unit * 0.1)}Q${round((cx + ax) / 2)} ${round(cy + unit * 0.24)} ${round(ax)} ${round(ay)}`;
      lights +=
        path(
          `M${round(ax - unit * 0.02)} ${round(ay)}v${round(-unit * 0.1)}h${round(unit * 0.04)}v${round(unit * 0.1)}z`,
          '#f7f1e2',
        ) +
        ellipse(ax, ay - unit * 0.13, unit * 0.018, unit * 0.036, isLit ? '#fff3cf' : '#efe2c0') +
        ellipse(ax, ay + unit * 0.005, unit * 0.035, unit * 0.01, scheme.metal);
      for (let bead = 1; bead < 4; bead++)
        lights += circle(ax, ay + unit * 0.03 * bead + 3, unit * 0.008, '#eef3f7', { opacity: 0.9 });
    }
    sheet.add(
      stroke(lines, scheme.metal, 4.5),
      ellipse(cx, cy + unit * 0.06, unit * 0.035, unit * 0.11, scheme.metal),
      circle(cx, cy + unit * 0.2, unit * 0.028, '#e6eef4'),
      lights,
    );
  },
  sputnik({ sheet, scheme, isLit, unit, cx, cy, bulb }) {
    let rods = '';
    let bulbs = '';
    for (let ray = 0; ray < 12; ray++) {
      const angle = (ray / 12) * Math.PI * 2 + 0.2;
      const reach = unit * (ray % 2 ? 0.3 : 0.4);
      const [bx, by] = [cx + Math.cos(angle) * reach, cy + Math.sin(angle) * reach * 0.8];
      rods += `M${round(cx)} ${round(cy)}L${round(bx)} ${round(by)}`;
      bulbs += circle(bx, by, unit * 0.034, bulb, {
        stroke: isLit ? '#ffe2a0' : '#d9cfba',
        'stroke-width': 1.5,
      });
    }
    sheet.add(stroke(rods, scheme.metal, 3), bulbs, circle(cx, cy, unit * 0.055, scheme.metal));
  },
  rattan({ sheet, isLit, unit, cx, cy }) {
    let weave = '';
    for (let line = -4; line <= 4; line++)
      weave += `M${round(cx)} ${round(cy - unit * 0.22)}Q${round(cx + line * unit * 0.12)} ${round(cy)} ${round(cx + line * unit * 0.055)} ${round(cy + unit * 0.17)}`;
    for (const share of [0.1, 0.35, 0.6, 0.85])
      weave += `M${round(cx - unit * 0.3 * Math.sin(share * 2.3 + 0.3))} ${round(cy - unit * 0.2 + share * unit * 0.38)}h${round(unit * 0.6 * Math.sin(share * 2.3 + 0.3))}`;
    sheet.add(
      path(
        `M${round(cx)} ${round(cy - unit * 0.23)}C${round(cx + unit * 0.34)} ${round(cy - unit * 0.1)} ${round(cx + unit * 0.32)} ${round(cy + unit * 0.1)} ${round(cx + unit * 0.22)} ${round(cy + unit * 0.18)}H${round(cx - unit * 0.22)}C${round(cx - unit * 0.32)} ${round(cy + unit * 0.1)} ${round(cx - unit * 0.34)} ${round(cy - unit * 0.1)} ${round(cx)} ${round(cy - unit * 0.23)}z`,
        isLit ? '#f0c987' : '#dcb57f',
        { opacity: 0.9 },
      ),
      stroke(weave, '#8f6a3b', 2, { opacity: 0.75 }),
    );
  },
  disc({ sheet, scheme, unit, cx, cy, bulb }) {
    sheet.add(
      ellipse(cx, cy + unit * 0.02, unit * 0.42, unit * 0.06, shade(scheme.metal, 0.04)),
      ellipse(cx, cy + unit * 0.04, unit * 0.39, unit * 0.05, bulb),
    );
  },
};
