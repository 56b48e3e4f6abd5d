import type { IppAttributes, IppMessage, IppValue } from './message.ts';
import type { AttributeName } from './registry/attribute-names.generated.ts';

/**
 * Reading asks for a kind and gets it or nothing: an attribute that is missing and one of another syntax are alike here.
 * Who must answer for the difference looks at the values.
 */

/** The first group of a tag. */
export function groupOf(message: IppMessage, tag: number): IppAttributes | undefined {
  return message.groups.find((group) => group.tag === tag)?.attributes;
}

/** All groups of a tag, in order: one for each job of Get-Jobs. More than one operation group is an error of the client. */
export function groupsOf(message: IppMessage, tag: number): readonly IppAttributes[] {
  return message.groups.filter((group) => group.tag === tag).map((group) => group.attributes);
}

/** A string of any syntax; of text and name with a language the bare string. */
export function firstString(attributes: IppAttributes | undefined, name: AttributeName): string | undefined {
  return firstOf(attributes, name, stringOf);
}

export function strings(attributes: IppAttributes | undefined, name: AttributeName): readonly string[] {
  return allOf(attributes, name, stringOf);
}

/** An integer or enum. */
export function firstInteger(attributes: IppAttributes | undefined, name: AttributeName): number | undefined {
  return firstOf(attributes, name, integerOf);
}

export function integers(attributes: IppAttributes | undefined, name: AttributeName): readonly number[] {
  return allOf(attributes, name, integerOf);
}

export function firstBoolean(
  attributes: IppAttributes | undefined,
  name: AttributeName,
): boolean | undefined {
  return firstOf(attributes, name, (value) => (value.syntax === 'boolean' ? value.value : undefined));
}

export interface IppRange {
  readonly lower: number;
  readonly upper: number;
}

/** A range; an integer n reads as n to n, since many attributes allow either. */
export function firstRange(attributes: IppAttributes | undefined, name: AttributeName): IppRange | undefined {
  return firstOf(attributes, name, rangeOf);
}

export function ranges(attributes: IppAttributes | undefined, name: AttributeName): readonly IppRange[] {
  return allOf(attributes, name, rangeOf);
}

export function firstOctets(
  attributes: IppAttributes | undefined,
  name: AttributeName,
): Uint8Array | undefined {
  return firstOf(attributes, name, (value) => (value.syntax === 'octetString' ? value.value : undefined));
}

/** The members of each collection. */
export function members(
  attributes: IppAttributes | undefined,
  name: AttributeName,
): readonly IppAttributes[] {
  return allOf(attributes, name, (value) => (value.syntax === 'collection' ? value.members : undefined));
}

function firstOf<Kind>(
  attributes: IppAttributes | undefined,
  name: AttributeName,
  kind: (value: IppValue) => Kind | undefined,
): Kind | undefined {
  const first = attributes?.get(name)?.values[0];
  return first === undefined ? undefined : kind(first);
}

function allOf<Kind>(
  attributes: IppAttributes | undefined,
  name: AttributeName,
  kind: (value: IppValue) => Kind | undefined,
): readonly Kind[] {
  return (attributes?.get(name)?.values ?? []).flatMap((value) => kind(value) ?? []);
}

/** As `firstString`, of a value at hand: only the syntaxes of strings carry one. */
export function stringOf(value: IppValue): string | undefined {
  return 'value' in value && typeof value.value === 'string' ? value.value : undefined;
}

function integerOf(value: IppValue): number | undefined {
  return value.syntax === 'integer' || value.syntax === 'enum' ? value.value : undefined;
}

function rangeOf(value: IppValue): IppRange | undefined {
  if (value.syntax === 'integer') return { lower: value.value, upper: value.value };
  return value.syntax === 'rangeOfInteger' ? { lower: value.lower, upper: value.upper } : undefined;
}
