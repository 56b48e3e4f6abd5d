import fc from 'fast-check';
import type { IppAttribute, IppAttributes, IppDateTime, IppMessage, IppValue } from '../../src/ipp/index.ts';

/** Random messages that are valid by RFC 8010, whether or not any client would send them. */

const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });

/** What keywords, names of attributes and the like are made of. */
const ascii = (minLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme-ascii', minLength, maxLength: 60 });

/** Any characters, halves of surrogate pairs excepted: those have no octets. */
const unicode = fc.string({ unit: 'binary', maxLength: 60 });

const octets = fc.uint8Array({ maxLength: 60 });

const anyDateTime: fc.Arbitrary<IppDateTime> = fc.record({
  year: fc.integer({ min: 0, max: 0xffff }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 31 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 60 }),
  deciSecond: fc.integer({ min: 0, max: 9 }),
  zoneDirection: fc.constantFrom('+', '-'),
  zoneHours: fc.integer({ min: 0, max: 14 }),
  zoneMinutes: fc.integer({ min: 0, max: 59 }),
});

/** No 31 April. */
const dateTime = anyDateTime.filter(({ year, month, day }) => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCDate() === day;
});

const asciiSyntaxes = ['keyword', 'uri', 'uriScheme', 'charset', 'naturalLanguage', 'mimeMediaType'] as const;
const outOfBands = [
  'unsupported',
  'default',
  'unknown',
  'no-value',
  'not-settable',
  'delete-attribute',
  'admin-define',
] as const;

/** Tags that no table of ours knows, in one octet or behind the extension tag. */
const unknownTag = fc.oneof(
  fc.constantFrom(0x14, 0x18, 0x20, 0x24, 0x38, 0x40, 0x43, 0x4b, 0x7e, 0x80, 0xff),
  fc.integer({ min: 0x100, max: 0xffff_ffff }),
);

const plainValue: fc.Arbitrary<IppValue> = fc.oneof(
  fc.record({ syntax: fc.constantFrom('integer', 'enum'), value: int32 }),
  fc.record({ syntax: fc.constant('boolean'), value: fc.boolean() }),
  fc.record({ syntax: fc.constantFrom('text', 'name'), value: unicode }),
  fc.record({ syntax: fc.constantFrom(...asciiSyntaxes), value: ascii(0) }),
  fc.record({
    syntax: fc.constantFrom('textWithLanguage', 'nameWithLanguage'),
    value: unicode,
    language: ascii(0),
  }),
  fc.record({ syntax: fc.constant('octetString'), value: octets }),
  fc.record({ syntax: fc.constant('dateTime'), value: dateTime }),
  fc.record({ syntax: fc.constant('resolution'), x: int32, y: int32, units: fc.constantFrom('dpi', 'dpcm') }),
  fc.record({ syntax: fc.constant('rangeOfInteger'), lower: int32, upper: int32 }),
  fc.record({ syntax: fc.constantFrom(...outOfBands) }),
  fc.record({ syntax: fc.constant('other'), tag: unknownTag, octets }),
);

const valueNested = (depth: number): fc.Arbitrary<IppValue> =>
  depth === 0
    ? plainValue
    : fc.oneof(
        { weight: 5, arbitrary: plainValue },
        {
          weight: 1,
          arbitrary: fc.record({
            syntax: fc.constant('collection'),
            members: attributesOf(valueNested(depth - 1), 4),
          }),
        },
      );

/** Names are unique within a list; some are those on which lookups in plain objects stumble. */
const attributeName = fc.oneof(
  { weight: 10, arbitrary: ascii(1) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '0', '17') },
);

function attributesOf(value: fc.Arbitrary<IppValue>, maxLength: number): fc.Arbitrary<IppAttributes> {
  const attribute: fc.Arbitrary<IppAttribute> = fc.record({
    name: attributeName,
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  });
  return fc
    .uniqueArray(attribute, { selector: ({ name }) => name, maxLength })
    .map((list) => new Map(list.map((entry) => [entry.name, entry])));
}

export const attributesArbitrary: fc.Arbitrary<IppAttributes> = attributesOf(valueNested(3), 6);

export const messageArbitrary: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.record({ major: fc.integer({ min: 0, max: 255 }), minor: fc.integer({ min: 0, max: 255 }) }),
  code: fc.integer({ min: 0, max: 0xffff }),
  requestId: int32,
  groups: fc.array(
    fc.record({
      tag: fc.constantFrom(0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 15),
      attributes: attributesArbitrary,
    }),
    { maxLength: 4 },
  ),
});
