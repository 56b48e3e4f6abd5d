import { Buffer } from 'node:buffer';
import { createDecipheriv, createHash } from 'node:crypto';
import { keyForEmptyPassword, type StandardHandler } from './encryption-key.ts';
import { rc4 } from './rc4.ts';
import {
  countOf,
  isDictionary,
  nameOf,
  type PdfDictionary,
  type PdfStream,
  PdfString,
  type PdfValue,
} from './values.ts';

/** Decrypts the data of streams; strings are never needed. */
export interface Decryption {
  /** undefined when the octets cannot be what the cipher made. */
  readonly decrypt: (octets: Uint8Array, stream: PdfStream) => Uint8Array | undefined;
}

type Method = 'none' | 'rc4' | 'aes-128' | 'aes-256';

/**
 * Opens a document that needs no password to be read: that of the user or of the owner is empty (ISO 32000-2 §7.6).
 * undefined when it needs one, or uses a handler that is not the standard one.
 */
export function openEncryption(
  trailer: PdfDictionary,
  resolve: (value: PdfValue | undefined) => PdfValue,
): Decryption | undefined {
  const dictionary = resolve(trailer.get('Encrypt'));
  if (!isDictionary(dictionary) || nameOf(resolve(dictionary.get('Filter'))) !== 'Standard') return undefined;
  const version = countOf(resolve(dictionary.get('V'))) ?? 0;
  const methods = { dictionary, version, resolve };
  const method = methodOf('StmF', methods);
  if (method === undefined) return undefined;
  // The password may lock nothing but attachments (/EFF): what prints is in the clear (ISO 32000-2 table 20).
  if (method === 'none' && methodOf('StrF', methods) === 'none') return { decrypt: (octets) => octets };
  const key = keyForEmptyPassword(readHandler(dictionary, { trailer, version, resolve }));
  if (key === undefined) return undefined;
  return { decrypt: (octets, stream) => decrypt(octets, { method, key: objectKey(method, key, stream) }) };
}

interface Surroundings {
  readonly trailer: PdfDictionary;
  readonly version: number;
  readonly resolve: (value: PdfValue | undefined) => PdfValue;
}

function readHandler(
  dictionary: PdfDictionary,
  { trailer, version, resolve }: Surroundings,
): StandardHandler {
  const octetsOf = (name: string) => stringOctets(resolve(dictionary.get(name)));
  const ids = resolve(trailer.get('ID'));
  const permissions = resolve(dictionary.get('P'));
  const bits = version === 1 ? 40 : version === 4 ? 128 : (countOf(resolve(dictionary.get('Length'))) ?? 40);
  return {
    revision: countOf(resolve(dictionary.get('R'))) ?? 0,
    keyOctets: Math.min(16, Math.max(5, bits >> 3)),
    owner: octetsOf('O'),
    user: octetsOf('U'),
    userKey: octetsOf('UE'),
    ownerKey: octetsOf('OE'),
    permissions: typeof permissions === 'number' ? permissions : 0,
    fileId: stringOctets(Array.isArray(ids) ? resolve(ids[0]) : null),
    encryptMetadata: resolve(dictionary.get('EncryptMetadata')) !== false,
  };
}

function stringOctets(value: PdfValue): Uint8Array {
  return value instanceof PdfString ? value.octets : new Uint8Array(0);
}

interface Methods {
  readonly dictionary: PdfDictionary;
  readonly version: number;
  readonly resolve: Surroundings['resolve'];
}

/** How streams, or strings, are encrypted. */
function methodOf(what: 'StmF' | 'StrF', { dictionary, version, resolve }: Methods): Method | undefined {
  if (version === 1 || version === 2) return 'rc4';
  if (version !== 4 && version !== 5) return undefined;
  const filterName = nameOf(resolve(dictionary.get(what))) ?? 'Identity';
  if (filterName === 'Identity') return 'none';
  const filters = resolve(dictionary.get('CF'));
  const filter = isDictionary(filters) ? resolve(filters.get(filterName)) : null;
  const method = isDictionary(filter) ? nameOf(resolve(filter.get('CFM'))) : undefined;
  switch (method) {
    case 'None':
      return 'none';
    case 'V2':
      return 'rc4';
    case 'AESV2':
      return 'aes-128';
    case 'AESV3':
      return 'aes-256';
    case undefined:
    default:
      return undefined;
  }
}

/** Algorithm 1: up to revision 4 every object has a key of its own. */
function objectKey(method: Method, key: Uint8Array, { number, generation }: PdfStream): Uint8Array {
  if (method === 'none' || method === 'aes-256') return key;
  const hash = createHash('md5').update(key);
  hash.update(Uint8Array.of(number, number >> 8, number >> 16, generation, generation >> 8));
  if (method === 'aes-128') hash.update(Buffer.from('sAlT'));
  return hash.digest().subarray(0, Math.min(16, key.length + 5));
}

function decrypt(
  octets: Uint8Array,
  { method, key }: { method: Method; key: Uint8Array },
): Uint8Array | undefined {
  switch (method) {
    case 'none':
      return octets;
    case 'rc4':
      return rc4(key, octets);
    case 'aes-128':
    case 'aes-256':
      return decryptAes(octets, key, method);
  }
}

/** The first 16 octets are the initialisation vector; a wrong padding at the end is tolerated, the data came before. */
function decryptAes(
  octets: Uint8Array,
  key: Uint8Array,
  method: 'aes-128' | 'aes-256',
): Uint8Array | undefined {
  const whole = octets.length - (octets.length % 16);
  const keyFits = key.length === (method === 'aes-128' ? 16 : 32);
  if (whole < 32 || !keyFits) return undefined;
  const decipher = createDecipheriv(`${method}-cbc`, key, octets.subarray(0, 16));
  decipher.setAutoPadding(false);
  const plain = decipher.update(octets.subarray(16, whole));
  const pad = plain[plain.length - 1] ?? 0;
  return pad >= 1 && pad <= 16 ? plain.subarray(0, plain.length - pad) : plain;
}
