import { describe, expect, test } from 'vitest';
import { hex, rawMessage, rawValue } from '../../test/support/ipp-octets.ts';
import { attributeOf, attributes } from './attributes.ts';
import { decodeAttributes, decodeMessage } from './decode.ts';
import {
  delimiter,
  encodeAttribute,
  encodeAttributes,
  encodeGroups,
  encodeMessage,
  encodeMessageHead,
  endOfAttributes,
} from './encode.ts';
import type { IppMessage, IppValue } from './message.ts';
import { statuses } from './registry/codes.generated.ts';
import { groupTags } from './registry/tags.ts';
import { attribute } from './typed-attribute.ts';
import {
  boolean,
  charset,
  collection,
  dateTime,
  enumeration,
  integer,
  keyword,
  mimeMediaType,
  name,
  naturalLanguage,
  octetString,
  outOfBand,
  range,
  resolution,
  text,
  uri,
  uriScheme,
} from './values.ts';

const version = { major: 2, minor: 0 };

/** The octets of one value behind its tag, name and length. */
const octetsOf = (value: IppValue): string => encodeAttribute(attributeOf('x', value)).toString('hex', 4);

const answer = (code: number, ...groups: IppMessage['groups']): Buffer =>
  encodeMessage({ version, code, requestId: 1, groups });

describe('what other writers get wrong', () => {
  test('a refused quota leaves as the status that it is', () => {
    expect(answer(statuses.clientErrorAccountLimitReached).toString('hex', 2, 4)).toBe('041e');
    expect(answer(statuses.cupsAccountLimitReached).toString('hex', 2, 4)).toBe('049e');
  });

  test('codes, versions and request-ids are written as given', () => {
    const head = encodeMessageHead({ version: { major: 2, minor: 2 }, code: 0x4002, requestId: 0 });
    expect(head.toString('hex')).toBe('0202400200000000');
    expect(encodeMessageHead({ version, code: 0, requestId: -1 }).toString('hex')).toBe('02000000ffffffff');
  });

  test.each([undefined, Number.NaN, -1, 0x10000, 1.5])('%s is no code', (code) => {
    // @ts-expect-error -- what a careless caller passes
    expect(() => encodeMessageHead({ version, code, requestId: 1 })).toThrow('is not an unsigned integer');
  });

  test('an answer has as many job groups as there are jobs', () => {
    const job = (id: number) => ({ tag: groupTags.job, attributes: attributes(attribute('job-id', id)) });
    const octets = rawMessage(
      0,
      2,
      rawValue(0x21, 'job-id', hex('00000001')),
      2,
      rawValue(0x21, 'job-id', hex('00000002')),
    );
    expect(answer(0, job(1), job(2))).toEqual(octets);
  });

  test('unsupported, subscription, event and system groups are written', () => {
    const tags = [
      groupTags.unsupported,
      groupTags.subscription,
      groupTags.eventNotification,
      groupTags.system,
    ];
    const octets = answer(0, ...tags.map((tag) => ({ tag, attributes: attributes() })));
    expect(octets.subarray(8)).toEqual(Buffer.from([5, 6, 7, 10, 3]));
  });

  test('vendor attributes are written like others', () => {
    expect(encodeAttribute(attributeOf('vendor-thing', keyword('on')))).toEqual(
      rawValue(0x44, 'vendor-thing', 'on'),
    );
    expect(encodeAttribute(attribute('urf-supported', 'W8', 'CP255'))).toEqual(
      Buffer.concat([rawValue(0x44, 'urf-supported', 'W8'), rawValue(0x44, '', 'CP255')]),
    );
  });

  test('time-at-completed is an integer or no-value', () => {
    expect(encodeAttribute(attribute('time-at-completed', 55)).toString('hex', 20)).toBe('000400000037');
    expect(encodeAttribute(attribute('time-at-completed', outOfBand('no-value')))).toEqual(
      rawValue(0x13, 'time-at-completed', ''),
    );
  });

  test('the order of attributes is that of the caller', () => {
    const octets = encodeAttributes(
      attributes(attribute('attributes-charset', 'utf-8'), attribute('status-message', 'ok')),
    );
    expect(octets.toString('latin1')).toMatch(/^G.*attributes-charset.*status-message/s);
  });

  test('what was decoded is written as it came: a name of Latin-1, a broken integer, a vendor tag', () => {
    const values = [
      rawValue(0x42, 'a', hex('e9')),
      rawValue(0x21, 'b', hex('0001')),
      rawValue(0x7f, 'c', hex('40000001ff')),
      rawValue(0x7f, 'd', hex('00000021')),
      rawValue(0x13, 'e', 'surplus'),
    ];
    const octets = rawMessage(0, 4, ...values);
    expect(encodeMessage(decodeMessage(octets, { lenient: true }))).toEqual(octets);
    const stored = encodeAttributes(decodeAttributes(Buffer.concat(values)));
    expect(stored).toEqual(Buffer.concat(values));
  });
});

describe('values', () => {
  test.each<[string, IppValue, string]>([
    ['integer', integer(99), '000400000063'],
    ['negative integer', integer(-10), '0004fffffff6'],
    ['enum', enumeration(3), '000400000003'],
    ['true', boolean(true), '000101'],
    ['false', boolean(false), '000100'],
    ['octets', octetString(Uint8Array.of(0xff, 0)), '0002ff00'],
    ['a moment, in UTC', dateTime(Date.UTC(2026, 10, 22, 15, 26, 7, 480)), '000b07ea0b160f1a07042b0000'],
    ['resolution', resolution(600, 300), '0009000002580000012c03'],
    ['resolution per centimetre', resolution(118, 118, 'dpcm'), '0009000000760000007604'],
    ['range', range(1, 99), '00080000000100000063'],
    ['text', text('Grüße'), '00074772c3bcc39f65'],
    ['text beyond the basic plane', text('😀'), '0004f09f9880'],
    ['empty text', text(''), '0000'],
    ['no-value', outOfBand('no-value'), '0000'],
    [
      'name with language',
      { syntax: 'nameWithLanguage', value: 'Salle', language: 'fr' },
      '000b000266720005' + '53616c6c65',
    ],
  ])('%s', (_what, value, digits) => {
    expect(octetsOf(value)).toBe(digits);
  });

  test('each kind of string has its tag', () => {
    const kinds = [text, name, keyword, uri, uriScheme, charset, naturalLanguage, mimeMediaType];
    const tags = kinds.map((kind) => encodeAttribute(attributeOf('x', kind('a')))[0]);
    expect(tags).toEqual([0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49]);
  });

  test('sets inside of collections keep every value', () => {
    const stitching = collection(attributeOf('stitching-locations', integer(10), integer(20)));
    const octets = encodeAttribute(
      attributeOf('finishings-col', collection(attributeOf('stitching', stitching))),
    );
    expect(octets).toEqual(
      Buffer.concat([
        rawValue(0x34, 'finishings-col', ''),
        rawValue(0x4a, '', 'stitching'),
        rawValue(0x34, '', ''),
        rawValue(0x4a, '', 'stitching-locations'),
        rawValue(0x21, '', hex('0000000a')),
        rawValue(0x21, '', hex('00000014')),
        rawValue(0x37, '', ''),
        rawValue(0x37, '', ''),
      ]),
    );
  });

  test.each([47, 48, 49, 511, 5000, 32767])('a string of %i characters is written whole', (length) => {
    const long = `${'a'.repeat(length - 1)}b`;
    expect(encodeAttribute(attributeOf('x', text(long)))).toEqual(rawValue(0x41, 'x', long));
  });

  test.each<[string, IppValue, string]>([
    ['more than 32 bits', integer(2 ** 31), '2147483648 is not an integer of 32 bits'],
    ['a fraction', enumeration(1.5), '1.5 is not an integer of 32 bits'],
    ['no number', range(1, Number.NaN), 'NaN is not an integer of 32 bits'],
    ['32768 octets', octetString(new Uint8Array(32768)), '32768 is not a length of at most 32767 octets'],
    ['32768 characters', text('a'.repeat(32768)), '32768 is not a length of at most 32767 octets'],
    ['a delimiter as tag', { syntax: 'other', tag: 3, octets: new Uint8Array(0) }, 'value tag 3'],
    [
      'an end of collection as tag',
      { syntax: 'other', tag: 0x37, octets: new Uint8Array(0) },
      'value tag 55',
    ],
  ])('%s is thrown, not cut off to fit', (_what, value, message) => {
    expect(() => encodeAttribute(attributeOf('x', value))).toThrow(message);
  });

  test('an attribute or member without a value is thrown', () => {
    expect(() => encodeAttribute({ name: 'x', values: [] })).toThrow('attribute x without a value');
    const members = new Map([['y', { name: 'y', values: [] }]]);
    expect(() => encodeAttribute(attributeOf('x', { syntax: 'collection', members }))).toThrow("member 'y'");
  });
});

describe('slices', () => {
  test('joined they are the message', () => {
    const id = attribute('job-id', 7);
    const state = attribute('job-state', 3);
    const message = {
      version,
      code: 0,
      requestId: 9,
      groups: [{ tag: groupTags.job, attributes: attributes(id, state) }],
    };
    const joined = Buffer.concat([
      encodeMessageHead(message),
      delimiter(groupTags.job),
      encodeAttribute(id),
      encodeAttribute(state),
      endOfAttributes,
    ]);
    expect(joined).toEqual(encodeMessage(message));
  });

  test('groups of one kind come one after the other, each behind its delimiter', () => {
    const jobs = [1, 2, 3].map((id) => attributes(attribute('job-id', id)));
    const each = jobs.map((job) => Buffer.concat([delimiter(groupTags.job), encodeAttributes(job)]));
    expect(encodeGroups(groupTags.job, jobs)).toEqual(Buffer.concat(each));
    expect(encodeGroups(groupTags.job, [])).toHaveLength(0);
  });

  test('are as large in memory as they are', () => {
    expect(encodeAttribute(attribute('job-id', 7)).buffer.byteLength).toBe(15);
  });

  test.each([0x03, 0x10, 0x44])('%i begins no group', (tag) => {
    expect(() => delimiter(tag)).toThrow(`group tag ${tag}`);
  });
});
