import type { RandomBytes } from './bytes.ts';
import type { Effort } from './effort.ts';
import { decodeStream } from './filters.ts';
import { readObjectAt } from './objects.ts';
import { PdfParser } from './parser.ts';
import { countOf, nameOf, type PdfDictionary, PdfStream, type PdfValue } from './values.ts';
import type { XrefPlace, XrefSection } from './xref-section.ts';

/**
 * A cross-reference stream (ISO 32000-1 §7.5.8): rows of three big-endian fields of the widths /W, for the object
 * numbers in /Index: 0 free · 1 offset, generation · 2 object stream, index. It is never encrypted, and its length
 * must stand in it directly: nothing can be looked up yet.
 */
export function readXrefStream(bytes: RandomBytes, offset: number, effort: Effort): XrefSection | undefined {
  const stream = readObjectAt(bytes, offset)?.value;
  if (!(stream instanceof PdfStream) || nameOf(stream.dictionary.get('Type')) !== 'XRef') return undefined;
  const { dictionary } = stream;
  const length = countOf(dictionary.get('Length'));
  const layout = readLayout(dictionary);
  if (length === undefined || layout === undefined || stream.start + length > bytes.size) return undefined;
  // Rows carry an octet more under a predictor; what comes out beyond the rows asked for is a bomb.
  const octetsMax = Math.min(layout.rows * (layout.rowOctets + 1) + slackOctets, dataOctetsMax);
  const data = bytes.at(stream.start, length).subarray(0, length);
  const rows = decodeStream(data, { dictionary, octetsMax, effort, resolve: directly });
  if (rows === undefined) return undefined;
  return new XrefStream(dictionary, behindStream(bytes, stream.start + length), { rows, layout });
}

/** Some writers pad the last row. */
const slackOctets = 4_096;
/** 2 million objects of 11 octets, and room. */
const dataOctetsMax = 33_554_432;
const rangesMax = 16_384;

interface Layout {
  readonly widths: readonly [kind: number, second: number, third: number];
  readonly rowOctets: number;
  readonly ranges: readonly Range[];
  /** Rows of all ranges, as claimed. */
  readonly rows: number;
}

interface Range {
  readonly first: number;
  readonly count: number;
  /** Rows before this range. */
  readonly before: number;
}

function readLayout(dictionary: PdfDictionary): Layout | undefined {
  const widths = dictionary.get('W');
  if (!Array.isArray(widths)) return undefined;
  const [kind, second, third] = widths.map(countOf);
  if (kind === undefined || second === undefined || third === undefined) return undefined;
  const rowOctets = kind + second + third;
  if (rowOctets < 1 || Math.max(kind, second, third) > 8) return undefined;
  const ranges = readRanges(dictionary.get('Index') ?? [0, dictionary.get('Size') ?? 0]);
  if (ranges === undefined) return undefined;
  const rows = ranges.reduce((sum, range) => sum + range.count, 0);
  return { widths: [kind, second, third], rowOctets, ranges, rows };
}

function readRanges(index: PdfValue): readonly Range[] | undefined {
  if (!Array.isArray(index) || index.length > 2 * rangesMax) return undefined;
  const ranges: Range[] = [];
  let before = 0;
  for (let at = 0; at + 1 < index.length; at += 2) {
    const first = countOf(index[at]);
    const count = countOf(index[at + 1]);
    if (first === undefined || count === undefined) return undefined;
    ranges.push({ first, count, before });
    before += count;
  }
  return ranges;
}

interface Table {
  readonly rows: Uint8Array;
  readonly layout: Layout;
}

class XrefStream implements XrefSection {
  readonly trailer: PdfDictionary;
  readonly end: number;
  readonly #rows: Uint8Array;
  readonly #view: DataView;
  readonly #layout: Layout;
  /** Most documents have one. */
  readonly #first: Range;
  readonly #rowOctets: number;
  readonly #secondAt: number;
  readonly #thirdAt: number;
  readonly #secondShift: number;
  readonly #thirdShift: number;
  /** Behind the last row of which each field may be read as four octets; 0 where fields are wider, or the kind is not one octet. */
  readonly #plainEnd: number;

  constructor(trailer: PdfDictionary, end: number, { rows, layout }: Table) {
    this.trailer = trailer;
    this.end = end;
    this.#rows = rows;
    this.#view = new DataView(rows.buffer, rows.byteOffset, rows.length);
    this.#layout = layout;
    this.#first = layout.ranges[0] ?? { first: 0, count: 0, before: 0 };
    this.#rowOctets = layout.rowOctets;
    const [kind, second, third] = layout.widths;
    this.#secondAt = kind;
    this.#thirdAt = kind + second;
    this.#secondShift = 32 - 8 * second;
    this.#thirdShift = 32 - 8 * third;
    const isPlain = kind === 1 && second > 0 && second <= 4 && third > 0 && third <= 4;
    this.#plainEnd = isPlain ? rows.length - 8 : 0;
  }

  find(number: number, place: XrefPlace): boolean {
    const range = holds(this.#first, number) ? this.#first : rangeOf(this.#layout.ranges, number);
    if (range === undefined) return false;
    const at = (range.before + number - range.first) * this.#rowOctets;
    if (at >= this.#plainEnd) return this.#findWide(at, place);
    const view = this.#view;
    const kind = view.getUint8(at);
    const second = view.getUint32(at + this.#secondAt) >>> this.#secondShift;
    if (kind === 2) return place.beInside(second, view.getUint32(at + this.#thirdAt) >>> this.#thirdShift);
    return kind === 1 ? place.beAt(second) : place.beFree();
  }

  #findWide(at: number, place: XrefPlace): boolean {
    const rows = this.#rows;
    const { rowOctets, widths } = this.#layout;
    if (at + rowOctets > rows.length) return false;
    const [kindWidth, secondWidth, thirdWidth] = widths;
    const kind = kindWidth === 0 ? 1 : field(rows, at, kindWidth);
    const second = field(rows, at + kindWidth, secondWidth);
    if (kind === 1) return place.beAt(second);
    if (kind !== 2) return place.beFree();
    return place.beInside(second, field(rows, at + kindWidth + secondWidth, thirdWidth));
  }
}

function rangeOf(ranges: readonly Range[], number: number): Range | undefined {
  return ranges.find((range) => holds(range, number));
}

function holds({ first, count }: Range, number: number): boolean {
  return number >= first && number < first + count;
}

function field(octets: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + (octets[at + index] ?? 0);
  return value;
}

function behindStream(bytes: RandomBytes, at: number): number {
  const parser = new PdfParser(bytes.at(at, 64));
  return parser.word('endstream') && parser.word('endobj') ? at + parser.position : at;
}

function directly(value: PdfValue | undefined): PdfValue {
  return value ?? null;
}
