import type { PdfValue } from './values.ts';

/** What paint of a colour does to a page: `unknown` where it takes a renderer, or a profile, to tell. */
export type Tone = 'mono' | 'colour' | 'unknown';

/** Largest difference of channels, of 255, that is still grey; the same as for pixels. */
export const castMax = 12;

export function toneOfRgb(red: number, green: number, blue: number): Tone {
  return (Math.max(red, green, blue) - Math.min(red, green, blue)) * 255 > castMax ? 'colour' : 'mono';
}

/** Black ink alone is mono; equal cyan, magenta and yellow are not, for no device mixes them to grey. */
export function toneOfCmyk(cyan: number, magenta: number, yellow: number): Tone {
  return Math.max(cyan, magenta, yellow) * 255 > castMax ? 'colour' : 'mono';
}

/** The last operands as numbers; undefined when there are fewer or others. */
export function numbersOf(operands: readonly PdfValue[], count: number): readonly number[] | undefined {
  const numbers = operands.slice(-count).filter((operand) => typeof operand === 'number');
  return numbers.length === count ? numbers : undefined;
}
