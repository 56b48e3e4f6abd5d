import { groupTags, type IppAttribute, type IppMessage, type IppValue, statuses } from '../ipp/index.ts';
import { badRequest, failure, type IppAnswer, isSpoken } from './answer.ts';
import type { Client } from './clients.ts';

/** What every request must fulfil, in the order in which the suites and RFC 8011 §4.1 look; undefined when it does. */
export function checkMessage(message: IppMessage, client: Client): IppAnswer | undefined {
  if (!isSpoken(message.version)) {
    const { major, minor } = message.version;
    return failure(
      statuses.serverErrorVersionNotSupported,
      `IPP ${major}.${minor} is not supported, 1.1 and 2.0 are.`,
    );
  }
  return checkGroups(message) ?? checkLanguage(message, client) ?? checkRequestId(message);
}

/** One operation group, in front of all others (RFC 8011 §4.1.1); a second one would hide the first. */
function checkGroups({ groups }: IppMessage): IppAnswer | undefined {
  if (groups[0]?.tag !== groupTags.operation) return badRequest('The operation attributes must come first.');
  const operationGroups = groups.filter((group) => group.tag === groupTags.operation);
  return operationGroups.length > 1
    ? badRequest('There must be one group of operation attributes.')
    : undefined;
}

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
  if (charset?.syntax !== 'charset') return badRequest('attributes-charset must be one charset.');
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

/** The value of an attribute that must have exactly one. */
export function only(attribute: IppAttribute | undefined): IppValue | undefined {
  return attribute?.values.length === 1 ? attribute.values[0] : undefined;
}
