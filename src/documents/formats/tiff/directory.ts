import type { RandomOctets } from '../octets/random-octets.ts';
import type { TiffEffort } from './effort.ts';

/** How the numbers of a file are laid out. */
export interface TiffLayout {
  readonly littleEndian: boolean;
  /** Offsets and counts have 8 octets. */
  readonly big: boolean;
}

/** Where the values of a tag are. */
export interface TiffField {
  readonly type: number;
  readonly count: number;
  readonly offset: number;
}

export interface TiffDirectory {
  readonly kind: 'directory';
  readonly fields: ReadonlyMap<number, TiffField>;
  /** Offset of the next directory; 0 ends the chain. */
  readonly next: number;
}

/** Why there is no answer. */
export interface TiffProblem {
  readonly kind: 'problem';
  readonly why: 'incomplete' | 'damaged' | 'limit:tiff-entries' | 'limit:tiff-directories';
  readonly sentence: string;
}

export function problem(why: TiffProblem['why'], sentence: string): TiffProblem {
  return { kind: 'problem', why, sentence };
}

/** Octets of the field types of TIFF 6.0 §2 and BigTIFF; others are not read. */
const typeOctets: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
  [5, 8],
  [7, 1],
  [13, 4],
  [16, 8],
  [18, 8],
]);

/** Classic directories cannot have more; a BigTIFF that claims more is made to be read for ever. */
const entriesMax = 65_535;
/** Directory entries or values that are read at once. */
const pieceMax = 512;

/** Reads the directory at `offset`, keeping the tags in `wanted` only. */
export async function readDirectory(
  octets: RandomOctets,
  layout: TiffLayout,
  at: { readonly offset: number; readonly wanted: ReadonlySet<number> },
  effort: TiffEffort,
): Promise<TiffDirectory | TiffProblem> {
  const { offset, wanted } = at;
  const start = await octets.read(offset, layout.big ? 8 : 2);
  if (start === undefined)
    return problem('incomplete', `No octets are at ${offset}, where a directory begins.`);
  const entries = layout.big ? offsetAt(start, 0, layout) : start.getUint16(0, layout.littleEndian);
  if (entries === 0 || entries > entriesMax) {
    return problem('damaged', `The directory at ${offset} cannot have ${entries} entries.`);
  }
  const entryOctets = layout.big ? 20 : 12;
  const fields = new Map<number, TiffField>();
  let entryAt = offset + (layout.big ? 8 : 2);
  for (let left = entries; left > 0; ) {
    const piece = Math.min(left, pieceMax);
    if (!(await effort.spend(piece))) return problem('limit:tiff-entries', effort.sentence);
    const view = await octets.read(entryAt, piece * entryOctets);
    if (view === undefined) return problem('incomplete', `The directory at ${offset} is cut off.`);
    for (let index = 0; index < piece; index += 1) {
      const place = { at: index * entryOctets, fileOffset: entryAt + index * entryOctets };
      keepField(fields, view, { ...place, layout, wanted });
    }
    entryAt += piece * entryOctets;
    left -= piece;
  }
  const last = await octets.read(entryAt, layout.big ? 8 : 4);
  if (last === undefined) return problem('incomplete', `The directory at ${offset} is cut off.`);
  return { kind: 'directory', fields, next: offsetAt(last, 0, layout) };
}

interface EntryPlace {
  readonly at: number;
  readonly fileOffset: number;
  readonly layout: TiffLayout;
  readonly wanted: ReadonlySet<number>;
}

/** Values that fit lie in the entry itself. */
function keepField(fields: Map<number, TiffField>, view: DataView, place: EntryPlace): void {
  const { at, fileOffset, layout, wanted } = place;
  const tag = view.getUint16(at, layout.littleEndian);
  if (!wanted.has(tag) || fields.has(tag)) return;
  const type = view.getUint16(at + 2, layout.littleEndian);
  const valueOctets = typeOctets.get(type);
  if (valueOctets === undefined) return;
  const count = offsetAt(view, at + 4, layout);
  const inlineAt = layout.big ? 12 : 8;
  const inlineOctets = layout.big ? 8 : 4;
  const offset =
    count * valueOctets <= inlineOctets ? fileOffset + inlineAt : offsetAt(view, at + inlineAt, layout);
  fields.set(tag, { type, count, offset });
}

/** An offset or a count. Past 2^53 it is not exact, but then far beyond the end of any document too. */
export function offsetAt(view: DataView, at: number, { big, littleEndian }: TiffLayout): number {
  return big ? Number(view.getBigUint64(at, littleEndian)) : view.getUint32(at, littleEndian);
}

/** Up to `pieceMax` values of a field from `first` on; undefined when they lie beyond the end of the document. */
export async function readValues(
  octets: RandomOctets,
  layout: TiffLayout,
  field: TiffField,
  first: number,
): Promise<readonly number[] | undefined> {
  const valueOctets = typeOctets.get(field.type) ?? 1;
  const count = Math.min(pieceMax, field.count - first);
  const view = await octets.read(field.offset + first * valueOctets, count * valueOctets);
  if (view === undefined) return undefined;
  return Array.from({ length: count }, (_, index) =>
    valueAt(view, index * valueOctets, field.type, layout.littleEndian),
  );
}

function valueAt(view: DataView, at: number, type: number, littleEndian: boolean): number {
  switch (type) {
    case 1:
    case 7:
      return view.getUint8(at);
    case 3:
      return view.getUint16(at, littleEndian);
    case 5:
      return view.getUint32(at, littleEndian) / view.getUint32(at + 4, littleEndian);
    case 16:
    case 18:
      return Number(view.getBigUint64(at, littleEndian));
    default:
      return view.getUint32(at, littleEndian);
  }
}
