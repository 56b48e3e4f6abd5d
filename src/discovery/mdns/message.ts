/** A name as its labels, without the root. A label may hold any character, dots too (RFC 6763 §4.3). */
export type DnsName = readonly string[];

/** The types that are ours, and those that ask for them. */
export const recordTypes = { a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33, nsec: 47, any: 255 } as const;

export interface DnsQuestion {
  readonly name: DnsName;
  readonly type: number;
  /** Would rather be answered alone (RFC 6762 §5.4). */
  readonly unicast: boolean;
}

export interface DnsRecord {
  readonly name: DnsName;
  readonly type: number;
  /** Seconds it may be remembered; 0 takes it back. */
  readonly ttl: number;
  /** Nobody else has records of this name and type: caches forget what they had (RFC 6762 §10.2). */
  readonly unique: boolean;
  /** Octets and names one after the other, so that names can be compressed. */
  readonly data: readonly (Buffer | DnsName)[];
}

export interface DnsMessage {
  readonly id: number;
  readonly response: boolean;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

/** RFC 6762 §17: no packet is longer, its IP and UDP headers included. */
const packetOctetsMax = 9_000;
/** Records of one packet; a packet of the largest size with the shortest records has fewer than a thousand. */
const recordsMax = 1_000;
const labelOctetsMax = 63;
/** RFC 1035 §3.1. */
const nameOctetsMax = 255;
const classInternet = 1;
const topBit = 0x80_00;

/**
 * Writes a message (RFC 1035 §4.1, RFC 6762 §18):
 *
 *     id (2) flags (2) counts (2 × 4)   question: name type (2) class (2)
 *     record: name type (2) class (2) ttl (4) length (2) data
 */
export function encodeMessage(message: DnsMessage): Buffer {
  const writer = new Writer();
  const { questions, answers, authorities, additionals } = message;
  const counts = [questions, answers, authorities, additionals].map((each) => each.length);
  // Responses are authoritative, always (§18.4).
  for (const word of [message.id, message.response ? 0x84_00 : 0, ...counts]) writer.uint16(word);
  for (const { name, type, unicast } of questions) {
    writer.name(name);
    writer.uint16(type);
    writer.uint16(classInternet | (unicast ? topBit : 0));
  }
  for (const record of [...answers, ...authorities, ...additionals]) writer.record(record);
  return writer.octets();
}

/** The message in these octets; undefined when they are none, whatever a stranger made of them. */
export function decodeMessage(octets: Buffer): DnsMessage | undefined {
  if (octets.length > packetOctetsMax) return undefined;
  try {
    return new Reader(octets).message();
  } catch (error) {
    // Every read is checked against the end; a name that leads nowhere says so in the same way.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Names are compared without the case of ASCII letters (RFC 6762 §16). */
export function nameKey(name: DnsName): string {
  return JSON.stringify(name.map((label) => label.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())));
}

/** The data without compression, as records are compared (RFC 6762 §8.2.1). */
export function dataOctets({ data }: DnsRecord): Buffer {
  return Buffer.concat(data.map((part) => (Buffer.isBuffer(part) ? part : nameOctets(part))));
}

function nameOctets(name: DnsName): Buffer {
  const labels = name.map((label) => Buffer.from(label));
  return Buffer.concat([...labels.flatMap((label) => [Buffer.of(label.length), label]), Buffer.of(0)]);
}

class Writer {
  readonly #parts: Buffer[] = [];
  #length = 0;
  /** Where a name, or the end of one, was written; pointers reach the first 16 KiB. */
  readonly #names = new Map<string, number>();

  uint16(value: number): void {
    this.#add(Buffer.of(value >> 8, value & 0xff));
  }

  name(name: DnsName): void {
    for (const [index, label] of name.entries()) {
      const key = JSON.stringify(name.slice(index));
      const known = this.#names.get(key);
      if (known !== undefined) {
        this.uint16(0xc0_00 | known);
        return;
      }
      if (this.#length < 0x40_00) this.#names.set(key, this.#length);
      const octets = Buffer.from(label);
      this.#add(Buffer.of(octets.length));
      this.#add(octets);
    }
    this.#add(Buffer.of(0));
  }

  record({ name, type, ttl, unique, data }: DnsRecord): void {
    this.name(name);
    this.uint16(type);
    this.uint16(classInternet | (unique ? topBit : 0));
    this.uint16(ttl >>> 16);
    this.uint16(ttl & 0xff_ff);
    const length = Buffer.alloc(2);
    this.#add(length);
    const from = this.#length;
    for (const part of data) {
      if (Buffer.isBuffer(part)) this.#add(part);
      else this.name(part);
    }
    length.writeUInt16BE(this.#length - from);
  }

  octets(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #add(octets: Buffer): void {
    this.#parts.push(octets);
    this.#length += octets.length;
  }
}

class Reader {
  readonly #octets: Buffer;
  #at = 0;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  message(): DnsMessage | undefined {
    const [id, flags, questions, answers, authorities, additionals] = this.#words(6);
    // Other operations and answers that tell an error are nothing of ours (§18.3, §18.11).
    if ((flags & 0x78_0f) !== 0) return undefined;
    if (questions + answers + authorities + additionals > recordsMax) return undefined;
    return {
      id,
      response: (flags & topBit) !== 0,
      questions: times(questions, () => this.#question()),
      answers: times(answers, () => this.#record()),
      authorities: times(authorities, () => this.#record()),
      additionals: times(additionals, () => this.#record()),
    };
  }

  #words(count: 6): [number, number, number, number, number, number];
  #words(count: number): readonly number[];
  #words(count: number): readonly number[] {
    return times(count, () => this.#uint16());
  }

  #uint16(): number {
    const value = this.#octets.readUInt16BE(this.#at);
    this.#at += 2;
    return value;
  }

  #question(): DnsQuestion {
    const name = this.#name();
    const type = this.#uint16();
    return { name, type, unicast: (this.#uint16() & topBit) !== 0 };
  }

  #record(): DnsRecord {
    const name = this.#name();
    const type = this.#uint16();
    const unique = (this.#uint16() & topBit) !== 0;
    const ttl = this.#uint16() * 0x1_00_00 + this.#uint16();
    const end = this.#uint16() + this.#at;
    if (end > this.#octets.length) throw new RangeError('the data ends after the packet');
    const data = this.#data(type, end);
    this.#at = end;
    return { name, type, ttl, unique, data };
  }

  /** Names in the data of types that are compared are read out of their compression. */
  #data(type: number, end: number): DnsRecord['data'] {
    if (type === recordTypes.ptr) return [this.#name()];
    const before = type === recordTypes.srv ? this.#at + 6 : end;
    const octets = Buffer.from(this.#octets.subarray(this.#at, before));
    if (type !== recordTypes.srv) return [octets];
    this.#at = before;
    return [octets, this.#name()];
  }

  #name(): DnsName {
    const labels: string[] = [];
    let octets = 0;
    let at = this.#at;
    let isAside = false;
    for (;;) {
      const length = this.#octets.readUInt8(at);
      if (length > labelOctetsMax) {
        // A pointer leads back, so that names end: 11 and 14 bits of offset (RFC 1035 §4.1.4).
        const to = this.#octets.readUInt16BE(at) & 0x3f_ff;
        if (length < 0xc0 || to >= at) throw new RangeError('a name leads nowhere');
        if (!isAside) this.#at = at + 2;
        isAside = true;
        at = to;
        continue;
      }
      octets += length + 1;
      if (octets > nameOctetsMax || at + length >= this.#octets.length)
        throw new RangeError('a name too long');
      at += 1 + length;
      if (length === 0) break;
      labels.push(this.#octets.toString('utf8', at - length, at));
    }
    if (!isAside) this.#at = at;
    return labels;
  }
}

function times<Value>(count: number, make: () => Value): Value[] {
  return Array.from({ length: count }, make);
}
