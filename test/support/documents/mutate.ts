import type { pseudoRandom } from './pseudo-random.ts';

type Random = ReturnType<typeof pseudoRandom>;

/** What grows, ends or opens something where it stands in the place of a number. */
const numbers = ['0', '-1', '2147483647', '99999999999999999999', '1e9', '5 0 R', '[', '<<', '(', '/Kids'];

/**
 * A mutation of a real document: octets changed, cut out or doubled, cut off, continued as another document, filled with
 * zeros, junk before or behind it, or a number grown.
 */
export function mutate(document: Buffer, others: readonly Buffer[], random: Random): Buffer {
  const octets = Buffer.from(document);
  const at = random.below(octets.length);
  const length = random.below(random.pick([4, 40, 400]));
  switch (random.below(8)) {
    case 0:
      for (let times = random.below(8); times >= 0; times -= 1)
        octets[random.below(octets.length)] = random.below(256);
      return octets;
    case 1:
      return Buffer.concat([octets.subarray(0, at), octets.subarray(at + length)]);
    case 2:
      return Buffer.concat([octets.subarray(0, at + length), octets.subarray(at)]);
    case 3:
      return octets.subarray(0, at);
    case 4:
      return Buffer.concat([octets.subarray(0, at), random.pick(others).subarray(at)]);
    case 5:
      return octets.fill(0, at, Math.min(octets.length, at + length));
    case 6: {
      const junk = Buffer.from(Array.from({ length: 1 + length }, () => random.below(256)));
      return random.below(2) === 0 ? Buffer.concat([junk, octets]) : Buffer.concat([octets, junk]);
    }
    default:
      return withNumber(octets, at, random.pick(numbers));
  }
}

function withNumber(octets: Buffer, at: number, number: string): Buffer {
  const text = octets.toString('latin1');
  const from = text.slice(at).search(/\d+/) + at;
  const end = from + (/^\d+/.exec(text.slice(from))?.[0].length ?? 0);
  return Buffer.from(text.slice(0, from) + number + text.slice(end), 'latin1');
}
