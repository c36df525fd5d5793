/** `[offset 0..1, colour, opacity 0..1 (default 1)]` */
export type GradientStop = readonly [offset: number, colour: string, opacity?: number];
export type Point = readonly [x: number, y: number];
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A number for markup: two decimals, no exponent, no negative zero. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** One element. Attribute values are escaped, although only our own code writes them. */
export function element(name: string, attributes: Attributes, content = ''): string {
  let markup = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    const text =
      typeof value === 'number'
        ? round(value)
        : value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    markup += ` ${key}="${text}"`;
  }
  return content ? `${markup}>${content}</${name}>` : `${markup}/>`;
}

/**
 * A shape. Its `opacity` becomes that of its fill and its stroke: the same picture, but for `opacity` itself the
 * renderer composes a whole layer, which with hundreds of snowflakes takes as long as everything else together.
 */
function shape(name: string, { opacity, ...attributes }: Attributes): string {
  return element(name, {
    ...attributes,
    'fill-opacity': opacity,
    'stroke-opacity': attributes.stroke && opacity,
  });
}

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  more: Attributes = {},
): string => shape('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), fill, ...more });

export const circle = (cx: number, cy: number, r: number, fill: string, more: Attributes = {}): string =>
  shape('circle', { cx, cy, r, fill, ...more });

export const ellipse = (
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  fill: string,
  more: Attributes = {},
): string => shape('ellipse', { cx, cy, rx, ry, fill, ...more });

export const polygon = (points: readonly Point[], fill: string, more: Attributes = {}): string =>
  shape('polygon', { points: points.map(([x, y]) => `${round(x)},${round(y)}`).join(' '), fill, ...more });

export const path = (d: string, fill: string, more: Attributes = {}): string =>
  shape('path', { d, fill, ...more });

/** An unfilled line through path data. */
export const stroke = (d: string, colour: string, width: number, more: Attributes = {}): string =>
  shape('path', {
    d,
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    ...more,
  });

export const group = (content: string, attributes: Attributes): string =>
  element('g', attributes, content || '<!---->');

/** Path data of one rectangle: thousands of them in one path draw faster than as elements. */
export const rectData = (x: number, y: number, width: number, height: number): string =>
  `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;

/** Path data of a polyline. */
export const lineData = (points: readonly Point[]): string =>
  points.map(([x, y], index) => `${index ? 'L' : 'M'}${round(x)} ${round(y)}`).join('');

/** Path data of a smooth open curve through the points (Catmull-Rom). */
export function curveData(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return '';
  let data = `M${round(first[0])} ${round(first[1])}`;
  for (let index = 0; index < points.length - 1; index++) {
    const p1 = points[index] ?? first;
    const p2 = points[index + 1] ?? p1;
    const p0 = points[index - 1] ?? p1;
    const p3 = points[index + 2] ?? p2;
    const c1 = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6] as const;
    const c2 = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6] as const;
    data += `C${[...c1, ...c2, ...p2].map(round).join(' ')}`;
  }
  return data;
}

/** Path data of a smooth closed blob through the points. */
export function closedCurveData(points: readonly Point[]): string {
  const count = points.length;
  const at = (index: number): Point => points[(index + count) % count] ?? [0, 0];
  let data = `M${round(at(0)[0])} ${round(at(0)[1])}`;
  for (let index = 0; index < count; index++) {
    const [p0, p1, p2, p3] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    const c1 = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6] as const;
    const c2 = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6] as const;
    data += `C${[...c1, ...c2, ...p2].map(round).join(' ')}`;
  }
  return `${data}z`;
}

/** A drawing being built: shapes in painting order and the gradients, clips and filters they refer to. */
export class SvgSheet {
  private readonly definitions: string[] = [];
  private readonly shapes: string[] = [];

  constructor(
    readonly width: number,
    readonly height: number,
  ) {}

  add(...shapes: string[]): void {
    this.shapes.push(...shapes);
  }

  /** A linear gradient over the bounding box of the shape, from (x1, y1) to (x2, y2) in fractions; downwards by default. */
  linear(
    stops: readonly GradientStop[],
    [x1, y1, x2, y2]: readonly [number, number, number, number] = [0, 0, 0, 1],
  ): string {
    return this.define((id) =>
      element('linearGradient', { id, x1, y1, x2, y2 }, stops.map(stopElement).join('')),
    );
  }

  /** A linear gradient in the coordinates of the drawing. */
  linearAcross(stops: readonly GradientStop[], from: Point, to: Point): string {
    const [x1, y1, x2, y2] = [...from, ...to];
    return this.define((id) =>
      element(
        'linearGradient',
        { id, gradientUnits: 'userSpaceOnUse', x1, y1, x2, y2 },
        stops.map(stopElement).join(''),
      ),
    );
  }

  /** A radial gradient over the bounding box of the shape. */
  radial(stops: readonly GradientStop[], cx = 0.5, cy = 0.5, r = 0.5): string {
    return this.define((id) => element('radialGradient', { id, cx, cy, r }, stops.map(stopElement).join('')));
  }

  /** A clip made of shapes; use the result as `clip-path`. */
  clip(shapes: string): string {
    return this.define((id) => element('clipPath', { id }, shapes));
  }

  /** A mask made of shapes (white shows); use the result as `mask`. */
  mask(shapes: string): string {
    return this.define((id) => element('mask', { id }, shapes));
  }

  /** The document, scaled to the pixel size; what does not fit the aspect ratio is cut off around the centre. */
  toSvg(pixelWidth: number, pixelHeight: number): string {
    return element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        width: pixelWidth,
        height: pixelHeight,
        viewBox: `0 0 ${round(this.width)} ${round(this.height)}`,
        preserveAspectRatio: 'xMidYMid slice',
      },
      `<defs>${this.definitions.join('')}</defs>${this.shapes.join('')}`,
    );
  }

  private define(markup: (id: string) => string): string {
    const id = `k${this.definitions.length}`;
    this.definitions.push(markup(id));
    return `url(#${id})`;
  }
}

function stopElement([offset, colour, opacity]: GradientStop): string {
  return element('stop', { offset, 'stop-color': colour, 'stop-opacity': opacity });
}
