import { Binary, type Document, Long } from 'mongodb';

/** A number as the 64-bit integer it is kept as; the driver alone would make a double of it above 2^31. */
export function long(value: number): Long {
  return Long.fromNumber(value);
}

/** A plain value as it is kept: integers as Long, octets as Binary, and no field for what is undefined. */
export function encode(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? long(value) : value;
  if (value instanceof Uint8Array) return encodeOctets(value);
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value === 'object' && value !== null) return encodeFields(value);
  return value;
}

export function encodeFields(value: object): Document {
  const document: Document = {};
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) document[name] = encode(field);
  }
  return document;
}

export function encodeOctets(octets: Uint8Array): Binary {
  return new Binary(Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength));
}

/** The octets of a kept document, undefined when the field is absent or something else. */
export function decodeOctets(value: unknown): Uint8Array | undefined {
  if (!(value instanceof Binary)) return undefined;
  return Uint8Array.from(value.value());
}
