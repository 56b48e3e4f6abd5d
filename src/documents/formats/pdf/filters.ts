import { inflateSync } from 'node:zlib';
import type { Effort } from './effort.ts';
import { undoPredictor } from './predictor.ts';
import { isDictionary, nameOf, type PdfDictionary, type PdfValue } from './values.ts';

/** Octets that may come out of one filter, but for pictures, which say how many they have. */
export const inflatedOctetsMax = 67_108_864;

/**
 * Undoes the filters of a stream (ISO 32000-1 §7.4); undefined when they are others than those of structure and text,
 * are broken, or give more than `octetsMax`. `resolve` looks up indirect filter names and parameters.
 */
export interface Decoding {
  readonly dictionary: PdfDictionary;
  readonly octetsMax: number;
  readonly effort: Effort;
  readonly resolve: (value: PdfValue | undefined) => PdfValue;
}

export function decodeStream(data: Uint8Array, decoding: Decoding): Uint8Array | undefined {
  const { dictionary, resolve } = decoding;
  const filters = listOf(resolve(dictionary.get('Filter') ?? dictionary.get('F')), resolve);
  const parameters = listOf(resolve(dictionary.get('DecodeParms') ?? dictionary.get('DP')), resolve);
  // More filters than two are met in no document; a bomb has more.
  if (filters.length > 4) return undefined;
  let octets: Uint8Array | undefined = data;
  for (const [index, filter] of filters.entries()) {
    if (octets === undefined) return undefined;
    octets = undoFilter(octets, nameOf(filter), { ...decoding, parameters: parameters[index] });
  }
  return octets;
}

function listOf(value: PdfValue, resolve: Decoding['resolve']): readonly PdfValue[] {
  if (Array.isArray(value)) return value.map((item) => resolve(item));
  return value === null ? [] : [value];
}

interface Step extends Decoding {
  readonly parameters: PdfValue | undefined;
}

function undoFilter(octets: Uint8Array, filter: string | undefined, step: Step): Uint8Array | undefined {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return undoFlate(octets, step);
    case 'ASCII85Decode':
    case 'A85':
      return undoAscii85(octets);
    case 'ASCIIHexDecode':
    case 'AHx':
      return undoAsciiHex(octets);
    case 'Crypt':
      return octets;
    case undefined:
    default:
      return undefined;
  }
}

function undoFlate(octets: Uint8Array, step: Step): Uint8Array | undefined {
  const { octetsMax, effort, parameters, resolve } = step;
  const inflated = inflate(octets, effort, octetsMax);
  if (inflated === undefined) return undefined;
  return isDictionary(parameters) ? undoPredictor(inflated, parameters, resolve) : inflated;
}

/** What comes out of deflated octets on account of the effort, `octetsMax` at most. */
export function inflate(octets: Uint8Array, effort: Effort, octetsMax: number): Uint8Array | undefined {
  const room = Math.min(octetsMax, effort.inflatedLeft);
  const inflated = inflateWithin(octets, room);
  if (inflated === undefined) {
    if (room < octetsMax) effort.pass('inflated-octets');
    return undefined;
  }
  return effort.spendInflated(inflated.length) ? inflated : undefined;
}

/** Takes what there is of a stream that is cut short, as all readers do. */
function inflateWithin(octets: Uint8Array, room: number): Uint8Array | undefined {
  if (room <= 0) return undefined;
  try {
    const chunkSize = Math.max(chunkOctetsMin, Math.min(chunkOctetsMax, 4 * octets.length, room));
    return inflateSync(octets, { maxOutputLength: room, finishFlush: syncFlush, chunkSize });
  } catch {
    return undefined;
  }
}

/** What comes out of the usual stream fits into one of these; every more has a price, and so does their joining. */
const chunkOctetsMin = 16_384;
const chunkOctetsMax = 262_144;
/** Z_SYNC_FLUSH: end of input is not an error. */
const syncFlush = 2;

function undoAsciiHex(octets: Uint8Array): Uint8Array {
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  const digits = (text.split('>', 1)[0] ?? '').replace(/[^0-9A-Fa-f]/g, '');
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
}

/** Five characters from `!` carry four octets; `z` is four zeros, `~>` the end (ISO 32000-1 §7.4.3). */
function undoAscii85(octets: Uint8Array): Uint8Array | undefined {
  const out: number[] = [];
  let group = 0;
  let digits = 0;
  const emit = (count: number) => {
    for (let shift = 0; shift < count; shift += 1) out.push(Math.floor(group / 256 ** (3 - shift)) % 256);
    group = 0;
    digits = 0;
  };
  for (const octet of octets) {
    if (octet === 0x7e) break;
    if (octet === 0x7a && digits === 0) emit(4);
    if (octet < 0x21 || octet > 0x75) continue;
    group = group * 85 + octet - 0x21;
    digits += 1;
    if (digits === 5) emit(4);
  }
  if (digits === 1) return undefined;
  if (digits > 1) {
    const left = digits - 1;
    for (; digits < 5; digits += 1) group = group * 85 + 84;
    emit(left);
  }
  return Uint8Array.from(out);
}
