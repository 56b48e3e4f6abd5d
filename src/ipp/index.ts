export { deviationOf, isOutOfBand } from './as-registered.ts';
export { attributeOf, attributes } from './attributes.ts';
export { msOfDateTime } from './date-time.ts';
export { decodeAttributes, decodeMessage } from './decode.ts';
export {
  delimiter,
  encodeAttribute,
  encodeAttributes,
  encodeGroups,
  encodeMessage,
  encodeMessageHead,
  endOfAttributes,
} from './encode.ts';
export { IppDecodeError, IppTooLargeError } from './errors.ts';
export { HeaderReader } from './header-reader.ts';
export type * from './message.ts';
export {
  codeAt,
  codeIn,
  headIn,
  headOctets,
  headText,
  type IppHead,
  requestIdAt,
  requestIdIn,
  requestIdOctets,
  writeAsked,
} from './message-head.ts';
export {
  firstBoolean,
  firstInteger,
  firstString,
  groupOf,
  groupsOf,
  type IppRange,
  integers,
  members,
  ranges,
  stringOf,
  strings,
} from './reading.ts';
export type { AttributeName } from './registry/attribute-names.generated.ts';
export { enums, operations, statuses } from './registry/codes.generated.ts';
export { definitionOf, operationDefinitionOf } from './registry/definitions.ts';
export { operationName, statusName } from './registry/names.ts';
export { groupTags } from './registry/tags.ts';
export { attribute, type PlainValue } from './typed-attribute.ts';
export { overlongOperationValueIn, overlongValueIn } from './value-length.ts';
export {
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
} from './values.ts';
