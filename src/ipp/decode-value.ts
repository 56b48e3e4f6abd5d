import { isUtf8 } from 'node:buffer';
import type { IppStringSyntax, IppValue, OutOfBand } from './message.ts';
import { extensionTag, valueTags } from './registry/tags.ts';

/** The octets of one value: a window of the message, so that nothing is copied to look at it. */
export interface ValueWindow {
  readonly octets: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Why octets are not what their tag promises: the rest of a sentence that begins with the name of the attribute. */
export type Misfit = string;

/**
 * One value without its tag, name and lengths (RFC 8010 §3.9). Every syntax has its length checked: a decoder that
 * trusts the tag alone takes the surplus octets for the next attribute.
 */
export function decodeValue(tag: number, window: ValueWindow): IppValue | Misfit {
  switch (tag) {
    case valueTags.integer:
      return decodeNumber('integer', window);
    case valueTags.enum:
      return decodeNumber('enum', window);
    case valueTags.boolean:
      return decodeBoolean(window);
    case valueTags.octetString:
      return { syntax: 'octetString', value: copyOf(window) };
    case valueTags.dateTime:
      return decodeDateTime(window);
    case valueTags.resolution:
      return decodeResolution(window);
    case valueTags.rangeOfInteger:
      return decodeRange(window);
    case valueTags.textWithLanguage:
      return decodeWithLanguage('textWithLanguage', window);
    case valueTags.nameWithLanguage:
      return decodeWithLanguage('nameWithLanguage', window);
    case extensionTag:
      return decodeExtension(window);
  }
  const plain = stringSyntaxes[tag];
  if (plain !== undefined) return decodeString(plain, window);
  const outOfBand = outOfBands[tag];
  // A value where there should be none is kept: a later registration may give one of these tags a value.
  if (outOfBand !== undefined && window.start === window.end) return { syntax: outOfBand };
  return { syntax: 'other', tag, octets: copyOf(window) };
}

/** A copy, so that a small value does not keep the whole receive buffer alive. */
export function copyOf({ octets, start, end }: ValueWindow): Uint8Array {
  return Uint8Array.prototype.slice.call(octets, start, end);
}

/** Text that is printable ASCII throughout; undefined when it is not. Keywords, URIs, charsets and the like. */
export function asciiOf({ octets, start, end }: ValueWindow): string | undefined {
  for (let at = start; at < end; at += 1) {
    const octet = octets[at] ?? 0;
    if (octet < 0x20 || octet > 0x7e) return undefined;
  }
  return octets.toString('latin1', start, end);
}

const stringSyntaxes: Readonly<Record<number, IppStringSyntax>> = {
  [valueTags.text]: 'text',
  [valueTags.name]: 'name',
  [valueTags.keyword]: 'keyword',
  [valueTags.uri]: 'uri',
  [valueTags.uriScheme]: 'uriScheme',
  [valueTags.charset]: 'charset',
  [valueTags.naturalLanguage]: 'naturalLanguage',
  [valueTags.mimeMediaType]: 'mimeMediaType',
};

const outOfBands: Readonly<Record<number, OutOfBand>> = {
  [valueTags.unsupported]: 'unsupported',
  [valueTags.default]: 'default',
  [valueTags.unknown]: 'unknown',
  [valueTags['no-value']]: 'no-value',
  [valueTags['not-settable']]: 'not-settable',
  [valueTags['delete-attribute']]: 'delete-attribute',
  [valueTags['admin-define']]: 'admin-define',
};

//   4 octets  two's complement
function decodeNumber(syntax: 'integer' | 'enum', window: ValueWindow): IppValue | Misfit {
  if (lengthOf(window) !== 4) return wrongLength(syntax, window, 4);
  return { syntax, value: window.octets.readInt32BE(window.start) };
}

//   1 octet   00 false, 01 true
function decodeBoolean(window: ValueWindow): IppValue | Misfit {
  if (lengthOf(window) !== 1) return wrongLength('boolean', window, 1);
  const octet = window.octets.readUInt8(window.start);
  return octet > 1 ? `boolean ${octet}, expected 0 or 1` : { syntax: 'boolean', value: octet === 1 };
}

//   2 year   1 month   1 day   1 hour   1 minute   1 second   1 tenths   1 '+' or '-'   1 hours   1 minutes from UTC
function decodeDateTime(window: ValueWindow): IppValue | Misfit {
  if (lengthOf(window) !== 11) return wrongLength('dateTime', window, 11);
  const { octets, start } = window;
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
  return { syntax: 'dateTime', value };
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
function decodeResolution(window: ValueWindow): IppValue | Misfit {
  if (lengthOf(window) !== 9) return wrongLength('resolution', window, 9);
  const { octets, start } = window;
  const units = octets.readUInt8(start + 8);
  if (units !== 3 && units !== 4) return `resolution in units ${units}, expected 3 or 4`;
  const [x, y] = [octets.readInt32BE(start), octets.readInt32BE(start + 4)];
  return { syntax: 'resolution', x, y, units: units === 3 ? 'dpi' : 'dpcm' };
}

//   4 octets  lower bound    4 octets  upper bound
function decodeRange(window: ValueWindow): IppValue | Misfit {
  if (lengthOf(window) !== 8) return wrongLength('rangeOfInteger', window, 8);
  const { octets, start } = window;
  return { syntax: 'rangeOfInteger', lower: octets.readInt32BE(start), upper: octets.readInt32BE(start + 4) };
}

//   2 octets  length, then the language    2 octets  length, then the text or name
function decodeWithLanguage(
  syntax: 'textWithLanguage' | 'nameWithLanguage',
  window: ValueWindow,
): IppValue | Misfit {
  const { octets, start, end } = window;
  const languageEnd = end - start < 4 ? end : start + 2 + octets.readUInt16BE(start);
  if (languageEnd + 2 > end || languageEnd + 2 + octets.readUInt16BE(languageEnd) !== end) {
    return `${syntax} whose inner lengths do not add up to ${lengthOf(window)} octets`;
  }
  const language = asciiOf({ octets, start: start + 2, end: languageEnd });
  if (language === undefined) return `${syntax} whose language is not printable ASCII`;
  const value = utf8Of({ octets, start: languageEnd + 2, end });
  return value === undefined ? `${syntax} that is not UTF-8` : { syntax, value, language };
}

function decodeString(syntax: IppStringSyntax, window: ValueWindow): IppValue | Misfit {
  if (syntax === 'text' || syntax === 'name') {
    const value = utf8Of(window);
    return value === undefined ? `${syntax} that is not UTF-8` : { syntax, value };
  }
  const value = asciiOf(window);
  return value === undefined ? `${syntax} that is not printable ASCII` : { syntax, value };
}

//   4 octets  the tag    then the value
// A tag that would have fitted into one octet stays in its wrapping, so that it is written as it came.
function decodeExtension(window: ValueWindow): IppValue | Misfit {
  if (lengthOf(window) < 4) return `extended value of ${lengthOf(window)} octets, expected at least 4`;
  const tag = window.octets.readUInt32BE(window.start);
  if (tag <= 0xff) return { syntax: 'other', tag: extensionTag, octets: copyOf(window) };
  return { syntax: 'other', tag, octets: copyOf({ ...window, start: window.start + 4 }) };
}

// Most text is ASCII and short: one pass over it is cheaper than a call that checks for UTF-8.
function utf8Of(window: ValueWindow): string | undefined {
  const { octets, start, end } = window;
  for (let at = start; at < end; at += 1) {
    if ((octets[at] ?? 0) < 0x80) continue;
    return isUtf8(octets.subarray(at, end)) ? octets.toString('utf8', start, end) : undefined;
  }
  return octets.toString('latin1', start, end);
}

function lengthOf(window: ValueWindow): number {
  return window.end - window.start;
}

function wrongLength(syntax: string, window: ValueWindow, expected: number): Misfit {
  return `${syntax} of ${lengthOf(window)} octets, expected ${expected}`;
}
