import { isUtf8 } from 'node:buffer';
import type { IppStringSyntax, IppValue, OutOfBand } from './message.ts';
import { extensionTag, valueTags } from './registry/tags.ts';

/** Why octets are not what their tag promises: the rest of a sentence that begins with the name of the attribute. */
export type Misfit = string;

/**
 * One value without its tag, name and lengths (RFC 8010 §3.9). Every syntax has its length checked: a decoder that
 * trusts the tag alone takes the surplus octets for the next attribute.
 */
export function decodeValue(tag: number, octets: Buffer, start: number, end: number): IppValue | Misfit {
  switch (tag) {
    case valueTags.integer:
      return decodeNumber('integer', octets, start, end);
    case valueTags.enum:
      return decodeNumber('enum', octets, start, end);
    case valueTags.boolean:
      return decodeBoolean(octets, start, end);
    case valueTags.octetString:
      return { syntax: 'octetString', value: copyOf(octets, start, end) };
    case valueTags.dateTime:
      return decodeDateTime(octets, start, end);
    case valueTags.resolution:
      return decodeResolution(octets, start, end);
    case valueTags.rangeOfInteger:
      return decodeRange(octets, start, end);
    case valueTags.textWithLanguage:
      return decodeWithLanguage('textWithLanguage', octets, start, end);
    case valueTags.nameWithLanguage:
      return decodeWithLanguage('nameWithLanguage', octets, start, end);
    case valueTags.text:
      return decodeText('text', octets, start, end);
    case valueTags.name:
      return decodeText('name', octets, start, end);
    case valueTags.keyword:
      return decodeAscii('keyword', octets, start, end);
    case valueTags.uri:
      return decodeAscii('uri', octets, start, end);
    case valueTags.uriScheme:
      return decodeAscii('uriScheme', octets, start, end);
    case valueTags.charset:
      return decodeAscii('charset', octets, start, end);
    case valueTags.naturalLanguage:
      return decodeAscii('naturalLanguage', octets, start, end);
    case valueTags.mimeMediaType:
      return decodeAscii('mimeMediaType', octets, start, end);
    case extensionTag:
      return decodeExtension(octets, start, end);
  }
  const outOfBand = outOfBandOf(tag);
  // Of a tag that nobody has registered yet nobody knows whether it has one.
  if (outOfBand === undefined) return { syntax: 'other', tag, octets: copyOf(octets, start, end) };
  // A request with a value where there should be none is to be refused (RFC 8010 §3.8).
  return start === end ? { syntax: outOfBand } : wrongLength(outOfBand, end - start, 0);
}

/** A copy, so that a small value does not keep the whole receive buffer alive. */
export function copyOf(octets: Buffer, start: number, end: number): Uint8Array {
  return new Uint8Array(octets.subarray(start, end));
}

/** Text that is printable ASCII throughout; undefined when it is not. Keywords, URIs, charsets and the like. */
export function asciiOf(octets: Buffer, start: number, end: number): string | undefined {
  for (let at = start; at < end; at += 1) {
    const octet = octets[at] ?? 0;
    if (octet < 0x20 || octet > 0x7e) return undefined;
  }
  return octets.toString('latin1', start, end);
}

function outOfBandOf(tag: number): OutOfBand | undefined {
  switch (tag) {
    case valueTags.unsupported:
      return 'unsupported';
    case valueTags.default:
      return 'default';
    case valueTags.unknown:
      return 'unknown';
    case valueTags['no-value']:
      return 'no-value';
    case valueTags['not-settable']:
      return 'not-settable';
    case valueTags['delete-attribute']:
      return 'delete-attribute';
    case valueTags['admin-define']:
      return 'admin-define';
  }
  return undefined;
}

//   4 octets  two's complement
function decodeNumber(
  syntax: 'integer' | 'enum',
  octets: Buffer,
  start: number,
  end: number,
): IppValue | Misfit {
  if (end - start !== 4) return wrongLength(syntax, end - start, 4);
  return { syntax, value: octets.readInt32BE(start) };
}

//   1 octet   00 false, 01 true
function decodeBoolean(octets: Buffer, start: number, end: number): IppValue | Misfit {
  if (end - start !== 1) return wrongLength('boolean', end - start, 1);
  const octet = octets.readUInt8(start);
  return octet > 1 ? `boolean ${octet}, expected 0 or 1` : { syntax: 'boolean', value: octet === 1 };
}

//   2 year   1 month   1 day   1 hour   1 minute   1 second   1 tenths   1 '+' or '-'   1 hours   1 minutes from UTC
function decodeDateTime(octets: Buffer, start: number, end: number): IppValue | Misfit {
  if (end - start !== 11) return wrongLength('dateTime', end - start, 11);
  const direction = octets.readUInt8(start + 8);
  if (direction !== 0x2b && direction !== 0x2d)
    return `dateTime with zone direction ${direction}, expected + or -`;
  const value = {
    year: octets.readUInt16BE(start),
    month: octets.readUInt8(start + 2),
    day: octets.readUInt8(start + 3),
    hour: octets.readUInt8(start + 4),
    minute: octets.readUInt8(start + 5),
    second: octets.readUInt8(start + 6),
    deciSecond: octets.readUInt8(start + 7),
    zoneDirection: direction === 0x2b ? '+' : '-',
    zoneHours: octets.readUInt8(start + 9),
    zoneMinutes: octets.readUInt8(start + 10),
  } as const;
  for (const [field, [least, most]] of dateTimeBounds) {
    if (value[field] < least || value[field] > most) return `dateTime with ${field} ${value[field]}`;
  }
  return value.day > daysIn(value)
    ? `dateTime with day ${value.day} in month ${value.month}`
    : { syntax: 'dateTime', value };
}

/** Days of a month: the one before the first of the next. */
function daysIn({ year, month }: { readonly year: number; readonly month: number }): number {
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  return new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate();
}

// RFC 2579 allows 13 zone hours and second 60 for a leap second; Kiribati is 14 hours ahead.
const dateTimeBounds = [
  ['month', [1, 12]],
  ['day', [1, 31]],
  ['hour', [0, 23]],
  ['minute', [0, 59]],
  ['second', [0, 60]],
  ['deciSecond', [0, 9]],
  ['zoneHours', [0, 14]],
  ['zoneMinutes', [0, 59]],
] as const;

//   4 octets  cross-feed direction    4 octets  feed direction    1 octet  3 = dots per inch, 4 = per centimetre
function decodeResolution(octets: Buffer, start: number, end: number): IppValue | Misfit {
  if (end - start !== 9) return wrongLength('resolution', end - start, 9);
  const units = octets.readUInt8(start + 8);
  if (units !== 3 && units !== 4) return `resolution in units ${units}, expected 3 or 4`;
  const [x, y] = [octets.readInt32BE(start), octets.readInt32BE(start + 4)];
  return { syntax: 'resolution', x, y, units: units === 3 ? 'dpi' : 'dpcm' };
}

//   4 octets  lower bound    4 octets  upper bound
function decodeRange(octets: Buffer, start: number, end: number): IppValue | Misfit {
  if (end - start !== 8) return wrongLength('rangeOfInteger', end - start, 8);
  return { syntax: 'rangeOfInteger', lower: octets.readInt32BE(start), upper: octets.readInt32BE(start + 4) };
}

//   2 octets  length, then the language    2 octets  length, then the text or name
function decodeWithLanguage(
  syntax: 'textWithLanguage' | 'nameWithLanguage',
  octets: Buffer,
  start: number,
  end: number,
): IppValue | Misfit {
  const languageEnd = end - start < 4 ? end : start + 2 + octets.readUInt16BE(start);
  if (languageEnd + 2 > end || languageEnd + 2 + octets.readUInt16BE(languageEnd) !== end) {
    return `${syntax} whose inner lengths do not add up to ${end - start} octets`;
  }
  const language = asciiOf(octets, start + 2, languageEnd);
  if (language === undefined) return `${syntax} whose language is not printable ASCII`;
  const value = utf8Of(octets, languageEnd + 2, end);
  return value === undefined ? `${syntax} that is not UTF-8` : { syntax, value, language };
}

function decodeText(syntax: 'text' | 'name', octets: Buffer, start: number, end: number): IppValue | Misfit {
  const value = utf8Of(octets, start, end);
  return value === undefined ? `${syntax} that is not UTF-8` : { syntax, value };
}

function decodeAscii(
  syntax: Exclude<IppStringSyntax, 'text' | 'name'>,
  octets: Buffer,
  start: number,
  end: number,
): IppValue | Misfit {
  const value = asciiOf(octets, start, end);
  return value === undefined ? `${syntax} that is not printable ASCII` : { syntax, value };
}

//   4 octets  the tag    then the value
// A tag that would have fitted into one octet stays in its wrapping, so that it is written as it came.
function decodeExtension(octets: Buffer, start: number, end: number): IppValue | Misfit {
  if (end - start < 4) return `extended value of ${end - start} octets, expected at least 4`;
  const tag = octets.readUInt32BE(start);
  if (tag <= 0xff) return { syntax: 'other', tag: extensionTag, octets: copyOf(octets, start, end) };
  return { syntax: 'other', tag, octets: copyOf(octets, start + 4, end) };
}

// Most text is ASCII and short: one pass over it is cheaper than a call that checks for UTF-8.
function utf8Of(octets: Buffer, start: number, end: number): string | undefined {
  for (let at = start; at < end; at += 1) {
    if ((octets[at] ?? 0) < 0x80) continue;
    return isUtf8(octets.subarray(at, end)) ? octets.toString('utf8', start, end) : undefined;
  }
  return octets.toString('latin1', start, end);
}

function wrongLength(syntax: string, length: number, expected: number): Misfit {
  return `${syntax} of ${length} octets, expected ${expected}`;
}
