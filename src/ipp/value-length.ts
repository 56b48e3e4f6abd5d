import type { IppAttributes } from './message.ts';
import type { AttributeDefinition } from './registry/definition.ts';
import { definitionOf, operationDefinitionOf } from './registry/definitions.ts';
import { syntaxOctetsMax } from './registry/limits.ts';

export interface OverlongValue {
  readonly name: string;
  readonly octets: number;
  readonly octetsMax: number;
}

/**
 * The first value that is longer than its syntax allows (RFC 8011 §5.1), members of collections included. The decoder
 * takes such values, because the answer to them is client-error-request-value-too-long and not bad-request.
 */
export function overlongValueIn(attributes: IppAttributes): OverlongValue | undefined {
  return firstOverlong(attributes, { outside: octetsMaxOfSyntax, inside: octetsMaxOfSyntax });
}

/** The same of operation attributes, whose text and names are no longer than they are registered, text(127) for one. */
export function overlongOperationValueIn(attributes: IppAttributes): OverlongValue | undefined {
  return firstOverlong(attributes, registered);
}

function firstOverlong(attributes: IppAttributes, { outside, inside }: Measures): OverlongValue | undefined {
  for (const { name, values } of attributes.values()) {
    for (const value of values) {
      if (value.syntax === 'collection') {
        const found = firstOverlong(value.members, { outside: inside, inside });
        if (found !== undefined) return found;
      } else if ('value' in value) {
        const octetsMax = outside(name, value.syntax) ?? Infinity;
        const octets = octetsIn(value.value);
        if (octets > octetsMax) return { name, octets, octetsMax };
        const languageOctets = 'language' in value ? octetsIn(value.language) : 0;
        if (languageOctets > languageOctetsMax) {
          return { name, octets: languageOctets, octetsMax: languageOctetsMax };
        }
      }
    }
  }
  return undefined;
}

/** The language of a text or name, beside the text itself (RFC 8011 §5.1.2.2, §5.1.3.2). */
const languageOctetsMax = syntaxOctetsMax.get('naturalLanguage') ?? Infinity;

type OctetsMax = (name: string, syntax: string) => number | undefined;

/** How long values may be outside and inside of collections. */
interface Measures {
  readonly outside: OctetsMax;
  readonly inside: OctetsMax;
}

function octetsMaxOfSyntax(_: string, syntax: string): number | undefined {
  return syntaxOctetsMax.get(syntax);
}

const registered: Measures = {
  outside: octetsMaxBy(operationDefinitionOf),
  inside: octetsMaxBy(definitionOf),
};

/** Octets are judged where they are used. */
function octetsMaxBy(definitionFor: (name: string) => AttributeDefinition | undefined): OctetsMax {
  return (name, syntax) => {
    const octetsMax = octetsMaxOfSyntax(name, syntax);
    return measured.has(syntax) ? (definitionFor(name)?.octetsMax ?? octetsMax) : octetsMax;
  };
}

const measured: ReadonlySet<string> = new Set(['text', 'textWithLanguage', 'name', 'nameWithLanguage']);

/** Octets of a string as UTF-8 or of octets; other values have no length that varies. */
export function octetsIn(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return value instanceof Uint8Array ? value.length : 0;
}

/** As much of a text as fits, whole characters only: for sentences and names that are made of what others said. */
export function clipped(text: string, octetsMax: number): string {
  if (Buffer.byteLength(text) <= octetsMax) return text;
  let octets = 0;
  let kept = '';
  for (const character of text) {
    octets += Buffer.byteLength(character);
    if (octets > octetsMax) return kept;
    kept += character;
  }
  return kept;
}
