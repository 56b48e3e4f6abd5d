import type { IppAttribute, IppValue, OutOfBand } from './message.ts';
import type { AttributeDefinition, RegisteredSyntax } from './registry/definition.ts';
import { definitionOf } from './registry/definitions.ts';

/** Why an attribute that somebody sent is not what is registered under its name. */
export type Deviation = 'count' | 'syntax' | 'empty';

/**
 * Undefined also for names that nobody registered: nothing is known against them. An attribute of one value may not have
 * two, and a value must have one of the registered syntaxes (RFC 8011 §5.1); the addresses, names of types and the like,
 * which mean nothing when they are empty, may not be.
 */
export function deviationOf(
  { name, values }: IppAttribute,
  definition: AttributeDefinition | undefined = definitionOf(name),
): Deviation | undefined {
  if (definition === undefined) return undefined;
  if (values.length > 1 && !definition.set) return 'count';
  if (!values.every((value) => isRegisteredSyntax(value, definition))) return 'syntax';
  return values.some(isEmptyWord) ? 'empty' : undefined;
}

export function isRegisteredSyntax({ syntax }: IppValue, { syntaxes }: AttributeDefinition): boolean {
  const registered: string = withLanguage.get(syntax) ?? syntax;
  return syntaxes.some((allowed) => allowed === registered);
}

/** Any attribute may say that it has no value (RFC 8011 §5.1.1). */
export function isOutOfBand({ syntax }: IppValue): boolean {
  return outOfBands.has(syntax);
}

const outOfBands: ReadonlySet<string> = new Set<OutOfBand>([
  'unsupported',
  'default',
  'unknown',
  'no-value',
  'not-settable',
  'delete-attribute',
  'admin-define',
]);

/** text and name may carry a language wherever they are allowed (RFC 8011 §5.1.2, §5.1.3). */
const withLanguage: ReadonlyMap<string, RegisteredSyntax> = new Map([
  ['textWithLanguage', 'text'],
  ['nameWithLanguage', 'name'],
]);

const words: ReadonlySet<string> = new Set<RegisteredSyntax>([
  'charset',
  'keyword',
  'mimeMediaType',
  'naturalLanguage',
  'uri',
  'uriScheme',
]);

function isEmptyWord(value: IppValue): boolean {
  return words.has(value.syntax) && 'value' in value && value.value === '';
}
