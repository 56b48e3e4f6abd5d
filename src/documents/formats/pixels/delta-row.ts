import type { SeedRow } from './seed-row.ts';

/**
 * Delta row compression of PCL and PCL XL: octets that replace those of the row above; 3 bits how many less one, 5 bits past
 * how many, where 31 adds an octet.
 */
export function readDelta(data: Uint8Array, row: SeedRow): void {
  row.begin();
  let place = 0;
  for (let at = 0; at < data.length; ) {
    const control = data[at] ?? 0;
    at += 1;
    let skipped = control & 31;
    for (let more = skipped === 31; more && at < data.length; at += 1) {
      skipped += data[at] ?? 0;
      more = data[at] === 255;
    }
    const count = (control >> 5) + 1;
    place = row.copy(place + skipped, data.subarray(at, at + count));
    at += count;
  }
}
