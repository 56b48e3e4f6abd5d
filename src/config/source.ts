import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { formatPlace, type Place } from './place.ts';
import type { ConfigProblem } from './problems.ts';

/** The text of the file with the place of everything in it. Comments and trailing commas are allowed. */
export class ConfigSource {
  /** What is wrong with the text as JSON; nothing else is worth a look then. */
  readonly syntaxProblems: readonly ConfigProblem[];
  readonly #text: string;
  readonly #root: Node | undefined;

  constructor(text: string) {
    this.#text = text.replace(/^\uFEFF/, '');
    const errors: ParseError[] = [];
    this.#root = parseTree(this.#text, errors, { allowTrailingComma: true });
    this.syntaxProblems = this.#explainSyntax(errors);
  }

  /** The value at a place, as plain data; undefined where there is none. */
  valueAt(place: Place): unknown {
    const node = this.#nodeAt(place);
    return node === undefined ? undefined : getNodeValue(node);
  }

  /** A problem at a place; at the nearest place around it where the file has nothing there. */
  problem(place: Place, expected: string, hint?: string): ConfigProblem {
    const found = this.#found(this.valueAt(place));
    return { path: formatPlace(place), ...this.#positionOf(place), found, expected, ...hintOf(hint) };
  }

  /** A problem with a key itself. */
  keyProblem(place: Place, expected: string, hint?: string): ConfigProblem {
    const key = this.#nodeAt(place)?.parent?.children?.[0];
    const position = key === undefined ? this.#positionOf(place) : this.#position(key.offset);
    const found = `the key ${JSON.stringify(place.at(-1))}`;
    return { path: formatPlace(place), ...position, found, expected, ...hintOf(hint) };
  }

  #nodeAt(place: Place): Node | undefined {
    return this.#root === undefined ? undefined : findNodeAtLocation(this.#root, [...place]);
  }

  #positionOf(place: Place): { readonly line: number; readonly column: number } {
    for (let length = place.length; length >= 0; length -= 1) {
      const node = this.#nodeAt(place.slice(0, length));
      if (node !== undefined) return this.#position(node.offset);
    }
    return this.#position(0);
  }

  #position(offset: number): { readonly line: number; readonly column: number } {
    const before = this.#text.slice(0, offset);
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
  }

  #found(value: unknown): string {
    if (value === undefined) return 'nothing';
    return shorten(withoutPassword(JSON.stringify(value)));
  }

  /** One error a line: those after it on the same line are mostly its echo. */
  #explainSyntax(errors: readonly ParseError[]): readonly ConfigProblem[] {
    const byLine = new Map<number, ConfigProblem>();
    for (const error of errors) {
      const position = this.#position(error.offset);
      const rest = this.#text.slice(error.offset).split('\n', 1)[0] ?? '';
      const found = rest.trim() === '' ? 'the end of the line' : shorten(rest.trim());
      const problem = {
        path: '',
        ...position,
        found,
        expected: expectedInstead(printParseErrorCode(error.error)),
      };
      if (!byLine.has(position.line)) byLine.set(position.line, problem);
    }
    return [...byLine.values()];
  }

  /** JSON.parse would silently take the last of two equal keys. */
  repeatedKeys(node: Node | undefined = this.#root, place: Place = []): readonly ConfigProblem[] {
    if (node?.children === undefined) return [];
    if (node.type === 'array') {
      return node.children.flatMap((child, index) => this.repeatedKeys(child, [...place, index]));
    }
    const seen = new Set<string>();
    return node.children.flatMap((property): readonly ConfigProblem[] => {
      const [key, value] = property.children ?? [];
      const name = String(key?.value);
      const here = [...place, name];
      const inside = this.repeatedKeys(value, here);
      if (key === undefined || !seen.has(name)) {
        seen.add(name);
        return inside;
      }
      const position = this.#position(key.offset);
      const found = `the key ${JSON.stringify(name)} a second time`;
      return [{ path: formatPlace(here), ...position, found, expected: 'every key once' }, ...inside];
    });
  }
}

function hintOf(hint: string | undefined): Readonly<Partial<Pick<ConfigProblem, 'hint'>>> {
  return hint === undefined ? {} : { hint };
}

/** Longer values say no more about what is wrong. */
const foundCharactersMax = 80;

function shorten(text: string): string {
  return text.length > foundCharactersMax ? `${text.slice(0, foundCharactersMax)}…` : text;
}

/** Problems are shown on screens and sent to colleagues. */
function withoutPassword(text: string): string {
  return text.replace(/:\/\/[^"]*@/g, '://…@');
}

const syntax: Readonly<Record<string, string>> = {
  CommaExpected: 'a comma before this',
  ColonExpected: 'a colon between a key and its value',
  PropertyNameExpected: 'a key in double quotes',
  ValueExpected: 'a value',
  CloseBraceExpected: 'a closing }',
  CloseBracketExpected: 'a closing ]',
  EndOfFileExpected: 'the end of the file',
  InvalidSymbol: 'a value: a string in double quotes, a number, true, false, null, { or [',
  InvalidNumberFormat: 'a number such as 10 or 0.5',
  UnexpectedEndOfComment: 'the end of the comment, */',
  UnexpectedEndOfString: 'the closing double quote',
  InvalidEscapeCharacter: 'a known escape after the backslash; a backslash itself is written \\\\',
  InvalidCharacter: 'no control characters in a string',
};

function expectedInstead(code: string): string {
  return syntax[code] ?? `valid JSON (${code})`;
}
