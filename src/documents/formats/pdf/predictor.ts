import { countOf, type PdfDictionary, type PdfValue } from './values.ts';

/** Components × bits of a row, whatever a file claims. */
const rowOctetsMax = 1_048_576;

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
  const rows = Math.floor(octets.length / (rowOctets + 1));
  const out = new Uint8Array(rows * rowOctets);
  for (let row = 0; row < rows; row += 1) {
    const from = row * (rowOctets + 1);
    out.set(octets.subarray(from + 1, from + 1 + rowOctets), row * rowOctets);
    undoRow(out, { start: row * rowOctets, rowOctets, pixelOctets, filter: octets[from] ?? 0 });
  }
  return out;
}

interface Row {
  readonly start: number;
  readonly rowOctets: number;
  readonly pixelOctets: number;
  readonly filter: number;
}

function undoRow(out: Uint8Array, { start, rowOctets, pixelOctets, filter }: Row): void {
  if (filter === 0) return;
  for (let index = 0; index < rowOctets; index += 1) {
    const at = start + index;
    const left = index >= pixelOctets ? (out[at - pixelOctets] ?? 0) : 0;
    const up = start > 0 ? (out[at - rowOctets] ?? 0) : 0;
    const upLeft = start > 0 && index >= pixelOctets ? (out[at - rowOctets - pixelOctets] ?? 0) : 0;
    out[at] = (out[at] ?? 0) + predicted(filter, { left, up, upLeft });
  }
}

function predicted(filter: number, near: { left: number; up: number; upLeft: number }): number {
  switch (filter) {
    case 1:
      return near.left;
    case 2:
      return near.up;
    case 3:
      return (near.left + near.up) >> 1;
    case 4:
      return paeth(near.left, near.up, near.upLeft);
    default:
      return 0;
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
