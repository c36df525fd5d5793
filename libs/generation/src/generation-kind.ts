/** Kinds that end in pictures of the gallery; also the `type` of a gallery item. */
export const imageKinds = ['avatar', 'image', 'interior', 'style_transfer'] as const;
export type ImageKind = (typeof imageKinds)[number];

/** Everything that can be asked for. */
export const generationKinds = [...imageKinds, 'room_analysis'] as const;
export type GenerationKind = (typeof generationKinds)[number];
