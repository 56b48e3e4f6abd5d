import fc from 'fast-check';

/** Damage done to octets, as transmission, bugs and malice do it. Positions are fractions of the length. */
type Mutation = (octets: Buffer, other: Buffer) => Buffer;

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const placed = (damage: (octets: Buffer, at: number, other: Buffer) => Buffer): fc.Arbitrary<Mutation> =>
  fraction.map((where) => (octets, other) => damage(octets, Math.floor(where * octets.length), other));

const setOctet = (octets: Buffer, at: number, value: number): Buffer => {
  const changed = Buffer.from(octets);
  if (at < changed.length) changed[at] = value & 0xff;
  return changed;
};

const flipBit = fc.tuple(fraction, fc.integer({ min: 0, max: 7 })).map(
  ([where, bit]): Mutation =>
    (octets) => {
      const at = Math.floor(where * octets.length);
      return setOctet(octets, at, (octets[at] ?? 0) ^ (1 << bit));
    },
);

/** Delimiters, tags that open or close something, edges of lengths. */
const tellingOctet = fc
  .tuple(fraction, fc.constantFrom(0, 1, 2, 3, 4, 0x0f, 0x10, 0x21, 0x34, 0x37, 0x4a, 0x7f, 0x80, 0xff))
  .map(
    ([where, value]): Mutation =>
      (octets) =>
        setOctet(octets, Math.floor(where * octets.length), value),
  );

const tellingLength = fc.tuple(fraction, fc.constantFrom(0, 1, 4, 0x7fff, 0x8000, 0xfffa, 0xffff)).map(
  ([where, length]): Mutation =>
    (octets) => {
      const at = Math.floor(where * octets.length);
      return setOctet(setOctet(octets, at, length >> 8), at + 1, length);
    },
);

const cutOff = placed((octets, at) => octets.subarray(0, at));
const cutOut = placed((octets, at) => Buffer.concat([octets.subarray(0, at), octets.subarray(at + 7)]));
const repeat = placed((octets, at) => Buffer.concat([octets.subarray(0, at + 16), octets.subarray(at)]));
const splice = placed((octets, at, other) => Buffer.concat([octets.subarray(0, at), other.subarray(at)]));
const openCollection = placed((octets, at) =>
  Buffer.concat([octets.subarray(0, at), Buffer.from('3400016d0000', 'hex'), octets.subarray(at)]),
);

/** One to four mutations, one after the other. */
export const mutationArbitrary: fc.Arbitrary<Mutation> = fc
  .array(fc.oneof(flipBit, tellingOctet, tellingLength, cutOff, cutOut, repeat, splice, openCollection), {
    minLength: 1,
    maxLength: 4,
  })
  .map(
    (mutations): Mutation =>
      (octets, other) =>
        mutations.reduce((current, mutate) => mutate(current, other), octets),
  );
