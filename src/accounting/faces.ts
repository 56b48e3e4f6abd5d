/** What is on a side, the least first: nothing, black, or colour. */
export const faceKinds = ['blank', 'monochrome', 'colour'] as const;
export type FaceKind = (typeof faceKinds)[number];

/** Sides of one kind that follow each other. */
export interface Faces {
  readonly kind: FaceKind;
  readonly sides: number;
}
