import { clippedText } from '../../base/clipped-text.ts';
import {
  attribute,
  attributes,
  delimiter,
  encodeAttribute,
  encodeAttributes,
  encodeMessageHead,
  endOfAttributes,
  groupTags,
  type IppAttribute,
  type IppAttributes,
  type IppMessage,
  type IppVersion,
  statuses,
  text,
} from '../../ipp/index.ts';
import { type Language, languages } from '../../model/sentences/languages.ts';
import { type Speech, type Words, wordsIn } from '../../model/sentences/sentence.ts';

/** What an operation answers, before it is a message. */
export interface IppAnswer {
  readonly status: number;
  /** For the person at the client; text that is none of our sentences is English. */
  readonly message?: Words;
  /** Operation attributes behind those that every answer has. */
  readonly operation?: readonly IppAttribute[];
  /** What of the request was ignored or is refused (RFC 8011 §4.1.7). */
  readonly unsupported?: readonly IppAttribute[];
  /** Of the texts in it, where that is not the client's. */
  readonly language?: Language;
  /** Groups behind the operation attributes, each with its delimiter, encoded. */
  readonly groups: readonly Buffer[];
  /**
   * The one group of a plain yes to the same request from anybody, as things are then, and the same octets while nothing has
   * changed; undefined when the request has to be read anew. Absent where an answer depends on more than the attributes of
   * the request, the host it names, and the state of the printer.
   */
  readonly repeat?: () => Buffer | undefined;
  /** The request is answered by HTTP alone: who asks has to prove first who it is, or to come by TLS. */
  readonly http?: HttpAnswer;
}

export interface HttpAnswer {
  readonly status: 401 | 426 | 429;
  readonly fields: readonly string[];
}

export function success(...groups: readonly Buffer[]): IppAnswer {
  return { status: statuses.successfulOk, groups };
}

export function failure(status: number, message: Words, unsupported?: readonly IppAttribute[]): IppAnswer {
  return { status, message, groups: [], ...(unsupported === undefined ? {} : { unsupported }) };
}

export function badRequest(message: string): IppAnswer {
  return failure(statuses.clientErrorBadRequest, message);
}

export function encodeGroup(tag: number, list: readonly IppAttribute[]): Buffer {
  return Buffer.concat([delimiter(tag), encodeAttributes(attributes(...list))]);
}

/** Charset and language come first in every message (RFC 8011 §4.1.4). */
const operationGroups: ReadonlyMap<Language, Buffer> = new Map(
  languages.map((language) => [
    language,
    encodeGroup(groupTags.operation, [
      attribute('attributes-charset', 'utf-8'),
      attribute('attributes-natural-language', language),
    ]),
  ]),
);

const noOctets = Buffer.alloc(0);

/** RFC 8011 §4.1.6.2: text(255). */
const statusMessageOctetsMax = 255;

/** Up to here one copy is cheaper than one more piece to write (measured on Node 20 with loopback). */
const copiedOctetsMax = 2_048;

/**
 * The octets on the wire, in pieces to be written one after the other. The groups are encoded already, most of them long
 * ago; large ones are not copied again.
 */
export function encodeAnswer(
  request: Pick<IppMessage, 'version' | 'requestId'>,
  { status, message, operation = [], unsupported = [], groups, language: own }: IppAnswer,
  speech: Speech,
): readonly Buffer[] {
  const head = encodeMessageHead({ version: request.version, code: status, requestId: request.requestId });
  // The mistakes of a program are told to its programmer, in English.
  const language = typeof message === 'string' ? 'en' : (own ?? speech.language);
  const parts = [head, operationGroups.get(language) ?? noOctets];
  if (message !== undefined) parts.push(encodeAttribute(statusMessage(wordsIn(message, speech))));
  parts.push(...operation.map(encodeAttribute));
  // Some clients cannot read this group (go-ipp 1.6 ends in EOF), so it is there only when it says something.
  if (unsupported.length > 0) parts.push(encodeGroup(groupTags.unsupported, unsupported));
  const [first] = groups;
  if (groups.length === 1 && first !== undefined && first.length > copiedOctetsMax) {
    return [Buffer.concat(parts), first, endOfAttributes];
  }
  return [Buffer.concat([...parts, ...groups, endOfAttributes])];
}

/** What follows version, status and request-id in the answer of one group to a request that has succeeded. */
export function successPieces(group: Buffer, { language }: Speech): readonly Buffer[] {
  return [operationGroups.get(language) ?? noOctets, group, endOfAttributes];
}

function statusMessage(message: string): IppAttribute {
  return { name: 'status-message', values: [text(clippedText(message, statusMessageOctetsMax))] };
}

/** The version that we speak that is closest to the client's (RFC 8011 §4.1.8). */
export function answerVersion({ major, minor }: IppVersion): IppVersion {
  const newestMinor = newestMinors[major];
  if (newestMinor !== undefined) return { major, minor: Math.min(minor, newestMinor) };
  return major < oldest.major ? oldest : newest;
}

export function isSpoken({ major }: IppVersion): boolean {
  return newestMinors[major] !== undefined;
}

const oldest: IppVersion = { major: 1, minor: 0 };
const newest: IppVersion = { major: 2, minor: 2 };
const newestMinors: Readonly<Record<number, number>> = { 1: 1, 2: 2 };

/** No attributes at all, for requests without a group of some kind. */
export const noAttributes: IppAttributes = new Map();
