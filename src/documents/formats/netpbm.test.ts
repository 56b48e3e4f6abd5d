import { describe, expect, it } from 'vitest';
import { countCuts, countOnce, countPieces } from '../../../test/support/documents/index.ts';

function picture(header: string, octets = 0): Buffer {
  // The octets look like the header of another picture.
  return Buffer.concat([Buffer.from(header, 'latin1'), Buffer.alloc(octets, 'P4 1 1 ')]);
}

const pam = 'P7\n# a comment\nWIDTH 2\nHEIGHT 3\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n';
const p1 = picture('P1\n# a comment\n3 2\n1 0 1\n010');
const p2 = picture('P2 3 2 15\n0 1 15 3\n4 5\n');
const p3 = picture('P3\n1 2\n255\n0 0 255\n1 2 3');
const p4 = picture('P4\n9 2\n', 4);
const p5 = picture('P5 3# a comment\n2 255\n', 6);
const p6 = picture('P6\n3 2\n65535\n', 36);
const p7 = picture(pam, 12);

const inks = 'P7\nWIDTH 2\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\n';

function ofSamples(header: string, samples: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(header), Buffer.from(samples)]);
}

describe('counting NetPBM', () => {
  it.each([
    ['P1', p1, false],
    ['P2', p2, false],
    ['P3', p3, true],
    ['P4', p4, false],
    ['P5', p5, false],
    ['P6', p6, true],
    ['P6 in greys', Buffer.concat([picture('P6 2 1 255\n'), Buffer.from([9, 9, 9, 40, 41, 52])]), false],
    [
      'P6 with a coloured pixel',
      Buffer.concat([picture('P6 2 1 255\n'), Buffer.from([9, 9, 9, 40, 41, 53])]),
      true,
    ],
    ['P6 with another maximum', picture('P6 2 1 100\n', 6), true],
    ['P6 of few levels', ofSamples('P6 2 1 15\n', [7, 7, 7, 8, 8, 8]), false],
    ['P6 of few levels with colour', ofSamples('P6 2 1 15\n', [7, 7, 7, 8, 9, 8]), true],
    ['P6 of 12 bits', ofSamples('P6 1 1 4095\n', [15, 255, 15, 255, 15, 100]), false],
    ['P6 of 12 bits with colour', ofSamples('P6 1 1 4095\n', [15, 255, 15, 255, 14, 255]), true],
    ['P7 of black ink', ofSamples(inks, [0, 0, 0, 200, 12, 9, 0, 1]), false],
    ['P7 of coloured ink', ofSamples(inks, [0, 0, 0, 200, 0, 13, 0, 0]), true],
    ['P7 of single dots of ink', ofSamples(inks.replace('255', '1'), [0, 0, 0, 1, 0, 1, 0, 0]), true],
    [
      'P7 of ink with transparency',
      ofSamples(inks.replace('4', '5').replace('CMYK', 'CMYK_ALPHA'), [0, 0, 0, 9, 99, 0, 0, 0, 9, 99]),
      false,
    ],
    ['P7', p7, false],
    ['P7 in RGB', picture(pam.replace('GRAYSCALE_ALPHA', 'RGB'), 12), undefined],
  ] as const)('takes a picture in %s for one page', async (_, octets, colour) => {
    const count = await countOnce(octets);
    expect(count).toMatchObject({ kind: 'counted', format: 'image/x-portable-anymap', pages: 1 });
    expect(count).toHaveProperty('runs', [
      { first: 1, last: 1, ...(colour === undefined ? {} : { colour }) },
    ]);
  });

  it('takes every picture of a stream for a page', async () => {
    const all = Buffer.concat([p4, p4, p5, Buffer.from('\n'), p6, p7, p1, p2, p3, Buffer.from(' '), p6, p1]);
    expect(await countOnce(all)).toMatchObject({
      pages: 10,
      runs: [
        { last: 3, colour: false },
        { last: 4, colour: true },
        { last: 7, colour: false },
        { last: 9, colour: true },
        { last: 10, colour: false },
      ],
    });
  });

  it.each([
    ['P1', p1, 3],
    ['P4', p4, 3],
    ['P5', p5, 3],
    ['P6', p6, 3],
    ['P7', p7, 3],
  ] as const)('says of every cut of %s that it is incomplete', async (_, octets, from) => {
    for (const count of await countCuts(octets, from)) {
      expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    }
  });

  it('says that plain numbers are incomplete until the last one has begun', async () => {
    const counts = await countCuts(p2.subarray(0, -1), 3);
    for (const count of counts) expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete' });
    expect(await countOnce(p2.subarray(0, -1))).toMatchObject({ pages: 1 });
  });

  it('says what it saw of a stream that is cut', async () => {
    const cut = Buffer.concat([p4, p5, p6]).subarray(0, -1);
    expect(await countOnce(cut)).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 2 });
  });

  it('gives the same answer in pieces of any size', async () => {
    const all = Buffer.concat([p1, p2, p4, p5, p6, p7, picture('P5 50 50 255\n', 2_500)]);
    const whole = await countOnce(all);
    expect(whole).toMatchObject({ pages: 7 });
    for (const count of await countPieces(all)) expect(count).toEqual(whole);
  });

  it.each([
    ['of no width', picture('P5 0 2 255\n', 6)],
    ['of 10^12 columns', picture('P5 1000000000000 2 255\n', 6)],
    ['with a sample above its greatest', picture('P2 2 1 15\n3 16\n')],
    ['with letters for pixels', picture('P1 2 2\nab')],
    ['with a greatest sample of 0', picture('P5 1 1 0\n', 1)],
    ['with a greatest sample of 65536', picture('P5 1 1 65536\n', 2)],
    ['without a depth', picture(pam.replace('DEPTH 2\n', ''), 12)],
    ['with something else behind it', Buffer.concat([p4, Buffer.from('and more')])],
  ])('does not count a picture %s', async (_, octets) => {
    expect(await countOnce(octets)).toMatchObject({ kind: 'unknown', why: 'damaged' });
  });

  it('leaves text that begins with the same letters to text', async () => {
    const text = Buffer.from('P1 is the first of 2 points.\n');
    expect(await countOnce(text)).toMatchObject({ format: 'text/plain' });
  });
});
