import { polygon, round } from '../svg-sheet.js';
import type { Point } from '../svg-sheet.js';

/** A thing on the slab; things further down the picture are painted later. */
export interface IsometricItem {
  order: number;
  markup: string;
}

/** Isometric projection: `i` runs to the lower right, `j` to the lower left, `z` up; one tile is `tile` units wide. */
export class IsometricView {
  constructor(
    private readonly originX: number,
    private readonly originY: number,
    readonly tile: number,
  ) {}

  at(i: number, j: number, z = 0): Point {
    return [this.originX + ((i - j) * this.tile) / 2, this.originY + ((i + j) * this.tile) / 4 - z];
  }

  /** A flat quad on height `z`. */
  quad(i: number, j: number, di: number, dj: number, fill: string, z = 0, opacity?: number): string {
    return polygon(
      [this.at(i, j, z), this.at(i + di, j, z), this.at(i + di, j + dj, z), this.at(i, j + dj, z)],
      fill,
      { opacity },
    );
  }

  /** A box with its three visible faces. */
  box(
    {
      i,
      j,
      di,
      dj,
      from = 0,
      to,
    }: { i: number; j: number; di: number; dj: number; from?: number; to: number },
    faces: { top: string; left: string; right: string },
  ): string {
    const left = polygon(
      [
        this.at(i, j + dj, from),
        this.at(i + di, j + dj, from),
        this.at(i + di, j + dj, to),
        this.at(i, j + dj, to),
      ],
      faces.left,
    );
    const right = polygon(
      [
        this.at(i + di, j, from),
        this.at(i + di, j + dj, from),
        this.at(i + di, j + dj, to),
        this.at(i + di, j, to),
      ],
      faces.right,
    );
    return left + right + this.quad(i, j, di, dj, faces.top, to);
  }

  /** Path data of a window on the face that looks to the lower left (`u` along i at the given j). */
  leftPane(i: number, j: number, width: number, bottom: number, top: number): string {
    return this.pane(
      this.at(i, j, bottom),
      this.at(i + width, j, bottom),
      this.at(i + width, j, top),
      this.at(i, j, top),
    );
  }

  /** Path data of a window on the face that looks to the lower right (`u` along j at the given i). */
  rightPane(i: number, j: number, width: number, bottom: number, top: number): string {
    return this.pane(
      this.at(i, j, bottom),
      this.at(i, j + width, bottom),
      this.at(i, j + width, top),
      this.at(i, j, top),
    );
  }

  private pane(...corners: readonly Point[]): string {
    return `M${corners.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}z`;
  }
}
