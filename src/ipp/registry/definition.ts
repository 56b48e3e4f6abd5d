import type { IppValue } from '../message.ts';

/** What is registered about the attribute of a name, wherever it occurs. */
export interface AttributeDefinition {
  readonly name: string;
  readonly syntaxes: readonly RegisteredSyntax[];
  /** 1setOf: more than one value is allowed. */
  readonly set: boolean;
  readonly groups: readonly AttributeGroup[];
  /** Bounds of integers and of both ends of ranges, where they are narrower than 32 bits. */
  readonly integers?: IntegerBounds;
  /** Limit of text, name, uri or octetString, where it is narrower than that of the syntax. */
  readonly octetsMax?: number;
}

export interface IntegerBounds {
  readonly lower: number;
  readonly upper: number;
}

/** `text` and `name` stand for their forms with a language as well (RFC 8011 §5.1.2). */
export type RegisteredSyntax = Exclude<IppValue['syntax'], 'other' | 'textWithLanguage' | 'nameWithLanguage'>;

/** The groups by which attributes are requested (RFC 8011 §4.2.5.1); a status is part of the description. */
export type AttributeGroup =
  | 'operation'
  | 'job-template'
  | 'job-description'
  | 'printer-description'
  | 'document-template'
  | 'document-description'
  | 'subscription-template'
  | 'subscription-description'
  | 'event-notifications'
  | 'resource-description'
  | 'system-description'
  /** Inside of a collection. */
  | 'member';

/** IANA's headings, and those of the npm package, which predate the split of Description and Status. */
export const attributeGroups: ReadonlyMap<string, AttributeGroup> = new Map([
  ['Operation', 'operation'],
  ['Job Template', 'job-template'],
  ['Job Description', 'job-description'],
  ['Job Status', 'job-description'],
  ['Printer Description', 'printer-description'],
  ['Printer Status', 'printer-description'],
  ['Document Template', 'document-template'],
  ['Document Description', 'document-description'],
  ['Document Status', 'document-description'],
  ['Subscription Template', 'subscription-template'],
  ['Subscription Description', 'subscription-description'],
  ['Subscription Status', 'subscription-description'],
  ['Event Notifications', 'event-notifications'],
  ['Resource Description', 'resource-description'],
  ['Resource Status', 'resource-description'],
  ['System Description', 'system-description'],
  ['System Status', 'system-description'],
]);

/**
 * One name may be registered several times, as media-col is: as a job attribute and as a member of other collections.
 * Together they allow what any of them allows.
 */
export function merged(one: AttributeDefinition, other: AttributeDefinition): AttributeDefinition {
  const integers = widest(one, other);
  const octetsMax = longest(one, other);
  return {
    name: one.name,
    syntaxes: union(one.syntaxes, other.syntaxes),
    set: one.set || other.set,
    groups: union(one.groups, other.groups),
    ...(integers && { integers }),
    ...(octetsMax !== undefined && { octetsMax }),
  };
}

function union<Item>(some: readonly Item[], more: readonly Item[]): readonly Item[] {
  return [...new Set([...some, ...more])];
}

function widest(one: AttributeDefinition, other: AttributeDefinition): IntegerBounds | undefined {
  if (!hasIntegers(one)) return other.integers;
  if (!hasIntegers(other)) return one.integers;
  if (one.integers === undefined || other.integers === undefined) return undefined;
  return {
    lower: Math.min(one.integers.lower, other.integers.lower),
    upper: Math.max(one.integers.upper, other.integers.upper),
  };
}

function longest(one: AttributeDefinition, other: AttributeDefinition): number | undefined {
  if (!hasLength(one)) return other.octetsMax;
  if (!hasLength(other)) return one.octetsMax;
  if (one.octetsMax === undefined || other.octetsMax === undefined) return undefined;
  return Math.max(one.octetsMax, other.octetsMax);
}

function hasIntegers({ syntaxes }: AttributeDefinition): boolean {
  return syntaxes.includes('integer') || syntaxes.includes('rangeOfInteger');
}

function hasLength({ syntaxes }: AttributeDefinition): boolean {
  return syntaxes.some((syntax) => ['text', 'name', 'uri', 'octetString'].includes(syntax));
}
