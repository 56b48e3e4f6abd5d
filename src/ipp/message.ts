/**
 * An IPP message in memory (RFC 8010 §3). Groups keep their order and may repeat; attributes keep theirs. Values keep
 * their syntax, so that what was read can be written again octet for octet.
 */
export interface IppMessage {
  readonly version: IppVersion;
  /** operation-id of a request, status-code of a response. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
}

export interface IppVersion {
  readonly major: number;
  readonly minor: number;
}

export interface IppGroup {
  /** Delimiter tag, see registry/tags.ts. */
  readonly tag: number;
  readonly attributes: IppAttributes;
}

/** By name, in wire order. A Map, because names come from strangers. */
export type IppAttributes = ReadonlyMap<string, IppAttribute>;

export interface IppAttribute {
  readonly name: string;
  /** At least one. */
  readonly values: readonly IppValue[];
}

export type IppStringSyntax =
  | 'text'
  | 'name'
  | 'keyword'
  | 'uri'
  | 'uriScheme'
  | 'charset'
  | 'naturalLanguage'
  | 'mimeMediaType';

export type OutOfBand =
  | 'unsupported'
  | 'default'
  | 'unknown'
  | 'no-value'
  | 'not-settable'
  | 'delete-attribute'
  | 'admin-define';

export type IppValue =
  | { readonly syntax: 'integer' | 'enum'; readonly value: number }
  | { readonly syntax: 'boolean'; readonly value: boolean }
  | { readonly syntax: IppStringSyntax; readonly value: string }
  | {
      readonly syntax: 'textWithLanguage' | 'nameWithLanguage';
      readonly value: string;
      readonly language: string;
    }
  | { readonly syntax: 'octetString'; readonly value: Uint8Array }
  | { readonly syntax: 'dateTime'; readonly value: IppDateTime }
  | { readonly syntax: 'resolution'; readonly x: number; readonly y: number; readonly units: 'dpi' | 'dpcm' }
  | { readonly syntax: 'rangeOfInteger'; readonly lower: number; readonly upper: number }
  | { readonly syntax: 'collection'; readonly members: IppAttributes }
  | { readonly syntax: OutOfBand }
  /**
   * A tag we do not know, or octets that are not what their tag promises (lenient mode): kept as they came. Tags above
   * 255 came behind the extension tag (RFC 8010 §3.5.2).
   */
  | { readonly syntax: 'other'; readonly tag: number; readonly octets: Uint8Array };

/** RFC 2579 DateAndTime, field by field, so that nothing is lost. */
export interface IppDateTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly deciSecond: number;
  readonly zoneDirection: '+' | '-';
  readonly zoneHours: number;
  readonly zoneMinutes: number;
}
