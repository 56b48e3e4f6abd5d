import { asciiOf, copyOf, decodeValue } from './decode-value.ts';
import { IppDecodeError } from './errors.ts';
import { lengthMax } from './limits.ts';
import type { IppAttribute, IppAttributes, IppGroup, IppMessage, IppValue } from './message.ts';
import { headIn, headOctets } from './message-head.ts';
import { registeredName } from './registry/registered-name.ts';
import {
  endCollectionTag,
  endOfAttributesTag,
  memberNameTag,
  valueTagMin,
  valueTags,
} from './registry/tags.ts';

interface DecodeLimits {
  /** Attribute groups of one message. */
  readonly groupsMax: number;
  /** Attributes of one message, members of collections included. */
  readonly attributesMax: number;
  /** Values of one message, those inside collections included. */
  readonly valuesMax: number;
  /** Collections inside collections. */
  readonly depthMax: number;
}

export interface DecodeOptions {
  /**
   * For the answers of devices, some of which are broken: what was read before the first fault is kept, the first of
   * two attributes of one name wins, and a value that is not what its tag promises is kept as `other`.
   */
  readonly lenient?: boolean;
  readonly limits?: Partial<DecodeLimits>;
}

/**
 * The attributes of a message; the document behind them is not looked at (RFC 8010 §3.1).
 *
 *     2 octets  version
 *     2 octets  operation or status
 *     4 octets  request-id
 *     n octets  attribute groups
 *     1 octet   03, end of attributes
 */
export function decodeMessage(octets: Uint8Array, options: DecodeOptions = {}): IppMessage {
  if (octets.length < headOctets) {
    throw new IppDecodeError(octets.length, `a message begins with ${headOctets} octets`);
  }
  const head = bufferOf(octets);
  const decoder = new Decoder(head, headOctets, options);
  const { version, code, requestId } = headIn(head);
  return { version, code, requestId, groups: decoder.groups() };
}

/**
 * A bare list of attributes as encodeAttributes writes it: no head, no delimiters. Values that a device got wrong come
 * back as the `other` they were; octets that we did not write are refused.
 */
export function decodeAttributes(octets: Uint8Array): IppAttributes {
  return new Decoder(bufferOf(octets), 0, { lenient: true }).bareAttributes();
}

/**
 * The largest answers on record (150 attributes, a media-col-database of 60 entries) have 450 values and nest three
 * deep; the answer for a hundred queues has some 20 000 attributes. A mebibyte of octets 02 would be a million groups.
 */
const defaultLimits: DecodeLimits = {
  groupsMax: 1_000,
  attributesMax: 30_000,
  valuesMax: 50_000,
  depthMax: 8,
};

class Decoder {
  readonly #octets: Buffer;
  readonly #lenient: boolean;
  readonly #limits: DecodeLimits;
  #position: number;
  #attributesCount = 0;
  #valuesCount = 0;

  constructor(octets: Buffer, position: number, options: DecodeOptions) {
    this.#octets = octets;
    this.#position = position;
    this.#lenient = options.lenient ?? false;
    this.#limits = options.limits === undefined ? defaultLimits : { ...defaultLimits, ...options.limits };
  }

  groups(): readonly IppGroup[] {
    const groups: IppGroup[] = [];
    try {
      this.#groupsInto(groups);
    } catch (error) {
      if (!this.#lenient || !(error instanceof IppDecodeError)) throw error;
    }
    return groups;
  }

  bareAttributes(): IppAttributes {
    const attributes = new Map<string, IppAttribute>();
    this.#attributesInto(attributes);
    if (this.#position < this.#octets.length) this.#fail('delimiter in a list of attributes');
    return attributes;
  }

  #groupsInto(groups: IppGroup[]): void {
    for (;;) {
      const tag = this.#octet('the end-of-attributes tag');
      if (tag === endOfAttributesTag) return;
      if (tag >= valueTagMin) this.#fail('attribute outside of a group', this.#position - 1);
      if (groups.length >= this.#limits.groupsMax) this.#fail(`more than ${this.#limits.groupsMax} groups`);
      const attributes = new Map<string, IppAttribute>();
      groups.push({ tag, attributes });
      this.#attributesInto(attributes);
    }
  }

  //   1 octet   value tag
  //   2 octets  name length, then the name       (length 0: one more value of the attribute before)
  //   2 octets  value length, then the value     RFC 8010 §3.1.4, §3.1.5
  #attributesInto(attributes: Map<string, IppAttribute>): void {
    let values: IppValue[] | undefined;
    while (this.#position < this.#octets.length) {
      const tag = this.#octets.readUInt8(this.#position);
      if (tag < valueTagMin) return;
      const begin = this.#position++;
      const nameLength = this.#length('a name');
      if (nameLength === 0) {
        if (values === undefined) this.#fail('value without an attribute', begin);
        values.push(this.#value(tag, 0));
      } else {
        const name = this.#name(nameLength);
        const first = this.#value(tag, 0);
        values = [first];
        this.#add(attributes, { name, values }, begin);
      }
    }
  }

  #add(attributes: Map<string, IppAttribute>, attribute: IppAttribute, begin: number): void {
    this.#attributesCount += 1;
    if (this.#attributesCount > this.#limits.attributesMax) {
      this.#fail(`more than ${this.#limits.attributesMax} attributes`, begin);
    }
    if (!attributes.has(attribute.name)) attributes.set(attribute.name, attribute);
    else if (!this.#lenient)
      this.#fail(`second attribute ${attribute.name} in one group or collection`, begin);
  }

  #value(tag: number, depth: number): IppValue {
    const begin = this.#position;
    const length = this.#length('a value');
    const start = this.#position;
    const end = this.#skip(length, 'a value');
    this.#valuesCount += 1;
    if (this.#valuesCount > this.#limits.valuesMax)
      this.#fail(`more than ${this.#limits.valuesMax} values`, begin);
    if (tag === valueTags.collection) {
      if (length !== 0 && !this.#lenient) this.#fail('collection that begins with a value', begin);
      return { syntax: 'collection', members: this.#members(depth + 1) };
    }
    if (tag === endCollectionTag || tag === memberNameTag)
      this.#fail('part of a collection outside of one', begin);
    const value = decodeValue(tag, this.#octets, start, end);
    if (typeof value !== 'string') return value;
    if (!this.#lenient) this.#fail(value, start);
    return { syntax: 'other', tag, octets: copyOf(this.#octets, start, end) };
  }

  //   34 begCollection        0 name length, 0 value length    (already read)
  //   4a memberAttrName       0 name length, the name as value
  //   xx first value          0 name length, the value
  //   xx further values …     then further members
  //   37 endCollection        0 name length, 0 value length    RFC 8010 §3.1.6, §3.1.7
  #members(depth: number): IppAttributes {
    if (depth > this.#limits.depthMax) this.#fail(`collections more than ${this.#limits.depthMax} deep`);
    const members = new Map<string, IppAttribute>();
    let values: IppValue[] | undefined;
    let begin = this.#position;
    for (;;) {
      const at = this.#position;
      const tag = this.#octet('the end of a collection');
      if (tag < valueTagMin) this.#fail('collection that is not ended', at);
      if (this.#length('a name') !== 0) this.#fail('named attribute inside a collection', at);
      if (tag !== memberNameTag && tag !== endCollectionTag) {
        if (values === undefined) this.#fail('collection value before a member name', at);
        values.push(this.#value(tag, depth));
        continue;
      }
      if (values?.length === 0) this.#fail('collection member without a value', begin);
      const length = this.#length('a member name');
      if (tag === endCollectionTag) {
        if (length !== 0 && !this.#lenient) this.#fail('collection that ends with a value', at);
        this.#skip(length, 'the end of a collection');
        return members;
      }
      begin = at;
      if (length === 0) this.#fail('collection member without a name', at);
      values = [];
      this.#add(members, { name: this.#name(length), values }, begin);
    }
  }

  #octet(what: string): number {
    const octet = this.#octets[this.#position];
    if (octet === undefined) this.#fail(`cut off before ${what}`);
    this.#position += 1;
    return octet;
  }

  #length(what: string): number {
    if (this.#position + 2 > this.#octets.length) this.#fail(`cut off before the length of ${what}`);
    const length = this.#octets.readUInt16BE(this.#position);
    if (length > lengthMax) this.#fail(`${what} of ${length} octets, at most ${lengthMax}`);
    this.#position += 2;
    return length;
  }

  #skip(length: number, what: string): number {
    const end = this.#position + length;
    if (end > this.#octets.length) this.#fail(`cut off inside ${what} of ${length} octets`);
    this.#position = end;
    return end;
  }

  #name(length: number): string {
    const start = this.#position;
    const end = this.#skip(length, 'a name');
    return (
      registeredName(this.#octets, start, end) ??
      asciiOf(this.#octets, start, end) ??
      this.#fail('name that is not printable ASCII', start)
    );
  }

  #fail(reason: string, octet: number = this.#position): never {
    throw new IppDecodeError(octet, reason);
  }
}

function bufferOf(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
}
