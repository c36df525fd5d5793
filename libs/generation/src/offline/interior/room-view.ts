import { polygon, rect, round } from '../svg-sheet.js';
import type { Point } from '../svg-sheet.js';

/** A box in a room, in metres: x from the middle, y from the floor, d from the back wall towards the viewer. */
export interface RoomBox {
  x: readonly [number, number];
  y: readonly [number, number];
  d: readonly [number, number];
}

export interface BoxFaces {
  front: string;
  top: string;
  side: string;
}

/** One-point perspective into a room whose back wall is parallel to the picture. Lengths are metres. */
export class RoomView {
  /** Height of the room. */
  readonly ceiling = 2.8;
  /** Half the width of the room. */
  readonly half: number;
  private readonly unit: number;
  private readonly vanishingX: number;
  private readonly eyeY: number;
  private readonly eye = 1.45;
  private readonly reach = 6.2;

  constructor(width: number, height: number, shift: number) {
    this.unit = Math.min((0.54 * height) / this.ceiling, (0.68 * width) / 4.2);
    this.half = (0.68 * width) / this.unit / 2;
    this.vanishingX = width / 2 + shift;
    this.eyeY = height * 0.66 - this.eye * this.unit;
  }

  /** Sheet units per metre at a distance from the back wall. */
  scale(d: number): number {
    return (this.unit * this.reach) / (this.reach - Math.min(d, this.reach - 0.5));
  }

  at(x: number, y: number, d: number): Point {
    const scale = this.scale(d);
    return [this.vanishingX + x * scale, this.eyeY - (y - this.eye) * scale];
  }

  /** A horizontal quad at height `y`. */
  flat(
    [x0, x1]: readonly [number, number],
    [d0, d1]: readonly [number, number],
    fill: string,
    y = 0,
    opacity?: number,
  ): string {
    return polygon([this.at(x0, y, d0), this.at(x1, y, d0), this.at(x1, y, d1), this.at(x0, y, d1)], fill, {
      opacity,
    });
  }

  /** A rectangle parallel to the back wall; `radius` in metres. */
  front(
    [x0, x1]: readonly [number, number],
    [y0, y1]: readonly [number, number],
    d: number,
    fill: string,
    radius = 0,
    more: Record<string, string | number> = {},
  ): string {
    const [left, top] = this.at(x0, y1, d);
    const scale = this.scale(d);
    return rect(
      left,
      top,
      (x1 - x0) * scale,
      (y1 - y0) * scale,
      fill,
      radius > 0 ? { rx: radius * scale, ...more } : more,
    );
  }

  /** A quad on the left (-1) or right (1) wall. */
  onSideWall(
    side: number,
    [d0, d1]: readonly [number, number],
    [y0, y1]: readonly [number, number],
    fill: string,
    opacity?: number,
  ): string {
    const x = side * this.half;
    return polygon([this.at(x, y0, d0), this.at(x, y1, d0), this.at(x, y1, d1), this.at(x, y0, d1)], fill, {
      opacity,
    });
  }

  /** A box: the side that faces the middle, the top when it lies below the eye, and the front with rounded corners. */
  box({ x, y, d }: RoomBox, faces: BoxFaces, radius = 0): string {
    const [back, near] = d;
    let markup = '';
    const edge = x[0] > 0 ? x[0] : x[1] < 0 ? x[1] : undefined;
    if (edge !== undefined) {
      markup += polygon(
        [
          this.at(edge, y[0], back),
          this.at(edge, y[1], back),
          this.at(edge, y[1], near),
          this.at(edge, y[0], near),
        ],
        faces.side,
      );
    }
    // Rounded fronts would show gaps beside a top with sharp corners: the top reaches down behind them.
    if (y[1] < this.eye)
      markup +=
        this.flat(x, d, faces.top, y[1]) +
        (radius > 0 ? this.front(x, [y[1] - radius, y[1]], near, faces.top) : '');
    return markup + this.front(x, y, near, faces.front, radius);
  }

  /** Path data of a circle lying flat. */
  discData(x: number, y: number, d: number, radius: number): string {
    const [cx, cy] = this.at(x, y, d);
    const rx = radius * this.scale(d);
    const [, far] = this.at(x, y, d - radius);
    const [, near] = this.at(x, y, d + radius);
    const ry = Math.abs(near - far) / 2;
    const middle = (far + near) / 2 || cy;
    return `M${round(cx - rx)} ${round(middle)}a${round(rx)} ${round(ry)} 0 1 0 ${round(rx * 2)} 0a${round(rx)} ${round(ry)} 0 1 0 ${round(-rx * 2)} 0z`;
  }
}
