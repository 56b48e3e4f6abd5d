import { assert } from '../../base/fault.ts';
import type { AttributeDefinition, IntegerBounds, RegisteredSyntax } from './definition.ts';

type SyntaxPart = Omit<AttributeDefinition, 'name' | 'groups'>;

/**
 * Reads a syntax as IANA writes it: `1setOf (type2 keyword | name(MAX))`, `integer(1:MAX) | no-value`. The registry has
 * stray quotes, brackets and blanks, which mean nothing.
 */
export function parseSyntax(notation: string): SyntaxPart {
  const syntaxes: RegisteredSyntax[] = [];
  let integers: IntegerBounds | undefined;
  let octetsMax: number | undefined;
  const alternates = notation.replace(/1setOf|type\d/g, ' ');
  for (const [, word = '', first, second] of alternates.matchAll(alternate)) {
    const syntax = syntaxOf.get(word);
    assert(syntax !== undefined, `unknown syntax ${word} in ${notation}`);
    if (!syntaxes.includes(syntax)) syntaxes.push(syntax);
    if (first === undefined) continue;
    if (second !== undefined) integers = boundsOf(first, second);
    else if (/^\d+$/.test(first)) octetsMax = Number(first);
  }
  assert(syntaxes.length > 0, `no syntax in ${notation}`);
  return {
    syntaxes,
    set: notation.includes('1setOf'),
    ...(integers && { integers }),
    ...(octetsMax !== undefined && { octetsMax }),
  };
}

/** The inverse, in a form of our own that is the same for all spellings. */
export function syntaxNotation({ syntaxes, set, integers, octetsMax }: SyntaxPart): string {
  const alternates = syntaxes.map((syntax) => {
    if (integers && isNumeric(syntax)) return `${syntax}(${edge(integers.lower)}:${edge(integers.upper)})`;
    return octetsMax !== undefined && isMeasured(syntax) ? `${syntax}(${octetsMax})` : syntax;
  });
  return `${set ? '1setOf ' : ''}${alternates.join(' | ')}`;
}

export function syntaxNamed(word: string): RegisteredSyntax | undefined {
  return syntaxOf.get(word);
}

export const integerMin: number = -0x8000_0000;
export const integerMax = 0x7fff_ffff;

const alternate = /([A-Za-z][A-Za-z-]*)\s*(?:[(:]\s*(-?\w+)\s*(?::\s*(-?\w+))?)?/g;

// The names of the syntaxes are the ones we use ourselves.
const syntaxOf: ReadonlyMap<string, RegisteredSyntax> = new Map(
  (
    [
      'integer',
      'enum',
      'boolean',
      'octetString',
      'dateTime',
      'resolution',
      'rangeOfInteger',
      'collection',
      'text',
      'name',
      'keyword',
      'uri',
      'uriScheme',
      'charset',
      'naturalLanguage',
      'mimeMediaType',
      'no-value',
      'unknown',
    ] as const
  ).map((syntax) => [syntax, syntax]),
);

function boundsOf(first: string, second: string): IntegerBounds | undefined {
  const [lower, upper] = [edgeOf(first), edgeOf(second)];
  return lower === integerMin && upper === integerMax ? undefined : { lower, upper };
}

function edgeOf(word: string): number {
  if (word === 'MIN') return integerMin;
  return word === 'MAX' ? integerMax : Number(word);
}

function edge(value: number): string {
  if (value === integerMin) return 'MIN';
  return value === integerMax ? 'MAX' : String(value);
}

function isNumeric(syntax: RegisteredSyntax): boolean {
  return syntax === 'integer' || syntax === 'rangeOfInteger';
}

function isMeasured(syntax: RegisteredSyntax): boolean {
  return syntax === 'text' || syntax === 'name' || syntax === 'uri' || syntax === 'octetString';
}
