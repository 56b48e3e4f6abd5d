/** Delimiter tags that begin an attribute group (RFC 8010 §3.5.1, PWG 5100.22 for `system`). */
export const groupTags = {
  operation: 0x01,
  job: 0x02,
  printer: 0x04,
  unsupported: 0x05,
  subscription: 0x06,
  eventNotification: 0x07,
  resource: 0x08,
  document: 0x09,
  system: 0x0a,
} as const;

/** The delimiter after which the document begins. */
export const endOfAttributesTag = 0x03;

/** The first tag that is not a delimiter: everything below it is one octet long, everything else has a name and a value. */
export const valueTagMin = 0x10;

/** Value tags by the syntax they announce (RFC 8010 §3.5.2, tables 3 to 6; RFC 3380 for the last three out-of-band). */
export const valueTags = {
  unsupported: 0x10,
  default: 0x11,
  unknown: 0x12,
  'no-value': 0x13,
  'not-settable': 0x15,
  'delete-attribute': 0x16,
  'admin-define': 0x17,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  rangeOfInteger: 0x33,
  collection: 0x34,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const;

/** Tags that are part of the spelling of a collection and never a value by themselves (RFC 8010 §3.1.6, §3.1.7). */
export const endCollectionTag = 0x37;
export const memberNameTag = 0x4a;

/** Announces a tag of four octets at the beginning of the value (RFC 8010 §3.5.2). */
export const extensionTag = 0x7f;
