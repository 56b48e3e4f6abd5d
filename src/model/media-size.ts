/** Width and height in hundredths of a millimetre, as IPP has them in x-dimension and y-dimension (PWG 5100.7). */
export interface MediaSize {
  readonly x: number;
  readonly y: number;
}

const selfDescribing = /_(\d{1,5}(?:\.\d{1,4})?)x(\d{1,5}(?:\.\d{1,4})?)(mm|in)$/;
const hundredthsPerUnit: Readonly<Record<string, number>> = { mm: 100, in: 2_540 };

/** The size that a PWG 5101.1 self-describing name ends with, as in iso_a4_210x297mm. */
export function sizeOf(media: string): MediaSize | undefined {
  const [, width, height, unit = ''] = selfDescribing.exec(media) ?? [];
  const scale = hundredthsPerUnit[unit];
  if (scale === undefined) return undefined;
  return { x: Math.round(Number(width) * scale), y: Math.round(Number(height) * scale) };
}

/** The name among `names` that has this size. */
export function nameOfSize({ x, y }: MediaSize, names: readonly string[]): string | undefined {
  return names.find((name) => {
    const size = sizeOf(name);
    return size !== undefined && size.x === x && size.y === y;
  });
}

const smallest = 'custom_min_';
const largest = 'custom_max_';

/** Of names of media those that are no ends of a range of sizes. */
export function namesOfOneSize(names: readonly string[]): readonly string[] {
  return names.filter((name) => !name.startsWith(smallest) && !name.startsWith(largest));
}

export interface SizeRange {
  readonly min: MediaSize;
  readonly max: MediaSize;
}

/** Sizes of one's own are between a custom_min_… and a custom_max_… of the same list (PWG 5101.1 §5.2). */
export function sizeRanges(names: readonly string[]): readonly SizeRange[] {
  const ends = (prefix: string): readonly MediaSize[] =>
    names.flatMap((name) => (name.startsWith(prefix) ? (sizeOf(name) ?? []) : []));
  const pairs = ends(smallest).flatMap((min) => ends(largest).map((max) => ({ min, max })));
  return pairs.filter(({ min, max }) => min.x <= max.x && min.y <= max.y);
}
