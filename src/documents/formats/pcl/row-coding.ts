import { readDelta } from '../pixels/delta-row.ts';
import type { SeedRow } from '../pixels/seed-row.ts';

/** Undoes one method of compression into the row. */
export type RowCoding = (data: Uint8Array, row: SeedRow) => void;

/**
 * The methods of ESC*b#M (HP 5961-0509 chapter 15; 9: DeskJet Technical Reference): 0 as it is, 1 runs, 2 TIFF packbits,
 * 3 delta row, 9 delta row with runs. Method 5 holds rows of the others. A row that is cut by its own lengths ends there.
 */
export const rowCodings: ReadonlyMap<number, RowCoding> = new Map([
  [0, readPlain],
  [1, readRuns],
  [2, readPackbits],
  [3, readDelta],
  [9, readDeltaRuns],
]);

function readPlain(data: Uint8Array, row: SeedRow): void {
  row.clear();
  row.copy(0, data);
}

/** Pairs of a count less one and an octet. */
function readRuns(data: Uint8Array, row: SeedRow): void {
  row.clear();
  let place = 0;
  for (let at = 0; at + 1 < data.length; at += 2) {
    place = row.repeat(place, data[at + 1] ?? 0, (data[at] ?? 0) + 1);
  }
}

/** 0 to 127: so many octets and one more as they are; 129 to 255: the next octet 257 − n times; 128 nothing. */
function readPackbits(data: Uint8Array, row: SeedRow): void {
  row.clear();
  let place = 0;
  for (let at = 0; at + 1 < data.length; ) {
    const control = data[at] ?? 0;
    at += 1;
    if (control < 128) {
      place = row.copy(place, data.subarray(at, at + control + 1));
      at += control + 1;
    } else if (control > 128) {
      place = row.repeat(place, data[at] ?? 0, 257 - control);
      at += 1;
    }
  }
}

/**
 * As method 3: bit 7 clear, 4 bits past how many (15 adds octets), 3 bits how many less one (7 adds); bit 7 set, 2 bits
 * past how many (3 adds), 5 bits how often the one octet that follows stands, less two (31 adds).
 */
function readDeltaRuns(data: Uint8Array, row: SeedRow): void {
  row.begin();
  let place = 0;
  let at = 0;
  const extended = (value: number, full: number): number => {
    let sum = value;
    for (let more = value === full; more && at < data.length; at += 1) {
      sum += data[at] ?? 0;
      more = data[at] === 255;
    }
    return sum;
  };
  while (at < data.length) {
    const control = data[at] ?? 0;
    at += 1;
    if (control < 128) {
      place += extended(control >> 3, 15);
      const count = extended(control & 7, 7) + 1;
      place = row.copy(place, data.subarray(at, at + count));
      at += count;
    } else {
      place += extended((control >> 5) & 3, 3);
      const count = extended(control & 31, 31) + 2;
      place = row.repeat(place, data[at] ?? 0, count);
      at += 1;
    }
  }
}
