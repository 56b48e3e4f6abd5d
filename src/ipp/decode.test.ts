import { describe, expect, test } from 'vitest';
import { counted, hex, rawMessage, rawValue } from '../../test/support/ipp-octets.ts';
import { decodeAttributes, decodeMessage } from './decode.ts';
import { IppDecodeError } from './errors.ts';
import type { IppValue } from './message.ts';
import { firstString } from './reading.ts';

const operationGroup = 0x01;
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

const valueOf = (tag: number, octets: string | Buffer, lenient = false): IppValue | undefined => {
  const message = decodeMessage(rawMessage(0, operationGroup, rawValue(tag, 'x', octets)), { lenient });
  return message.groups[0]?.attributes.get('x')?.values[0];
};

describe('messages that hang, exhaust or mislead other decoders', () => {
  test('a negative value length is refused: 16 octets that are an endless loop elsewhere', () => {
    const octets = hex('0200 000b 00000001 01 41 0001 78 fffa 03');
    expect(octets).toHaveLength(16);
    expect(refusal(octets)).toBe('a value of 65530 octets, at most 32767, at octet 13');
  });

  test('a negative length in a further value is refused: 22 octets that fill the memory elsewhere', () => {
    const octets = hex('0200 000b 00000001 01 41 0001 78 0001 61 41 0000 fffb 03');
    expect(octets).toHaveLength(22);
    expect(refusal(octets)).toBe('a value of 65531 octets, at most 32767, at octet 19');
  });

  test('an integer of ten octets is refused although all lengths add up: 26 octets', () => {
    const octets = hex('0200 000b 00000001 01 21 0001 78 000a 00000001 41 0001 79 fffa 03');
    expect(octets).toHaveLength(26);
    expect(refusal(octets)).toBe('integer of 10 octets, expected 4, at octet 15');
  });

  test('an extension tag takes its four octets from the value: 260 octets', () => {
    const pad = rawValue(0x41, 'pad', 'p'.repeat(225));
    const octets = rawMessage(
      0x0b,
      operationGroup,
      pad,
      rawValue(0x7f, 'xy', hex('40000001')),
      rawValue(0xff, 'z', ''),
    );
    expect(octets).toHaveLength(260);
    const attributes = decodeMessage(octets).groups[0]?.attributes;
    expect(attributes?.get('xy')?.values).toEqual([
      { syntax: 'other', tag: 0x40000001, octets: new Uint8Array(0) },
    ]);
    expect([...(attributes?.keys() ?? [])]).toEqual(['pad', 'xy', 'z']);
  });

  test('an attribute inside of a value is not seen as one', () => {
    const inner = Buffer.concat([hex('00000001'), rawValue(0x42, 'requesting-user-name', 'admin')]);
    expect(refusal(rawMessage(2, operationGroup, rawValue(0x21, 'x', inner)))).toContain(
      'integer of 34 octets',
    );
  });

  test('an attribute named __proto__ is an attribute like any other', () => {
    const evil = [
      rawValue(0x34, '__proto__', ''),
      rawValue(0x4a, '', 'requesting-user-name'),
      rawValue(0x42, '', 'admin'),
      rawValue(0x37, '', ''),
    ];
    const attributes = decodeMessage(rawMessage(2, operationGroup, ...evil)).groups[0]?.attributes;
    expect([...(attributes?.keys() ?? [])]).toEqual(['__proto__']);
    expect(firstString(attributes, 'requesting-user-name')).toBeUndefined();
  });

  test('a second operation group is kept beside the first, so that it can be refused', () => {
    const user = rawValue(0x42, 'requesting-user-name', 'alice');
    const { groups } = decodeMessage(rawMessage(2, operationGroup, user, operationGroup));
    expect(groups.map(({ tag, attributes }) => [tag, attributes.size])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  test('octets above 7f are not masked into other characters', () => {
    const uri = Buffer.concat([Buffer.from('ipp://h/printers/x'), hex('afaeaeaf'), Buffer.from('admin')]);
    const octets = rawMessage(2, operationGroup, rawValue(0x45, 'printer-uri', uri));
    expect(refusal(octets)).toBe('uri that is not printable ASCII, at octet 25');
  });

  test.each([
    ['without an end tag', '0200 000b 00000001 01 44 0001 78 0003 616263'],
    ['with a string shorter than its length', '0200 000b 00000001 01 44 0001 78 0032 616263'],
    ['with half a length', '0200 000b 00000001 01 44 00'],
    ['with seven octets', '0200 000b 000000'],
    ['of nothing', ''],
  ])('a message %s is refused', (_what, digits) => {
    expect(() => decodeMessage(hex(digits))).toThrow(IppDecodeError);
  });

  test('enum, keyword and name keep apart, and so do the out-of-band values', () => {
    expect(valueOf(0x23, hex('00000003'))).toEqual({ syntax: 'enum', value: 3 });
    expect(valueOf(0x44, 'idle')).toEqual({ syntax: 'keyword', value: 'idle' });
    expect(valueOf(0x42, 'idle')).toEqual({ syntax: 'name', value: 'idle' });
    expect([0x10, 0x11, 0x12, 0x13, 0x15, 0x16, 0x17].map((tag) => valueOf(tag, '')?.syntax)).toEqual([
      'unsupported',
      'default',
      'unknown',
      'no-value',
      'not-settable',
      'delete-attribute',
      'admin-define',
    ]);
  });

  test('a dateTime keeps its fields and its zone', () => {
    expect(valueOf(0x31, hex('07ea0b160f1a07042b021e'))).toEqual({
      syntax: 'dateTime',
      value: {
        year: 2026,
        month: 11,
        day: 22,
        hour: 15,
        minute: 26,
        second: 7,
        deciSecond: 4,
        zoneDirection: '+',
        zoneHours: 2,
        zoneMinutes: 30,
      },
    });
  });

  test('the document behind the end tag is not looked at', () => {
    const message = decodeMessage(Buffer.concat([rawMessage(2, operationGroup), hex('ffd8ff00')]));
    expect(message.groups).toHaveLength(1);
  });

  test.each([0x4001, 0x041e, 0xffff])('code %i is kept though nobody here knows it', (code) => {
    expect(decodeMessage(rawMessage(code)).code).toBe(code);
  });

  test('unknown groups keep their tag', () => {
    const { groups } = decodeMessage(rawMessage(0, 0x0a, rawValue(0x21, 'x', hex('00000001')), 0x0f));
    expect(groups.map(({ tag }) => tag)).toEqual([0x0a, 0x0f]);
  });

  test('octetString keeps every octet, in memory of its own', () => {
    const octets = rawMessage(2, operationGroup, rawValue(0x30, 'job-password', hex('ff41')));
    const value = decodeMessage(octets).groups[0]?.attributes.get('job-password')?.values[0];
    octets.fill(0);
    expect(value).toEqual({ syntax: 'octetString', value: Uint8Array.of(0xff, 0x41) });
  });
});

describe('values', () => {
  test.each<[string, number, string, IppValue]>([
    ['integer', 0x21, 'ffffffff', { syntax: 'integer', value: -1 }],
    ['boolean', 0x22, '01', { syntax: 'boolean', value: true }],
    [
      'the 29th of February in 2028',
      0x31,
      '07ec021d0f1a07042b0000',
      {
        syntax: 'dateTime',
        value: {
          year: 2028,
          month: 2,
          day: 29,
          hour: 15,
          minute: 26,
          second: 7,
          deciSecond: 4,
          zoneDirection: '+',
          zoneHours: 0,
          zoneMinutes: 0,
        },
      },
    ],
    ['resolution', 0x32, '00000258 0000012c 03', { syntax: 'resolution', x: 600, y: 300, units: 'dpi' }],
    [
      'resolution per cm',
      0x32,
      '00000076 00000076 04',
      { syntax: 'resolution', x: 118, y: 118, units: 'dpcm' },
    ],
    ['range', 0x33, '00000001 00000063', { syntax: 'rangeOfInteger', lower: 1, upper: 99 }],
    ['text in UTF-8', 0x41, '47 72 c3bc c39f 65', { syntax: 'text', value: 'Grüße' }],
    ['text that begins with a byte order mark', 0x41, 'efbbbf 61', { syntax: 'text', value: '\ufeffa' }],
    ['empty text', 0x41, '', { syntax: 'text', value: '' }],
    [
      'name with language',
      0x36,
      '0002 6672 0005 53616c6c65',
      { syntax: 'nameWithLanguage', value: 'Salle', language: 'fr' },
    ],
    ['unknown tag', 0x38, 'ff00', { syntax: 'other', tag: 0x38, octets: Uint8Array.of(0xff, 0) }],
    [
      'extension of a small tag',
      0x7f,
      '00000021 01',
      { syntax: 'other', tag: 0x7f, octets: plainOctets('0000002101') },
    ],
    ['extension', 0x7f, '40000001 ff', { syntax: 'other', tag: 0x40000001, octets: Uint8Array.of(0xff) }],
  ])('%s is read', (_what, tag, digits, expected) => {
    expect(valueOf(tag, hex(digits))).toEqual(expected);
  });

  test.each([
    ['integer of 3 octets', 0x21, '000001'],
    ['no-value with a value', 0x13, '61'],
    ['unsupported with the value of an integer', 0x10, '00000001'],
    ['enum of 5 octets', 0x23, '0000000100'],
    ['boolean of no octets', 0x22, ''],
    ['boolean 2', 0x22, '02'],
    ['dateTime of 10 octets', 0x31, '07ea0b160f1a07042b02'],
    ['month 13', 0x31, '07ea0d160f1a07042b0200'],
    ['the 30th of February', 0x31, '07ea021e0f1a07042b0200'],
    ['the 29th of February in 2026', 0x31, '07ea021d0f1a07042b0200'],
    ['zone direction 0', 0x31, '07ea0b160f1a0704000200'],
    ['resolution of 8 octets', 0x32, '0000025800000258'],
    ['resolution in units 5', 0x32, '000002580000025805'],
    ['range of 9 octets', 0x33, '000000010000000200'],
    ['text that is not UTF-8', 0x41, 'c328'],
    ['text cut inside a character', 0x41, '61c3'],
    ['name of Latin-1', 0x42, 'e9'],
    ['keyword with a NUL', 0x44, '610062'],
    ['keyword with a line feed', 0x44, '610a62'],
    ['URI outside of ASCII', 0x45, '687474703a2f2fc3a9'],
    ['charset with DEL', 0x47, '7f'],
    ['language outside of ASCII', 0x48, 'e9'],
    ['media type with a carriage return', 0x49, '612f620d'],
    ['text with language, inner length too long', 0x35, '0002 656e 0004 616263'],
    ['text with language, inner length too short', 0x35, '0002 656e 0002 616263'],
    ['text with language, language too long', 0x35, '0009 656e 0003 616263'],
    ['text with language of 3 octets', 0x35, '000000'],
    ['text with language that is not UTF-8', 0x35, '0002 656e 0002 c328'],
    ['text with language whose language is not ASCII', 0x35, '0001 e9 0001 61'],
    ['extension of 3 octets', 0x7f, '400000'],
  ])('%s: refused when strict, kept as it came when lenient', (_what, tag, digits) => {
    const octets = hex(digits);
    expect(() => valueOf(tag, octets)).toThrow(IppDecodeError);
    expect(valueOf(tag, octets, true)).toEqual({ syntax: 'other', tag, octets: plainOctets(digits) });
  });
});

function plainOctets(digits: string): Uint8Array {
  return new Uint8Array(hex(digits));
}

describe('attributes and groups', () => {
  test('further values join the attribute before them, whatever their syntax', () => {
    const message = decodeMessage(
      rawMessage(
        0,
        jobGroup,
        rawValue(0x44, 'media', 'a4'),
        rawValue(0x42, '', 'My Paper'),
        rawValue(0x13, '', ''),
      ),
    );
    expect(message.groups[0]?.attributes.get('media')?.values).toEqual([
      { syntax: 'keyword', value: 'a4' },
      { syntax: 'name', value: 'My Paper' },
      { syntax: 'no-value' },
    ]);
  });

  test.each<[string, readonly (Buffer | number)[], string]>([
    ['a value without an attribute', [operationGroup, rawValue(0x44, '', 'a')], 'value without an attribute'],
    ['an attribute before any group', [rawValue(0x44, 'a', 'b')], 'attribute outside of a group'],
    [
      'an attribute that comes twice in a group',
      [operationGroup, rawValue(0x44, 'a', 'b'), rawValue(0x44, 'c', 'd'), rawValue(0x44, 'a', 'b')],
      'second attribute a',
    ],
    [
      'a name outside of ASCII',
      [operationGroup, rawValue(0x44, 'é', 'b')],
      'name that is not printable ASCII',
    ],
  ])('%s is refused', (_what, parts, reason) => {
    expect(refusal(rawMessage(0, ...parts))).toContain(reason);
  });

  test('the same attribute may come in each group', () => {
    const job = rawValue(0x21, 'job-id', hex('00000001'));
    expect(decodeMessage(rawMessage(0, jobGroup, job, jobGroup, job)).groups).toHaveLength(2);
  });

  test('a fault tells the octet where it is', () => {
    const octets = rawMessage(0, operationGroup, rawValue(0x21, 'copies', hex('0001')));
    expect(() => decodeMessage(octets)).toThrow(
      expect.objectContaining({ octet: 20, reason: 'integer of 2 octets, expected 4' }),
    );
  });

  test('a message may be a window of a larger buffer', () => {
    const octets = rawMessage(0, operationGroup, rawValue(0x42, 'x', 'ä'));
    const larger = new Uint8Array(octets.length + 10);
    larger.set(octets, 5);
    const window = larger.subarray(5, 5 + octets.length);
    expect(decodeMessage(window)).toEqual(decodeMessage(octets));
  });
});

describe('limits', () => {
  const one = rawValue(0x21, 'a', hex('00000001'));
  const more = rawValue(0x21, '', hex('00000001'));
  const two = rawValue(0x21, 'b', hex('00000001'));

  test.each([
    ['groups', { groupsMax: 1 }, [jobGroup, jobGroup], 'more than 1 groups'],
    ['attributes', { attributesMax: 1 }, [jobGroup, one, two], 'more than 1 attributes'],
    [
      'attributes of all groups together',
      { attributesMax: 1 },
      [jobGroup, one, jobGroup, one],
      'more than 1 attributes',
    ],
    ['values', { valuesMax: 1 }, [jobGroup, one, more], 'more than 1 values'],
  ])('%s beyond the limit are refused', (_what, limits, parts, reason) => {
    expect(() => decodeMessage(rawMessage(0, ...parts), { limits })).toThrow(reason);
    expect(decodeMessage(rawMessage(0, ...parts)).groups.length).toBeGreaterThan(0);
  });

  test('a mebibyte of empty groups is refused after the first thousand', () => {
    expect(refusal(rawMessage(0, Buffer.alloc(1024 * 1024, jobGroup)))).toContain('more than 1000 groups');
  });
});

describe('lenient reading', () => {
  const good = rawValue(0x44, 'good', 'yes');

  test('keeps what was read before the message was cut off', () => {
    const octets = rawMessage(0, operationGroup, good, rawValue(0x44, 'cut', 'no'));
    for (let end = 8; end < octets.length; end += 1) {
      const { groups } = decodeMessage(octets.subarray(0, end), { lenient: true });
      expect(groups.length).toBe(end > 8 ? 1 : 0);
      expect(groups[0]?.attributes.has('good') ?? false).toBe(end >= 9 + good.length);
    }
  });

  test('takes the first of two attributes of one name, with all its values and none of the other', () => {
    const octets = rawMessage(
      0,
      operationGroup,
      good,
      rawValue(0x44, 'good', 'no'),
      rawValue(0x44, '', 'nor this'),
      rawValue(0x44, 'last', 'yes'),
    );
    const attributes = decodeMessage(octets, { lenient: true }).groups[0]?.attributes;
    expect(attributes?.get('good')?.values).toEqual([{ syntax: 'keyword', value: 'yes' }]);
    expect(attributes?.has('last')).toBe(true);
  });

  test('stops at the first fault of structure', () => {
    const negative = hex('44 0001 78 ffff');
    const { groups } = decodeMessage(rawMessage(0, operationGroup, good, negative, good), { lenient: true });
    expect([...(groups[0]?.attributes.keys() ?? [])]).toEqual(['good']);
  });

  test('cannot do without the first eight octets', () => {
    expect(() => decodeMessage(hex('0200 0000 000000'), { lenient: true })).toThrow(IppDecodeError);
  });
});

describe('bare lists of attributes', () => {
  test('are read to their last octet', () => {
    expect(decodeAttributes(rawValue(0x44, 'a', 'b')).get('a')?.values).toEqual([
      { syntax: 'keyword', value: 'b' },
    ]);
    expect(decodeAttributes(Buffer.alloc(0)).size).toBe(0);
  });

  test.each([
    ['a delimiter', Buffer.concat([rawValue(0x44, 'a', 'b'), Buffer.of(3)])],
    ['half a value', rawValue(0x44, 'a', 'bc').subarray(0, 6)],
    ['a length alone', Buffer.concat([Buffer.of(0x44), counted('a')])],
  ])('with %s are refused', (_what, octets) => {
    expect(() => decodeAttributes(octets)).toThrow(IppDecodeError);
  });
});
