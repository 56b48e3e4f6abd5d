import { describe, expect, test } from 'vitest';
import { hex, rawMessage, rawValue } from '../../test/support/ipp-octets.ts';
import { decodeMessage } from './decode.ts';
import { IppDecodeError } from './errors.ts';

const jobGroup = 0x02;

const refusal = (octets: Buffer): string => {
  try {
    decodeMessage(octets);
  } catch (error) {
    if (error instanceof IppDecodeError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('collections', () => {
  const begin = rawValue(0x34, 'media-col', '');
  const end = rawValue(0x37, '', '');
  const member = (name: string) => rawValue(0x4a, '', name);

  test('members, sets and collections inside are read', () => {
    const { groups } = decodeMessage(
      rawMessage(
        0,
        jobGroup,
        begin,
        member('media-size'),
        rawValue(0x34, '', ''),
        member('x-dimension'),
        rawValue(0x21, '', hex('00005208')),
        end,
        member('media-type'),
        rawValue(0x44, '', 'stationery'),
        rawValue(0x42, '', 'Other'),
        end,
        rawValue(0x34, '', ''),
        end,
      ),
    );
    expect(groups[0]?.attributes.get('media-col')?.values).toEqual([
      {
        syntax: 'collection',
        members: new Map([
          [
            'media-size',
            {
              name: 'media-size',
              values: [
                {
                  syntax: 'collection',
                  members: new Map([
                    ['x-dimension', { name: 'x-dimension', values: [{ syntax: 'integer', value: 21000 }] }],
                  ]),
                },
              ],
            },
          ],
          [
            'media-type',
            {
              name: 'media-type',
              values: [
                { syntax: 'keyword', value: 'stationery' },
                { syntax: 'name', value: 'Other' },
              ],
            },
          ],
        ]),
      },
      { syntax: 'collection', members: new Map() },
    ]);
  });

  test.each<[string, readonly (Buffer | number)[], string]>([
    ['not ended before the next group', [begin, jobGroup], 'collection that is not ended'],
    ['with a value before a member name', [begin, rawValue(0x44, '', 'a'), end], 'before a member name'],
    ['with a member without value', [begin, member('a'), end], 'member without a value'],
    [
      'with a member without value before another',
      [begin, member('a'), member('b'), end],
      'member without a value',
    ],
    [
      'with a member without name',
      [begin, member(''), rawValue(0x44, '', 'a'), end],
      'member without a name',
    ],
    ['with a named value', [begin, member('a'), rawValue(0x44, 'b', 'c'), end], 'named attribute'],
    [
      'with a member twice',
      [begin, ...twice(member('a'), rawValue(0x44, '', 'c')), end],
      'second attribute a',
    ],
    ['that begins with a value', [rawValue(0x34, 'media-col', 'x'), end], 'begins with a value'],
    ['that ends with a value', [begin, rawValue(0x37, '', 'x')], 'ends with a value'],
    ['ended twice', [begin, end, end], 'outside of one'],
    ['ended but not begun', [rawValue(0x37, 'x', '')], 'outside of one'],
    ['of a member name alone', [rawValue(0x4a, 'x', 'y')], 'outside of one'],
  ])('one %s is refused', (_what, parts, reason) => {
    expect(refusal(rawMessage(0, jobGroup, ...parts))).toContain(reason);
  });

  const nested = (depth: number): Buffer =>
    Buffer.concat([
      begin,
      ...Array.from({ length: depth - 1 }, () => Buffer.concat([member('m'), rawValue(0x34, '', '')])),
      ...Array.from({ length: depth }, () => end),
    ]);

  test('eight levels are read, nine and twenty thousand are refused', () => {
    expect(refusal(rawMessage(0, jobGroup, nested(8)))).toBe('accepted');
    expect(refusal(rawMessage(0, jobGroup, nested(9)))).toContain('more than 8 deep');
    expect(refusal(rawMessage(0, jobGroup, nested(20_000)))).toContain('more than 8 deep');
  });
});

function twice(...parts: readonly Buffer[]): readonly Buffer[] {
  return [...parts, ...parts];
}
