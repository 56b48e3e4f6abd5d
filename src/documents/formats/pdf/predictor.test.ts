import { describe, expect, it } from 'vitest';
import { pseudoRandom } from '../../../../test/support/documents/pseudo-random.ts';
import { undoPredictor } from './predictor.ts';
import type { PdfValue } from './values.ts';

interface Shape {
  readonly rowOctets: number;
  readonly pixelOctets: number;
}

/** Rows as a writer filters them, each by the filter of its place: what stands there less what the filter foretells (PNG §9). */
function filter(plain: Buffer, filters: readonly number[], { rowOctets, pixelOctets }: Shape): Buffer {
  const at = (row: number, column: number) =>
    row < 0 || column < 0 ? 0 : (plain[row * rowOctets + column] ?? 0);
  const foretold = (kind: number, row: number, column: number): number => {
    const [left, up] = [at(row, column - pixelOctets), at(row - 1, column)];
    const upLeft = at(row - 1, column - pixelOctets);
    const byDistance = [left, up, upLeft].toSorted(
      (first, second) => Math.abs(left + up - upLeft - first) - Math.abs(left + up - upLeft - second),
    );
    return [0, left, up, (left + up) >> 1, byDistance[0] ?? 0][kind] ?? 0;
  };
  const rows = filters.map((kind, row) => {
    const columns = Array.from({ length: rowOctets }, (_, column) => column);
    return [kind, ...columns.map((column) => (at(row, column) - foretold(kind, row, column)) & 255)];
  });
  return Buffer.from(rows.flat());
}

describe('PNG predictors', () => {
  it.each([
    { columns: 5, colours: 1, bits: 8 },
    { columns: 2, colours: 3, bits: 8 },
    { columns: 1, colours: 4, bits: 8 },
    { columns: 9, colours: 3, bits: 2 },
    { columns: 40, colours: 2, bits: 16 },
  ])('give back what writers filtered: $columns × $colours × $bits bits', ({ columns, colours, bits }) => {
    const random = pseudoRandom(columns);
    const rowOctets = Math.ceil((columns * colours * bits) / 8);
    const shape = { rowOctets, pixelOctets: Math.max(1, Math.ceil((colours * bits) / 8)) };
    const parameters = new Map<string, PdfValue>([
      ['Predictor', 15],
      ['Columns', columns],
      ['Colors', colours],
      ['BitsPerComponent', bits],
    ]);
    for (let run = 0; run < 200; run += 1) {
      const filters = Array.from({ length: 1 + random.below(6) }, () => random.below(5));
      const plain = Buffer.from(Array.from({ length: filters.length * rowOctets }, () => random.below(256)));
      const undone = undoPredictor(filter(plain, filters, shape), parameters, (value) => value ?? null);
      expect(Buffer.from(undone ?? '')).toEqual(plain);
    }
  });

  it('leave a row of an unknown filter as it is, and drop one that is cut', () => {
    const parameters = new Map<string, PdfValue>([
      ['Predictor', 12],
      ['Columns', 2],
    ]);
    const undone = undoPredictor(Buffer.from([9, 1, 2, 2, 1]), parameters, (value) => value ?? null);
    expect([...(undone ?? [])]).toEqual([1, 2]);
  });
});
