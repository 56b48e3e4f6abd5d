/** Attributes that tell colours (PCL XL Feature Reference, appendix of attributes). */
export const attribute = {
  colourSpace: 0x03,
  nullBrush: 0x04,
  nullPen: 0x05,
  paletteData: 0x06,
  greyLevel: 0x09,
  rgbColour: 0x0b,
  colourDepth: 0x62,
  colourMapping: 0x64,
  compressMode: 0x65,
  sourceWidth: 0x6c,
  padBytesMultiple: 0x6e,
} as const;

/** The value before an attribute's name: its elements, as far as anybody asks for them. */
export interface XlValue {
  /** Whether the elements are reals, where 1 is full ink; else integers, where 255 is. */
  readonly real: boolean;
  readonly elements: readonly number[];
  /** Whether there were more elements than are kept. */
  readonly cut: boolean;
}

/** Attributes before an operator, by their numbers. */
export type XlAttributes = ReadonlyMap<number, XlValue>;

export function first(attributes: XlAttributes, id: number): number | undefined {
  return attributes.get(id)?.elements[0];
}
