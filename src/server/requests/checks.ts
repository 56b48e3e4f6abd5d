import { clippedText } from '../../base/clipped-text.ts';
import {
  definitionOf,
  deviationOf,
  groupTags,
  type IppAttribute,
  type IppMessage,
  type IppValue,
  operationDefinitionOf,
  overlongOperationValueIn,
  overlongValueIn,
  statuses,
} from '../../ipp/index.ts';
import { badRequest, failure, type IppAnswer, isSpoken } from './answer.ts';
import type { Client } from './clients.ts';

/** A version that we do not speak may have other operations and attributes, so that it is named first (RFC 8011 §4.1.8). */
export function checkVersion({ version }: Pick<IppMessage, 'version'>): IppAnswer | undefined {
  if (isSpoken(version)) return undefined;
  const { major, minor } = version;
  return failure(
    statuses.serverErrorVersionNotSupported,
    `IPP ${major}.${minor} is not supported, 1.1 and 2.0 are.`,
  );
}

/**
 * What every request must fulfil beyond its version and operation, in the order in which the suites and RFC 8011 §4.1 look;
 * undefined when it does.
 */
export function checkMessage(message: IppMessage, client: Client): IppAnswer | undefined {
  return (
    checkGroups(message) ??
    // Before anything is compared: a charset of 64 octets is too long and not one that we lack (RFC 3196 §3.1.2.1.5).
    checkLengths(message) ??
    checkLanguage(message, client) ??
    checkRequestId(message) ??
    checkSyntax(message)
  );
}

/**
 * One operation group, in front of all others, which follow in the order of their tags; a second group of one kind would
 * hide the first (RFC 8011 §4.1.1). Only subscriptions come one a group (RFC 3995 §11.1.1). Groups of a later standard stand
 * behind all that we know, and are passed over (RFC 8011 §6.2.2, RFC 3196 §3.1.2.1.4.2).
 */
function checkGroups({ groups }: IppMessage): IppAnswer | undefined {
  if (groups[0]?.tag !== groupTags.operation) return badRequest('The operation attributes must come first.');
  const last = groups.findLastIndex(({ tag }) => knownGroups.has(tag));
  for (const [index, { tag }] of groups.slice(1, last + 1).entries()) {
    const before = groups[index]?.tag ?? 0;
    if (tag < before || !knownGroups.has(tag))
      return badRequest('The groups of attributes are out of order.');
    if (tag === before && tag !== groupTags.subscription) {
      return badRequest('There are two groups of attributes of one kind.');
    }
  }
  return undefined;
}

const knownGroups: ReadonlySet<number> = new Set(Object.values(groupTags));

/** Charset and language are the first two attributes (RFC 8011 §4.1.4); some clients cannot order theirs. */
function checkLanguage({ groups }: IppMessage, client: Client): IppAnswer | undefined {
  const attributes = groups[0]?.attributes ?? new Map<string, IppAttribute>();
  const [first, second] = attributes.keys();
  const inOrder = first === 'attributes-charset' && second === 'attributes-natural-language';
  const charset = only(attributes.get('attributes-charset'));
  const language = only(attributes.get('attributes-natural-language'));
  if (!inOrder && !client.anyOrder) {
    return badRequest('attributes-charset and attributes-natural-language must be the first two attributes.');
  }
  if (charset?.syntax !== 'charset' || charset.value === '') {
    return badRequest('attributes-charset must be one charset.');
  }
  if (language?.syntax !== 'naturalLanguage') {
    return badRequest('attributes-natural-language must be one natural language.');
  }
  if (readableCharsets.has(charset.value.toLowerCase())) return undefined;
  return failure(
    statuses.clientErrorCharsetNotSupported,
    `The charset ${charset.value} is not supported, utf-8 is.`,
  );
}

/** ASCII text is UTF-8 text, so that it is understood although it is not offered. */
const readableCharsets: ReadonlySet<string> = new Set(['utf-8', 'us-ascii']);

function checkRequestId({ requestId }: IppMessage): IppAnswer | undefined {
  return requestId > 0 ? undefined : badRequest('request-id must be between 1 and 2147483647.');
}

/** RFC 8011 §5.1 limits every syntax; nothing that a client said is cut off behind its back. */
function checkLengths({ groups }: IppMessage): IppAnswer | undefined {
  for (const { tag, attributes } of groups) {
    const overlong =
      tag === groupTags.operation ? overlongOperationValueIn(attributes) : overlongValueIn(attributes);
    if (overlong !== undefined) {
      const { name, octets, octetsMax } = overlong;
      return failure(
        statuses.clientErrorRequestValueTooLong,
        `${clippedText(name, nameShownMax)} has a value of ${octets} octets, at most ${octetsMax} are allowed.`,
      );
    }
  }
  return undefined;
}

/** Octets of a foreign name in a sentence of ours. */
const nameShownMax = 80;

/**
 * Operation attributes are what they are registered as (RFC 3196 §3.1.2.1.5), and so are the members of collections among
 * them. Those that are job attributes as well are judged with the job: a wrong one there is left out, as every value that a
 * printer does not take.
 */
function checkSyntax({ groups: [operation] }: IppMessage): IppAnswer | undefined {
  for (const each of operation?.attributes.values() ?? []) {
    const definition = operationDefinitionOf(each.name);
    if (definition === undefined || !definition.groups.includes('operation')) continue;
    if (definition.groups.includes('job-template')) continue;
    if (mayBeNone.has(each.name) && only(each)?.syntax === 'no-value') continue;
    const mistake = mistakeIn(each, definition) ?? mistakeInMembers(each);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

/** An operator may say that there is no message (RFC 3380 §5.1, §5.2). */
const mayBeNone: ReadonlySet<string> = new Set([
  'job-message-from-operator',
  'printer-message-from-operator',
]);

function mistakeIn(each: IppAttribute, definition: Definition): IppAnswer | undefined {
  if (deviationOf(each, definition) !== undefined) {
    const expected = `${definition.set ? 'values' : 'one value'} of syntax ${definition.syntaxes.join(' or ')}`;
    return badRequest(`${each.name} must have ${expected}.`);
  }
  return isWithinBounds(each, definition) ? undefined : badRequest(`${each.name} is out of its range.`);
}

/** A member that nobody registered as one has nothing against it. */
function mistakeInMembers({ values }: IppAttribute): IppAnswer | undefined {
  for (const value of values) {
    if (value.syntax !== 'collection') continue;
    for (const member of value.members.values()) {
      const definition = definitionOf(member.name);
      if (definition?.groups.includes('member') !== true) continue;
      const mistake = mistakeIn(member, definition) ?? mistakeInMembers(member);
      if (mistake !== undefined) return mistake;
    }
  }
  return undefined;
}

type Definition = NonNullable<ReturnType<typeof definitionOf>>;

/** RFC 3196 §3.1.2.1.5; integer(1:MAX) for one. */
function isWithinBounds({ name, values }: IppAttribute, { integers }: Definition): boolean {
  if (integers === undefined) return true;
  const { upper } = integers;
  const lower = fromZero.has(name) ? 0 : integers.lower;
  return values.every(({ syntax, ...value }) => {
    const number = syntax === 'integer' && 'value' in value ? value.value : undefined;
    return typeof number !== 'number' || (number >= lower && number <= upper);
  });
}

/** GNOME asks for its first events from 0 on (gsd-print-notifications-manager: the number before was -1). */
const fromZero: ReadonlySet<string> = new Set(['notify-sequence-numbers']);

/** The value of an attribute that must have exactly one. */
export function only(attribute: IppAttribute | undefined): IppValue | undefined {
  return attribute?.values.length === 1 ? attribute.values[0] : undefined;
}
