/** What the offline generator can draw. */
export type ArtKind = 'avatar' | 'image' | 'interior' | 'style_transfer';

/** A text in both languages of the product. */
export interface BilingualText {
  readonly ru: string;
  readonly en: string;
}

/** One entry of the style lists behind `GET /generation/styles`. Ids are unique within a kind. */
export interface ArtStyle<Id extends string = string> {
  readonly id: Id;
  readonly kind: ArtKind;
  readonly title: BilingualText;
  readonly description: BilingualText;
}

/** Everything that decides a picture: two equal requests give byte-identical PNGs on the same sharp build. */
export interface OfflineArtRequest {
  kind: ArtKind;
  /** Free text in any script. Known Russian and English words choose the subject, the light and the colours; it is never drawn. */
  prompt: string;
  /** Id from the style list of the kind. Absent: chosen by prompt and seed. An unknown id counts as words of the prompt. */
  style?: string;
  /** Any unsigned 32-bit integer; other numbers are wrapped into that range. */
  seed: number;
  /** Pixels, 64 to 2048. */
  width: number;
  /** Pixels, 64 to 2048. */
  height: number;
  /** A raster photo. Required by `style_transfer`; lends its colours to `interior`; ignored by the other kinds. */
  source?: Buffer;
}

/** A finished picture. */
export interface OfflineArt {
  /** 8-bit RGB PNG of exactly `width` x `height`. */
  png: Buffer;
  width: number;
  height: number;
  /** What drew it, as `family/style`: `dicebear/lorelei`, `kvartal/city-skyline`, `kvartal-interior/loft`, `kvartal-transfer/sketch`. */
  algorithm: string;
}

/** Smallest and largest side of a picture in pixels. */
export const artSideLimits = { min: 64, max: 2048 } as const;
