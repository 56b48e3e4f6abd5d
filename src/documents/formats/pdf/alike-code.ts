import {
  add,
  bitsApart,
  bitsOfEither,
  block,
  constant,
  differ,
  fourOctets,
  goTo,
  goToIf,
  isAny,
  isBelow,
  isNotBelow,
  local,
  loop,
  multiply,
  noBits,
  octet,
  octetsAbove,
  set,
  sixteenOctets,
  subtract,
  twoOctets,
  wasmModule,
} from './wasm-writer.ts';

/**
 * The memory that the function below works on; addresses in octets:
 *
 *     0       pattern     for each sixteen octets of it a word and a limit, of sixteen octets each
 *     1 024   objects     address of its head, and number, for each object: 4 octets each
 *     65 536  pieces      of the file, and behind them a page of zeros, where digits end at last
 */
export const alikeMemory = {
  limit: 16,
  /** Two rows of each sixteen octets, the last overlapping, fit before the objects. */
  patternOctetsMax: 496,
  objects: 1_024,
  objectsMax: 512,
  pieces: 65_536,
  pageOctets: 65_536,
} as const;

/** Digits of an object's number that are read: what has more is left to others, and nothing overflows. */
const digitsMax = 9;

const [count, last, done, object, start, at, number, digit, step, misfits] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;

/** Adds to `misfits` where sixteen octets do not fit: they may differ from `word` by `limit`, 9 where a digit is loose. */
const compare = (from: readonly number[]) => {
  const row = add(local(step), local(step));
  const apart = bitsApart(sixteenOctets(from), sixteenOctets(row));
  return set(
    misfits,
    bitsOfEither(local(misfits), octetsAbove(apart, sixteenOctets(row, alikeMemory.limit))),
  );
};

/**
 * How many of `count` objects, from the first on, are like the pattern: `number 0 obj`, and then octets that fit. `last` is where
 * the last sixteen octets of the pattern begin, which may overlap those before. 100 000 pages take 1 ms, and 8 ms in
 * JavaScript, which compares eight octets at once where nothing may differ, and four elsewhere.
 */
const alike = [
  block(
    loop(
      goToIf(1, isNotBelow(local(done), local(count))),
      set(object, multiply(local(done), constant(8))),
      set(start, fourOctets(local(object), alikeMemory.objects)),
      set(at, local(start)),
      set(number, constant(0)),
      block(
        loop(
          set(digit, subtract(octet(local(at)), constant(0x30))),
          goToIf(1, isNotBelow(local(digit), constant(10))),
          set(number, add(multiply(local(number), constant(10)), local(digit))),
          set(at, add(local(at), constant(1))),
          goToIf(0, isBelow(subtract(local(at), local(start)), constant(digitsMax + 1))),
        ),
      ),
      // One digit to nine.
      goToIf(1, isNotBelow(subtract(subtract(local(at), local(start)), constant(1)), constant(digitsMax))),
      goToIf(1, differ(local(number), fourOctets(local(object), alikeMemory.objects + 4))),
      goToIf(1, differ(fourOctets(local(at)), constant(0x6f_20_30_20))), // " 0 o"
      goToIf(1, differ(twoOctets(local(at), 4), constant(0x6a_62))), // "bj"
      set(at, add(local(at), constant(6))),
      set(misfits, noBits),
      set(step, constant(0)),
      loop(
        compare(add(local(at), local(step))),
        set(step, add(local(step), constant(16))),
        goToIf(0, isBelow(local(step), local(last))),
      ),
      compare(add(local(at), local(last))),
      goToIf(1, isAny(local(misfits))),
      set(done, add(local(done), constant(1))),
      goTo(0),
    ),
  ),
  local(done),
];

export function alikeModule(memoryPages: number): Uint8Array<ArrayBuffer> {
  return wasmModule({ name: 'alike', parameters: 2, numbers: 7, vectors: 1, code: alike }, memoryPages);
}
