import { countOf, type PdfDictionary, type PdfValue } from './values.ts';

/** Components × bits of a row, whatever a file claims. */
const rowOctetsMax = 1_048_576;

/** Fewer octets are copied faster one by one. */
const longOctets = 64;

/**
 * Undoes the PNG predictors (ISO 32000-1 §7.4.4.4): each row begins with the number of its filter, 0 none, 1 left,
 * 2 up, 3 average, 4 Paeth; writers mix them. Predictor 1 is none; 2 (TIFF) is met in images only: undefined.
 */
export function undoPredictor(
  octets: Uint8Array,
  parameters: PdfDictionary,
  resolve: (value: PdfValue | undefined) => PdfValue,
): Uint8Array | undefined {
  const parameter = (name: string, otherwise: number) => countOf(resolve(parameters.get(name))) ?? otherwise;
  const predictor = parameter('Predictor', 1);
  if (predictor === 1) return octets;
  if (predictor < 10) return undefined;
  const pixelBits = parameter('Colors', 1) * parameter('BitsPerComponent', 8);
  const pixelOctets = Math.max(1, Math.ceil(pixelBits / 8));
  const rowOctets = Math.ceil((pixelBits * parameter('Columns', 1)) / 8);
  if (rowOctets < 1 || rowOctets > rowOctetsMax) return undefined;
  return new PngRows(octets, rowOctets, pixelOctets).undo();
}

/** Rows of a cross-reference stream are five octets long, those of a picture thousands, and there are many of either. */
class PngRows {
  readonly #octets: Uint8Array;
  readonly #rowOctets: number;
  readonly #pixelOctets: number;
  readonly #rows: number;
  readonly #out: Uint8Array;

  constructor(octets: Uint8Array, rowOctets: number, pixelOctets: number) {
    this.#octets = octets;
    this.#rowOctets = rowOctets;
    this.#pixelOctets = pixelOctets;
    this.#rows = Math.floor(octets.length / (rowOctets + 1));
    this.#out = new Uint8Array(this.#rows * rowOctets);
  }

  undo(): Uint8Array {
    for (let row = 0; row < this.#rows; row += 1) this.#undoRow(row);
    return this.#out;
  }

  #undoRow(row: number): void {
    this.#copy(row);
    const filter = this.#octets[row * (this.#rowOctets + 1)];
    if (filter === 2 && row > 0) this.#up(row);
    else if (filter === 3) this.#average(row);
    else if (filter === 4 && row > 0) this.#paeth(row);
    // Without a row above, Paeth's estimate is what stands at the left.
    else if (filter === 1 || filter === 4) this.#left(row);
  }

  #copy(row: number): void {
    const octets = this.#octets;
    const out = this.#out;
    const end = (row + 1) * this.#rowOctets;
    const start = end - this.#rowOctets;
    if (this.#rowOctets >= longOctets) out.set(octets.subarray(start + row + 1, end + row + 1), start);
    else for (let at = start; at < end; at += 1) out[at] = octets[at + row + 1] ?? 0;
  }

  #up(row: number): void {
    const out = this.#out;
    const rowOctets = this.#rowOctets;
    const end = (row + 1) * rowOctets;
    for (let at = end - rowOctets; at < end; at += 1) out[at] = (out[at] ?? 0) + (out[at - rowOctets] ?? 0);
  }

  #left(row: number): void {
    const out = this.#out;
    const pixelOctets = this.#pixelOctets;
    const end = (row + 1) * this.#rowOctets;
    const second = end - this.#rowOctets + pixelOctets;
    for (let at = second; at < end; at += 1) out[at] = (out[at] ?? 0) + (out[at - pixelOctets] ?? 0);
  }

  #average(row: number): void {
    const out = this.#out;
    const pixelOctets = this.#pixelOctets;
    const rowOctets = this.#rowOctets;
    const start = row * rowOctets;
    for (let at = start; at < start + rowOctets; at += 1) {
      const left = at < start + pixelOctets ? 0 : (out[at - pixelOctets] ?? 0);
      const up = row === 0 ? 0 : (out[at - rowOctets] ?? 0);
      out[at] = (out[at] ?? 0) + ((left + up) >> 1);
    }
  }

  #paeth(row: number): void {
    const out = this.#out;
    const pixelOctets = this.#pixelOctets;
    const rowOctets = this.#rowOctets;
    const start = row * rowOctets;
    const end = start + rowOctets;
    const second = Math.min(end, start + pixelOctets);
    for (let at = start; at < second; at += 1) out[at] = (out[at] ?? 0) + (out[at - rowOctets] ?? 0);
    for (let at = second; at < end; at += 1) {
      const up = at - rowOctets;
      const estimate = paeth(out[at - pixelOctets] ?? 0, out[up] ?? 0, out[up - pixelOctets] ?? 0);
      out[at] = (out[at] ?? 0) + estimate;
    }
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const byLeft = Math.abs(estimate - left);
  const byUp = Math.abs(estimate - up);
  const byUpLeft = Math.abs(estimate - upLeft);
  if (byLeft <= byUp && byLeft <= byUpLeft) return left;
  return byUp <= byUpLeft ? up : upLeft;
}
