import { PrintServerError } from '../base/fault.ts';
import type { IppAttribute, IppAttributes, IppDateTime, IppMessage, IppValue } from './message.ts';
import type { IppHead } from './message-head.ts';
import { OctetWriter } from './octet-writer.ts';
import {
  endCollectionTag,
  endOfAttributesTag,
  extensionTag,
  memberNameTag,
  valueTagMin,
  valueTags,
} from './registry/tags.ts';

/** A message without document; the inverse of decodeMessage, octet for octet (RFC 8010 §3.1). */
export function encodeMessage(message: IppMessage): Buffer {
  const writer = new OctetWriter();
  writeHead(writer, message);
  for (const group of message.groups) {
    writer.octet(delimiterTag(group.tag));
    for (const attribute of group.attributes.values()) writeAttribute(writer, attribute);
  }
  writer.octet(endOfAttributesTag);
  return writer.view();
}

/** The eight octets before the first group. */
export function encodeMessageHead(head: IppHead): Buffer {
  const writer = new OctetWriter();
  writeHead(writer, head);
  return writer.view();
}

/** One attribute. Answers are joined from slices that were encoded once, when the attribute last changed. */
export function encodeAttribute(attribute: IppAttribute): Buffer {
  const writer = new OctetWriter();
  writeAttribute(writer, attribute);
  return writer.copy();
}

/** A bare list of attributes, to keep them opaque in a store; decodeAttributes reads it. */
export function encodeAttributes(attributes: IppAttributes): Buffer {
  const writer = new OctetWriter();
  for (const attribute of attributes.values()) writeAttribute(writer, attribute);
  return writer.view();
}

/** Groups of one kind, each behind its delimiter, in one buffer: a list of jobs has a group for each. */
export function encodeGroups(tag: number, groups: Iterable<IppAttributes>): Buffer {
  const writer = new OctetWriter();
  for (const attributes of groups) {
    writer.octet(delimiterTag(tag));
    for (const attribute of attributes.values()) writeAttribute(writer, attribute);
  }
  return writer.view();
}

/** The octet that begins a group, to put between slices. */
export function delimiter(tag: number): Buffer {
  return Buffer.of(delimiterTag(tag));
}

/** The octet that ends the attributes. */
export const endOfAttributes: Buffer = Buffer.of(endOfAttributesTag);

function writeHead(writer: OctetWriter, head: IppHead): void {
  writer.octet(head.version.major);
  writer.octet(head.version.minor);
  writer.short(head.code);
  writer.integer(head.requestId);
}

//   1 octet   value tag
//   2 octets  name length, then the name       (length 0: one more value of the attribute before)
//   2 octets  value length, then the value     RFC 8010 §3.1.4, §3.1.5
function writeAttribute(writer: OctetWriter, { name, values }: IppAttribute): void {
  if (values.length === 0) throw misuse(`attribute ${name} without a value`);
  let nameOnce = name;
  for (const value of values) {
    writer.octet(tagOf(value));
    writer.counted(nameOnce);
    writeValue(writer, value);
    nameOnce = '';
  }
}

function tagOf(value: IppValue): number {
  if (value.syntax !== 'other') return valueTags[value.syntax];
  if (value.tag < valueTagMin || collectionTags.has(value.tag)) throw misuse(`value tag ${value.tag}`);
  return value.tag > 0xff ? extensionTag : value.tag;
}

function delimiterTag(tag: number): number {
  if (tag >= valueTagMin || tag === endOfAttributesTag) throw misuse(`group tag ${tag}`);
  return tag;
}

/** A value of unknown syntax may not open or close a collection: the reader would lose its place. */
const collectionTags: ReadonlySet<number> = new Set([valueTags.collection, endCollectionTag, memberNameTag]);

function misuse(what: string): PrintServerError {
  return new PrintServerError('assertion', `a message cannot have ${what}`);
}

/** The value with its length. */
function writeValue(writer: OctetWriter, value: IppValue): void {
  switch (value.syntax) {
    case 'integer':
    case 'enum':
      writer.short(4);
      writer.integer(value.value);
      return;
    case 'boolean':
      writer.short(1);
      writer.octet(value.value ? 1 : 0);
      return;
    case 'text':
    case 'name':
    case 'keyword':
    case 'uri':
    case 'uriScheme':
    case 'charset':
    case 'naturalLanguage':
    case 'mimeMediaType':
      writer.counted(value.value);
      return;
    case 'textWithLanguage':
    case 'nameWithLanguage':
      writeWithLanguage(writer, value);
      return;
    case 'octetString':
      writer.length(value.value.length);
      writer.raw(value.value);
      return;
    case 'dateTime':
      writeDateTime(writer, value.value);
      return;
    case 'resolution':
      writer.short(9);
      writer.integer(value.x);
      writer.integer(value.y);
      writer.octet(value.units === 'dpi' ? 3 : 4);
      return;
    case 'rangeOfInteger':
      writer.short(8);
      writer.integer(value.lower);
      writer.integer(value.upper);
      return;
    case 'collection':
      writeCollection(writer, value.members);
      return;
    case 'unsupported':
    case 'default':
    case 'unknown':
    case 'no-value':
    case 'not-settable':
    case 'delete-attribute':
    case 'admin-define':
      writer.short(0);
      return;
    case 'other':
      writeOther(writer, value);
      return;
  }
}

//   2 octets  length, then the language    2 octets  length, then the text or name
function writeWithLanguage(
  writer: OctetWriter,
  { language, value }: { readonly language: string; readonly value: string },
): void {
  const end = writer.openLength();
  writer.counted(language);
  writer.counted(value);
  writer.closeLength(end);
}

//   2 year   1 month   1 day   1 hour   1 minute   1 second   1 tenths   1 '+' or '-'   1 hours   1 minutes from UTC
function writeDateTime(writer: OctetWriter, dateTime: IppDateTime): void {
  writer.short(11);
  writer.short(dateTime.year);
  writer.octet(dateTime.month);
  writer.octet(dateTime.day);
  writer.octet(dateTime.hour);
  writer.octet(dateTime.minute);
  writer.octet(dateTime.second);
  writer.octet(dateTime.deciSecond);
  writer.octet(dateTime.zoneDirection === '+' ? 0x2b : 0x2d);
  writer.octet(dateTime.zoneHours);
  writer.octet(dateTime.zoneMinutes);
}

//   34 begCollection        0 name length, 0 value length    (tag and name already written)
//   4a memberAttrName       0 name length, the name as value
//   xx first value          0 name length, the value
//   xx further values …     then further members
//   37 endCollection        0 name length, 0 value length    RFC 8010 §3.1.6, §3.1.7
function writeCollection(writer: OctetWriter, members: IppAttributes): void {
  writer.short(0);
  for (const { name, values } of members.values()) {
    if (name === '' || values.length === 0) {
      throw misuse(`collection member '${name}' without a name or value`);
    }
    writer.octet(memberNameTag);
    writer.short(0);
    writer.counted(name);
    for (const value of values) {
      writer.octet(tagOf(value));
      writer.short(0);
      writeValue(writer, value);
    }
  }
  writer.octet(endCollectionTag);
  writer.short(0);
  writer.short(0);
}

/** Tags above 255 exist only behind the extension tag, in the first four octets of the value (RFC 8010 §3.5.2). */
function writeOther(
  writer: OctetWriter,
  { tag, octets }: { readonly tag: number; readonly octets: Uint8Array },
): void {
  const extended = tag > 0xff;
  writer.length(octets.length + (extended ? 4 : 0));
  if (extended) writer.integer(tag | 0);
  writer.raw(octets);
}
