import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipOptions {
  /** As they are, not deflated. */
  readonly stored?: boolean;
  /** Lengths behind the data, as writers that stream put them. */
  readonly descriptors?: boolean | 'without signature';
  /** All numbers in 64 bits. */
  readonly large?: boolean;
  /** Without a directory, as a stream that is cut behind its last entry. */
  readonly noDirectory?: boolean;
  /** Marks every entry as encrypted. */
  readonly encrypted?: boolean;
  /** How entries are said to be packed; 0 and 8 are the ones that they are. */
  readonly method?: number;
  readonly comment?: string;
}

export type ZipParts = readonly (readonly [name: string, content: string | Buffer])[];

/** A ZIP archive of these parts, in this order; a name may come twice. */
export function makeZip(parts: ZipParts, options: ZipOptions = {}): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of parts) {
    const entry = describe(name, Buffer.from(content), options);
    const octets = Buffer.concat([localHeader(entry, options), entry.packed, descriptor(entry, options)]);
    directory.push(directoryEntry(entry, at, options));
    local.push(octets);
    at += octets.length;
  }
  if (options.noDirectory === true) return Buffer.concat(local);
  const listed = Buffer.concat(directory);
  return Buffer.concat([...local, listed, endOf(parts.length, listed.length, at, options)]);
}

interface Entry {
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly octets: number;
  readonly crc: number;
  readonly method: number;
}

function describe(name: string, content: Buffer, { stored = false, method }: ZipOptions): Entry {
  return {
    name: Buffer.from(name),
    packed: stored ? content : deflateRawSync(content),
    octets: content.length,
    crc: crc32(content),
    method: method ?? (stored ? 0 : 8),
  };
}

const all = 0xffff_ffff;

function flagsOf({ descriptors = false, encrypted = false }: ZipOptions): number {
  return (descriptors === false ? 0 : 8) | (encrypted ? 1 : 0);
}

function localHeader({ name, packed, octets, crc, method }: Entry, options: ZipOptions): Buffer {
  const later = options.descriptors !== undefined && options.descriptors !== false;
  const large = options.large === true && !later;
  const lengths = later ? [0, 0, 0] : [crc, large ? all : packed.length, large ? all : octets];
  const extra = large ? Buffer.concat([short(1, 16), long(octets, packed.length)]) : Buffer.alloc(0);
  const head = [word(0x0403_4b50), short(45, flagsOf(options), method, 0, 0), word(...lengths)];
  return Buffer.concat([...head, short(name.length, extra.length), name, extra]);
}

function descriptor({ packed, octets, crc }: Entry, { descriptors = false, large }: ZipOptions): Buffer {
  if (descriptors === false) return Buffer.alloc(0);
  const signature = descriptors === true ? word(0x0807_4b50) : Buffer.alloc(0);
  const lengths = large === true ? long(packed.length, octets) : word(packed.length, octets);
  return Buffer.concat([signature, word(crc), lengths]);
}

function directoryEntry(entry: Entry, at: number, options: ZipOptions): Buffer {
  const { name, packed, octets, crc, method } = entry;
  const large = options.large === true;
  const extra = large ? Buffer.concat([short(1, 24), long(octets, packed.length, at)]) : Buffer.alloc(0);
  return Buffer.concat([
    word(0x0201_4b50),
    short(45, 45, flagsOf(options), method, 0, 0),
    word(crc, large ? all : packed.length, large ? all : octets),
    short(name.length, extra.length, 0, 0, 0),
    word(0, large ? all : at),
    name,
    extra,
  ]);
}

function endOf(entries: number, octets: number, at: number, { large, comment = '' }: ZipOptions): Buffer {
  const tail = Buffer.concat([short(comment.length), Buffer.from(comment)]);
  if (large !== true) {
    return Buffer.concat([word(0x0605_4b50), short(0, 0, entries, entries), word(octets, at), tail]);
  }
  return Buffer.concat([
    word(0x0606_4b50),
    long(44),
    short(45, 45),
    word(0, 0),
    long(entries, entries, octets, at),
    word(0x0706_4b50, 0),
    long(at + octets),
    word(1),
    word(0x0605_4b50),
    short(0, 0, 0xffff, 0xffff),
    word(all, all),
    tail,
  ]);
}

function short(...values: readonly number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}

function word(...values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}

function long(...values: readonly number[]): Buffer {
  return Buffer.from(BigUint64Array.from(values.map(BigInt)).buffer);
}
