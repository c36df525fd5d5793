import { shade } from '../colour.js';
import type { Prng } from '../prng.js';
import { circle, ellipse, group, path, round, stroke } from '../svg-sheet.js';
import type { SvgSheet } from '../svg-sheet.js';
import type { PlantKind } from './interior-recipes.js';
import type { RoomView } from './room-view.js';

/** A potted plant on the floor at (x, d), about `height` metres tall. */
export function drawPlant(
  sheet: SvgSheet,
  view: RoomView,
  random: Prng,
  { kind, x, d, height, pot }: { kind: PlantKind; x: number; d: number; height: number; pot: string },
): void {
  const unit = view.scale(d);
  const [cx, foot] = view.at(x, 0, d);
  const potTall = unit * Math.min(0.42, height * 0.3);
  const potHalf = potTall * 0.52;
  const soil = foot - potTall;
  sheet.add(ellipse(cx, foot, potHalf * 1.7, potHalf * 0.36, '#120c08', { opacity: 0.26 }));
  const leaves = foliage[kind](random, unit * height - potTall);
  sheet.add(group(leaves, { transform: `translate(${round(cx)} ${round(soil + 4)})` }));
  sheet.add(
    path(
      `M${round(cx - potHalf)} ${round(soil)}H${round(cx + potHalf)}L${round(cx + potHalf * 0.76)} ${round(foot)}Q${round(cx)} ${round(foot + potHalf * 0.22)} ${round(cx - potHalf * 0.76)} ${round(foot)}z`,
      sheet.linear(
        [
          [0, shade(pot, 0.06)],
          [0.45, pot],
          [1, shade(pot, -0.13)],
        ],
        [0, 0, 1, 0],
      ),
    ),
    path(
      `M${round(cx - potHalf * 1.06)} ${round(soil - 3)}H${round(cx + potHalf * 1.06)}v${round(potTall * 0.14)}H${round(cx - potHalf * 1.06)}z`,
      sheet.linear(
        [
          [0, shade(pot, 0.09)],
          [1, shade(pot, -0.08)],
        ],
        [0, 0, 1, 0],
      ),
    ),
  );
}

const greens = ['#3f7a4c', '#4f8f55', '#336a48', '#639b5a'] as const;

/** Leaves growing up from the origin, `tall` units high. */
const foliage: Readonly<Record<PlantKind, (random: Prng, tall: number) => string>> = {
  monstera(random, tall) {
    let markup = '';
    const stems = 9;
    for (let stem = 0; stem < stems; stem++) {
      const angle = (stem - (stems - 1) / 2) * 17 + random.between(-6, 6);
      const reach = tall * random.between(0.5, 0.78);
      const rad = (angle * Math.PI) / 180;
      const [x, y] = [Math.sin(rad) * reach, -Math.cos(rad) * reach];
      markup +=
        stroke(`M0 0Q${round(x * 0.2)} ${round(y * 0.7)} ${round(x)} ${round(y)}`, '#4d7a45', tall * 0.014) +
        splitLeaf(x, y, angle, tall * random.between(0.22, 0.3), random.pick(greens));
    }
    return markup;
  },
  fig(random, tall) {
    let markup = '';
    markup += stroke(
      `M0 0C4 ${round(-tall * 0.3)} -6 ${round(-tall * 0.6)} 0 ${round(-tall * 0.86)}`,
      '#7a5a3c',
      tall * 0.022,
    );
    for (let index = 0; index < 17; index++) {
      const t = 0.3 + (index / 17) * 0.62;
      markup += leaf(
        0,
        -tall * t,
        (index % 2 ? 1 : -1) * random.between(34, 82),
        tall * random.between(0.24, 0.32),
        tall * 0.105,
        random.pick(greens),
      );
    }
    return markup + leaf(0, -tall * 0.84, random.between(-14, 14), tall * 0.24, tall * 0.1, greens[1]);
  },
  palm(random, tall) {
    let markup = '';
    for (let frond = 0; frond < 11; frond++) {
      const angle = (frond - 5) * 17 + random.between(-5, 5);
      const length = tall * random.between(0.8, 1);
      const rad = (angle * Math.PI) / 180;
      const [tipX, tipY] = [
        Math.sin(rad) * length * 0.72,
        -Math.cos(rad) * length * 0.82 + Math.abs(Math.sin(rad)) * length * 0.1,
      ];
      let blades = '';
      for (let blade = 2; blade < 13; blade++) {
        const t = blade / 13;
        const [bx, by] = [tipX * t * t, tipY * (2 * t - t * t)];
        const size = tall * 0.17 * Math.sin(Math.PI * t);
        blades += `M${round(bx)} ${round(by)}l${round(-size)} ${round(size * 0.55)}M${round(bx)} ${round(by)}l${round(size)} ${round(size * 0.55)}`;
      }
      const colour = random.pick(greens);
      markup +=
        stroke(`M0 0Q0 ${round(tipY)} ${round(tipX)} ${round(tipY)}`, shade(colour, -0.04), 2.6) +
        stroke(blades, colour, tall * 0.016);
    }
    return markup;
  },
  olive(random, tall) {
    let markup = '';
    markup += stroke(
      `M0 0Q${round(-tall * 0.04)} ${round(-tall * 0.4)} 0 ${round(-tall * 0.62)}M0 ${round(-tall * 0.36)}Q${round(tall * 0.06)} ${round(-tall * 0.5)} ${round(tall * 0.14)} ${round(-tall * 0.62)}`,
      '#7d6750',
      tall * 0.024,
    );
    for (let index = 0; index < 80; index++) {
      const angle = random.between(0, Math.PI * 2);
      const reach = tall * 0.29 * Math.sqrt(random.next());
      markup += leaf(
        Math.cos(angle) * reach + tall * 0.03,
        -tall * 0.7 + Math.sin(angle) * reach,
        random.between(-90, 90),
        tall * 0.085,
        tall * 0.022,
        random.pick(['#7f9673', '#94a886', '#6b8463']),
      );
    }
    return markup;
  },
  pampas(random, tall) {
    let markup = '';
    for (let stem = 0; stem < 9; stem++) {
      const lean = (stem - 4) * tall * 0.075 + random.between(-8, 8);
      const top = -tall * random.between(0.76, 1);
      markup +=
        stroke(`M0 0Q${round(lean * 0.2)} ${round(top * 0.6)} ${round(lean)} ${round(top)}`, '#b79c6d', 2.2) +
        path(
          `M${round(lean * 0.62)} ${round(top * 0.56)}Q${round(lean - tall * 0.05)} ${round(top * 0.8)} ${round(lean * 1.05)} ${round(top * 1.06)}Q${round(lean + tall * 0.055)} ${round(top * 0.8)} ${round(lean * 0.62)} ${round(top * 0.56)}z`,
          random.pick(['#e3cda5', '#d9bf92', '#ecdcbc']),
          { opacity: 0.94 },
        );
    }
    return markup;
  },
  cactus(random, tall) {
    let markup = '';
    const colour = random.pick(['#4f8a5a', '#5f9463']);
    const trunk = tall * 0.12;
    markup +=
      stroke(`M0 0V${round(-tall * 0.76)}`, colour, trunk * 2) +
      stroke(
        `M0 ${round(-tall * 0.3)}H${round(tall * 0.24)}V${round(-tall * 0.56)}M0 ${round(-tall * 0.2)}H${round(-tall * 0.22)}V${round(-tall * 0.42)}`,
        colour,
        trunk * 1.25,
      );
    markup += stroke(
      `M${round(-trunk * 0.45)} 0V${round(-tall * 0.76)}M${round(trunk * 0.45)} 0V${round(-tall * 0.76)}`,
      shade(colour, -0.08),
      2.4,
      { 'stroke-dasharray': '5 7' },
    );
    return (
      markup +
      circle(trunk * 0.4, -tall * 0.86, tall * 0.045, '#e58aa5') +
      circle(-trunk * 0.4, -tall * 0.85, tall * 0.035, '#f0a9bd')
    );
  },
  lavender(random, tall) {
    let markup = '';
    for (let stem = 0; stem < 19; stem++) {
      const lean = (stem - 9) * tall * 0.042 + random.between(-6, 6);
      const top = -tall * random.between(0.5, 0.72);
      markup += stroke(
        `M0 0Q${round(lean * 0.3)} ${round(top * 0.6)} ${round(lean)} ${round(top)}`,
        '#7a9468',
        2,
      );
      for (let bud = 0; bud < 6; bud++)
        markup += ellipse(
          lean * (1 + bud * 0.03) + (bud % 2 ? 3 : -3),
          top - bud * tall * 0.028,
          tall * 0.021,
          tall * 0.017,
          random.pick(['#8a76b8', '#9d8bc9', '#7663a6']),
        );
    }
    return markup;
  },
};

/** A pointed leaf growing from (x, y) at an angle in degrees. */
function leaf(x: number, y: number, angle: number, length: number, width: number, colour: string): string {
  return group(
    path(
      `M0 0Q${round(-width)} ${round(-length * 0.5)} 0 ${round(-length)}Q${round(width)} ${round(-length * 0.5)} 0 0z`,
      colour,
    ) +
      path(`M0 0Q${round(width)} ${round(-length * 0.5)} 0 ${round(-length)}z`, shade(colour, -0.045)) +
      stroke(`M0 0V${round(-length * 0.94)}`, shade(colour, 0.08), 1.4),
    { transform: `translate(${round(x)} ${round(y)}) rotate(${round(angle)})` },
  );
}
/** A heart-shaped leaf with slits. */
function splitLeaf(x: number, y: number, angle: number, size: number, colour: string): string {
  const half = size * 0.62;
  const slits = [0.3, 0.52, 0.74]
    .flatMap((at) =>
      [-1, 1].map(
        (side) =>
          `M${round(side * half * 0.95)} ${round(-size * at - size * 0.06)}L${round(side * half * 0.22)} ${round(-size * at + size * 0.03)}`,
      ),
    )
    .join('');
  return group(
    path(
      `M0 ${round(size * 0.12)}C${round(-half * 1.5)} ${round(size * 0.1)} ${round(-half * 1.2)} ${round(-size * 0.8)} 0 ${round(-size)}C${round(half * 1.2)} ${round(-size * 0.8)} ${round(half * 1.5)} ${round(size * 0.1)} 0 ${round(size * 0.12)}z`,
      colour,
    ) +
      path(
        `M0 ${round(size * 0.12)}V${round(-size)}C${round(half * 1.2)} ${round(-size * 0.8)} ${round(half * 1.5)} ${round(size * 0.1)} 0 ${round(size * 0.12)}z`,
        shade(colour, -0.045),
      ) +
      stroke(slits, shade(colour, -0.13), size * 0.045) +
      stroke(`M0 ${round(size * 0.1)}V${round(-size * 0.9)}`, shade(colour, 0.09), 1.6),
    { transform: `translate(${round(x)} ${round(y)}) rotate(${round(angle)})` },
  );
}
