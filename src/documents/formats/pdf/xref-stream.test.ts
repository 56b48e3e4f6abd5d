import { describe, expect, it } from 'vitest';
import { MemoryBytes } from './bytes.ts';
import { Effort, inlineEffort } from './effort.ts';
import { XrefPlace } from './xref-section.ts';
import { readXrefStream } from './xref-stream.ts';

type Row = readonly [kind: number, second: number, third: number];

/** What a cross-reference stream of these widths says of an object. */
function find(widths: Row, rows: readonly Row[], number: number, index = `0 ${rows.length}`) {
  const data = rows.map((row) => row.map((value, at) => hex(value, widths[at] ?? 0)).join('')).join('');
  const entries = `/Type/XRef/Size 9/Index[${index}]/W[${widths.join(' ')}]/Filter/ASCIIHexDecode`;
  const text = `1 0 obj<<${entries}/Length ${data.length + 1}>>stream\n${data}>\nendstream`;
  const section = readXrefStream(new MemoryBytes(Buffer.from(text)), 0, new Effort(inlineEffort));
  const place = new XrefPlace();
  if (section?.find(number, place) !== true) return undefined;
  const { kind, at } = place;
  return kind === 'in-stream' ? [kind, at, place.index] : kind === 'offset' ? [kind, at] : [kind];
}

function hex(value: number, octets: number): string {
  return octets === 0 ? '' : value.toString(16).padStart(2 * octets, '0');
}

describe('a cross-reference stream', () => {
  const rows: readonly Row[] = [
    [0, 0, 255],
    [1, 0x7b, 0],
    [2, 0xfe, 0xc8],
    [1, 0xff, 0],
    [3, 1, 1],
    [2, 7, 9],
  ];

  it.each([
    { widths: [1, 1, 1] },
    { widths: [1, 2, 1] },
    { widths: [1, 3, 2] },
    { widths: [1, 4, 4] },
    { widths: [1, 5, 1] },
    { widths: [1, 8, 8] },
    { widths: [2, 2, 2] },
  ] as const)('of widths $widths says where objects are, the last one too', ({ widths }) => {
    expect(rows.map((_, number) => find(widths, rows, number))).toEqual([
      ['free'],
      ['offset', 0x7b],
      ['in-stream', 0xfe, 0xc8],
      ['offset', 0xff],
      ['free'],
      ['in-stream', 7, 9],
    ]);
    expect(find(widths, rows, rows.length)).toBeUndefined();
  });

  it('reads the highest numbers that four octets have', () => {
    const high = [...Array.from({ length: 8 }, (): Row => [0, 0, 0])];
    expect(find([1, 4, 4], [[1, 0xffffffff, 0], ...high], 0)).toEqual(['offset', 0xffffffff]);
    expect(find([1, 4, 4], [[2, 0xfffffffe, 0xffffffff], ...high], 0)).toEqual([
      'in-stream',
      0xfffffffe,
      0xffffffff,
    ]);
  });

  it('without kinds has objects in use only, without a third field the first of their streams', () => {
    const plain = rows.map(([, second]): Row => [0, second, 0]);
    expect(find([0, 2, 0], plain, 2)).toEqual(['offset', 0xfe]);
    expect(find([1, 2, 0], rows, 2)).toEqual(['in-stream', 0xfe, 0]);
  });

  it('holds the objects of its ranges; where two hold one, the first says', () => {
    const index = '5 2 10 3 6 1';
    expect(find([1, 2, 1], rows, 6, index)).toEqual(['offset', 0x7b]);
    expect(find([1, 2, 1], rows, 12, index)).toEqual(['free']);
    expect(find([1, 2, 1], rows, 10, index)).toEqual(['in-stream', 0xfe, 0xc8]);
    expect(find([1, 2, 1], rows, 7, index)).toBeUndefined();
  });

  it('does not hold the objects of rows that it claims and does not have', () => {
    expect(find([1, 2, 1], rows, 6, '0 9')).toBeUndefined();
    expect(find([1, 2, 1], rows, 5, '0 9')).toEqual(['in-stream', 7, 9]);
  });
});
