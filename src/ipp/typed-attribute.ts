import { PrintServerError } from '../base/fault.ts';
import { isOutOfBand, isRegisteredSyntax } from './as-registered.ts';
import type { IppAttribute, IppStringSyntax, IppValue } from './message.ts';
import type { AttributeName } from './registry/attribute-names.generated.ts';
import type { AttributeDefinition, RegisteredSyntax } from './registry/definition.ts';
import { definitionOf } from './registry/definitions.ts';
import { syntaxOctetsMax } from './registry/limits.ts';
import { octetsIn } from './value-length.ts';

/** A value with its syntax, or a plain one whose syntax the registry tells. */
export type PlainValue = IppValue | string | number | boolean;

/**
 * An attribute as it is registered. A value of another kind, one that is too long, or more values than one where one is
 * registered, is a bug of the caller and thrown: it must not reach a client. What came from a client or a device is not
 * ours to judge; attributeOf passes it on.
 */
export function attribute(name: AttributeName, ...values: readonly PlainValue[]): IppAttribute {
  const definition = definitionOf(name);
  if (definition === undefined) throw misuse(name, 'is not registered');
  if (values.length === 0) throw misuse(name, 'has no value');
  if (values.length > 1 && !definition.set) throw misuse(name, `takes one value, not ${values.length}`);
  return { name, values: values.map((value) => typedValue(value, definition)) };
}

function typedValue(value: PlainValue, definition: AttributeDefinition): IppValue {
  if (typeof value === 'string') return checkedLength(stringValue(value, definition), definition);
  if (typeof value === 'number') return numberValue(value, definition);
  if (typeof value === 'boolean') {
    if (!definition.syntaxes.includes('boolean')) throw wrongKind(String(value), definition);
    return { syntax: 'boolean', value };
  }
  if (!isAllowed(value, definition)) throw wrongKind(value.syntax, definition);
  return checkedLength(value, definition);
}

function stringValue(value: string, definition: AttributeDefinition): IppValue {
  const syntax = stringSyntaxes.find(
    (candidate) => definition.syntaxes.includes(candidate) && shapes[candidate].test(value),
  );
  if (syntax === undefined) throw wrongKind(JSON.stringify(value.slice(0, 80)), definition);
  return { syntax, value };
}

function numberValue(value: number, definition: AttributeDefinition): IppValue {
  const syntax = (['integer', 'enum'] as const).find((candidate) => definition.syntaxes.includes(candidate));
  if (syntax === undefined || value !== (value | 0)) throw wrongKind(String(value), definition);
  return { syntax, value };
}

// The narrowest first: where keywords and names are allowed, what has the shape of a keyword is one.
const stringSyntaxes = [
  'keyword',
  'charset',
  'naturalLanguage',
  'mimeMediaType',
  'uri',
  'uriScheme',
  'name',
  'text',
] as const satisfies readonly IppStringSyntax[];

// RFC 8011 §5.1.4 allows small letters, digits, hyphen, dot and underscore in keywords; urf-supported has capitals.
const shapes: Readonly<Record<IppStringSyntax, RegExp>> = {
  keyword: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  charset: /^[\x21-\x7e]+$/,
  naturalLanguage: /^[A-Za-z0-9-]+$/,
  mimeMediaType: /^[^\s/]+\/[\x20-\x7e]+$/,
  uri: /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]*$/,
  uriScheme: /^[A-Za-z][A-Za-z0-9+.-]*$/,
  name: /^/,
  text: /^/,
};

function isAllowed(value: IppValue, definition: AttributeDefinition): boolean {
  return isOutOfBand(value) || isRegisteredSyntax(value, definition);
}

function checkedLength(value: IppValue, definition: AttributeDefinition): IppValue {
  const syntaxMax = syntaxOctetsMax.get(value.syntax);
  if (syntaxMax === undefined || !('value' in value)) return value;
  const octets = octetsIn(value.value);
  const octetsMax = narrowed.has(value.syntax) ? (definition.octetsMax ?? syntaxMax) : syntaxMax;
  if (octets > octetsMax) {
    throw misuse(
      definition.name,
      `has a ${value.syntax} of ${octets} octets, at most ${octetsMax} are allowed`,
    );
  }
  return value;
}

/** The syntaxes whose length a registration narrows, as in text(127). */
const narrowed: ReadonlySet<string> = new Set<RegisteredSyntax>(['text', 'name', 'uri', 'octetString']);

function wrongKind(what: string, { name, syntaxes }: AttributeDefinition): PrintServerError {
  return misuse(name, `cannot be ${what}, expected ${syntaxes.join(' or ')}`);
}

function misuse(name: string, what: string): PrintServerError {
  return new PrintServerError('assertion', `attribute ${name} ${what}`);
}
