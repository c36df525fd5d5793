import { mix, shade } from '../colour.js';
import { circle, ellipse, path, polygon, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { FloorLampKind } from './interior-recipes.js';
import { glow } from './lamp-glow.js';
import type { RoomView } from './room-view.js';
import type { InteriorScheme } from './scheme.js';

/** A lamp on the floor, in sheet units. */
interface StandingLamp {
  sheet: SvgSheet;
  scheme: InteriorScheme;
  isLit: boolean;
  /** Sheet units of a metre at the lamp. */
  unit: number;
  cx: number;
  foot: number;
  top: number;
  /** Height in metres. */
  tall: number;
  /** A cloth shade: half its width, its taper and its height in metres. */
  drum: (half: number, taper: number, height: number) => string;
}

/** A standing lamp at (x, d); arc lamps reach towards the middle. */
export function drawFloorLamp(
  sheet: SvgSheet,
  view: RoomView,
  kind: FloorLampKind,
  scheme: InteriorScheme,
  { x, d, isLit }: { x: number; d: number; isLit: boolean },
): void {
  const unit = view.scale(d);
  const [cx, foot] = view.at(x, 0, d);
  const tall = kind === 'paper' ? 1.1 : 1.58;
  const top = foot - tall * unit;
  const cloth = isLit ? '#ffeabd' : mix('#f7f1e4', scheme.accents[1], 0.12);
  const drum = (half: number, taper: number, height: number): string =>
    polygon(
      [
        [cx - unit * half * taper, top],
        [cx + unit * half * taper, top],
        [cx + unit * half, top + unit * height],
        [cx - unit * half, top + unit * height],
      ],
      sheet.linear(
        [
          [0, shade(cloth, 0.02)],
          [0.5, cloth],
          [1, shade(cloth, -0.07)],
        ],
        [0, 0, 1, 0],
      ),
    );
  sheet.add(ellipse(cx, foot, unit * 0.2, unit * 0.045, '#120c08', { opacity: 0.22 }));
  if (isLit)
    sheet.add(
      glow(
        sheet,
        kind === 'arc' ? [cx - unit * 0.85, top + unit * 0.12] : [cx, top + unit * 0.16],
        unit * 1.2,
        1,
      ),
    );
  stands[kind]({ sheet, scheme, isLit, unit, cx, foot, top, tall, drum });
}

const stands: Readonly<Record<FloorLampKind, (lamp: StandingLamp) => void>> = {
  tripod({ sheet, scheme, unit, cx, foot, top, drum }) {
    sheet.add(
      stroke(
        `M${round(cx)} ${round(top + unit * 0.3)}L${round(cx - unit * 0.26)} ${round(foot)}M${round(cx)} ${round(top + unit * 0.3)}L${round(cx + unit * 0.26)} ${round(foot)}M${round(cx)} ${round(top + unit * 0.3)}L${round(cx + unit * 0.03)} ${round(foot - unit * 0.06)}`,
        scheme.wood,
        unit * 0.026,
      ),
      drum(0.22, 0.82, 0.32),
    );
  },
  classic({ sheet, scheme, unit, cx, foot, top, drum }) {
    sheet.add(
      stroke(`M${round(cx)} ${round(top + unit * 0.3)}V${round(foot)}`, scheme.metal, unit * 0.026),
      ellipse(cx, foot - unit * 0.015, unit * 0.13, unit * 0.03, scheme.metal),
      circle(cx, foot - unit * 0.62, unit * 0.035, scheme.metal),
      drum(0.25, 0.55, 0.3),
    );
  },
  arc({ sheet, scheme, isLit, unit, cx, foot, top }) {
    sheet.add(
      ellipse(cx, foot - unit * 0.02, unit * 0.16, unit * 0.04, mix(scheme.metal, '#e9e6e0', 0.3)),
      stroke(
        `M${round(cx)} ${round(foot - unit * 0.03)}C${round(cx + unit * 0.1)} ${round(top - unit * 0.2)} ${round(cx - unit * 0.5)} ${round(top - unit * 0.4)} ${round(cx - unit * 0.85)} ${round(top + unit * 0.02)}`,
        scheme.metal,
        unit * 0.022,
      ),
      path(
        `M${round(cx - unit * 1.03)} ${round(top + unit * 0.16)}a${round(unit * 0.18)} ${round(unit * 0.17)} 0 0 1 ${round(unit * 0.36)} 0z`,
        sheet.linear([
          [0, shade(scheme.metal, 0.12)],
          [1, scheme.metal],
        ]),
      ),
      ellipse(cx - unit * 0.85, top + unit * 0.16, unit * 0.17, unit * 0.035, isLit ? '#fff2cf' : '#f2ecdd'),
    );
  },
  paper({ sheet, isLit, unit, cx, top, tall }) {
    for (const [index, share] of [0, 0.25, 0.5, 0.75].entries())
      sheet.add(
        ellipse(
          cx,
          top + tall * unit * (share + 0.12),
          unit * (index % 2 ? 0.17 : 0.2),
          tall * unit * 0.135,
          sheet.radial([
            [0, '#fffdf6'],
            [0.75, isLit ? '#ffefcb' : '#f3ebda'],
            [1, isLit ? '#f5d596' : '#d9cdb6'],
          ]),
        ),
      );
  },
  industrial({ sheet, scheme, isLit, unit, cx, foot, top }) {
    sheet.add(
      stroke(
        `M${round(cx)} ${round(foot)}V${round(top + unit * 0.1)}l${round(-unit * 0.18)} ${round(-unit * 0.06)}`,
        scheme.metal,
        unit * 0.028,
      ),
      stroke(
        `M${round(cx - unit * 0.2)} ${round(foot)}L${round(cx)} ${round(foot - unit * 0.3)}L${round(cx + unit * 0.2)} ${round(foot)}`,
        scheme.metal,
        unit * 0.026,
      ),
      polygon(
        [
          [cx - unit * 0.14, top - unit * 0.08],
          [cx - unit * 0.08, top + unit * 0.14],
          [cx - unit * 0.38, top + unit * 0.26],
          [cx - unit * 0.42, top + unit * 0.02],
        ],
        shade(scheme.metal, 0.05),
      ),
      ellipse(cx - unit * 0.4, top + unit * 0.14, unit * 0.045, unit * 0.125, isLit ? '#fff2cf' : '#efe6d0', {
        transform: `rotate(10 ${round(cx - unit * 0.4)} ${round(top + unit * 0.14)})`,
      }),
    );
  },
  globe({ sheet, scheme, isLit, unit, cx, foot, top }) {
    sheet.add(
      stroke(`M${round(cx)} ${round(top + unit * 0.2)}V${round(foot)}`, scheme.metal, unit * 0.026),
      ellipse(cx, foot - unit * 0.02, unit * 0.14, unit * 0.035, scheme.metal),
      circle(
        cx,
        top + unit * 0.12,
        unit * 0.15,
        sheet.radial(
          [
            [0, '#ffffff'],
            [0.7, isLit ? '#fff2cf' : '#f3ecdf'],
            [1, isLit ? '#ffd98c' : '#d6cdbd'],
          ],
          0.4,
          0.35,
          0.7,
        ),
      ),
    );
  },
};
