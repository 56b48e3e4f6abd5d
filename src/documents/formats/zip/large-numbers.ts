import type { RandomOctets } from '../octets/random-octets.ts';
import { number64, type ZipEntry } from './entry.ts';

type LargeNumbers = Pick<ZipEntry, 'packedOctets' | 'octets' | 'headerAt'>;

/** The extra field 0001 holds, in this order, those numbers whose 32 bits are all set. */
export async function withLargeNumbers(
  octets: RandomOctets,
  extra: { readonly at: number; readonly octets: number },
  numbers: LargeNumbers,
): Promise<LargeNumbers> {
  const { octets: size, packedOctets, headerAt } = numbers;
  const wanted = [size, packedOctets, headerAt].some((value) => value === 0xffff_ffff);
  const view = wanted ? await octets.read(extra.at, extra.octets) : undefined;
  const field = view === undefined ? undefined : largeField(view);
  if (field === undefined) return numbers;
  let at = 0;
  const next = (value: number): number => {
    if (value !== 0xffff_ffff || at + 8 > field.byteLength) return value;
    at += 8;
    return number64(field, at - 8);
  };
  return { octets: next(size), packedOctets: next(packedOctets), headerAt: next(headerAt) };
}

/** The extra field of ZIP64 among the others: id(2) octets(2) data. */
function largeField(extra: DataView): DataView | undefined {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const octets = extra.getUint16(at + 2, true);
    if (at + 4 + octets > extra.byteLength) return undefined;
    if (extra.getUint16(at, true) === 1) return new DataView(extra.buffer, extra.byteOffset + at + 4, octets);
    at += 4 + octets;
  }
  return undefined;
}
