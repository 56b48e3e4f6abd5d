import { describe, expect, it } from 'vitest';
import { pseudoRandom } from '../../../../test/support/documents/pseudo-random.ts';
import { DigitPattern, patternOctetsMin } from './digit-pattern.ts';

/** A pattern whose digits are loose where `loose` has a `*`, looked for behind three octets of something else. */
function fits(pattern: Buffer, loose: string, octets: Buffer): boolean {
  const isLoose = Uint8Array.from(loose, (mark) => (mark === '*' ? 1 : 0));
  const all = Buffer.concat([Buffer.from('...'), octets]);
  const view = new DataView(all.buffer, all.byteOffset, all.length);
  return new DigitPattern(pattern, isLoose).fits(view, 3, all.length);
}

describe('a pattern of digits', () => {
  const page = Buffer.from('<</Type/Page/Parent 12 0 R/MediaBox[0 0 595 842]/Contents 15 0 R>>');
  const loose = page
    .toString()
    .replace(/\[.*\]/, (box) => '.'.repeat(box.length))
    .replaceAll(/\d/g, '*');

  it.each([
    ['itself', page.toString(), true],
    ['other digits where they are loose', page.toString().replace('12 0', '98 7').replace('15', '00'), true],
    ['another digit of its box', page.toString().replace('595', '596'), false],
    ['another name', page.toString().replace('Contents', 'Contentz'), false],
    ['a sign in place of a digit', page.toString().replace('12 0', '-2 0'), false],
    ['less than there is', page.toString().slice(0, -1), false],
  ])('is met by %s: %s', (_what, octets, expected) => {
    expect(fits(page, loose, Buffer.from(octets))).toBe(expected);
  });

  it('does not take one zero for the other, nor one that is no number for another', () => {
    const tight = '.'.repeat(8);
    const zeros = Buffer.alloc(8);
    expect(fits(zeros, tight, zeros)).toBe(true);
    expect(fits(zeros, tight, Buffer.from([0, 0, 0, 0, 0, 0, 0, 0x80]))).toBe(false);
    const noNumber = Buffer.from([1, 0, 0, 0, 0, 0, 0xf8, 0x7f]);
    expect(fits(noNumber, tight, noNumber)).toBe(true);
    expect(fits(noNumber, tight, Buffer.from([2, 0, 0, 0, 0, 0, 0xf8, 0x7f]))).toBe(false);
  });

  it('is met by what is the same but for loose digits, and by nothing else, in 20 000 of them', () => {
    const random = pseudoRandom(5);
    const alphabet = Buffer.from('0123456789 /[]>A\x00\x7f\xff', 'latin1');
    const octet = () => alphabet[random.below(alphabet.length)] ?? 0;
    const isDigit = (value = 0) => value >= 0x30 && value <= 0x39;
    for (let run = 0; run < 20_000; run += 1) {
      const pattern = Buffer.from(Array.from({ length: patternOctetsMin + random.below(60) }, octet));
      const marks = Array.from(pattern, (value) => (isDigit(value) && random.below(3) > 0 ? '*' : '.')).join(
        '',
      );
      const other = Buffer.from(
        pattern.map((value, at) => (marks[at] === '*' ? 0x30 + random.below(10) : value)),
      );
      if (random.below(2) > 0) other[random.below(other.length)] = octet();
      const expected = other.every(
        (value, at) => value === pattern[at] || (marks[at] === '*' && isDigit(value)),
      );
      expect(fits(pattern, marks, other), `run ${run}`).toBe(expected);
    }
  });
});
