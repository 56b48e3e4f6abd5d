import { withoutReferences } from './entities.ts';

/** A name that is told apart by its namespace. */
export interface XmlName {
  /** URI; '' is no namespace. */
  readonly space: string;
  readonly name: string;
}

/** URIs by prefix, '' for the default. */
export type XmlScope = ReadonlyMap<string, string>;

export const outermostScope: XmlScope = new Map([
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

/** The start tag of an element. */
export class XmlElement {
  readonly space: string;
  readonly name: string;
  /** 1 for the root. */
  readonly depth: number;
  /** Values by their names as written. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly #scope: XmlScope;

  constructor(name: XmlName, depth: number, attributes: ReadonlyMap<string, string>, scope: XmlScope) {
    this.space = name.space;
    this.name = name.name;
    this.depth = depth;
    this.attributes = attributes;
    this.#scope = scope;
  }

  /** The value of an attribute of this namespace; attributes without a prefix are in none. */
  attribute(name: string, space = ''): string | undefined {
    if (space === '') return this.attributes.get(name);
    for (const [written, value] of this.attributes) {
      const found = this.resolve(written);
      if (written.includes(':') && found?.name === name && found.space === space) return value;
    }
    return undefined;
  }

  /** What a name with a prefix stands for here; undefined when nobody declares the prefix. */
  resolve(written: string): XmlName | undefined {
    return resolveName(written, this.#scope);
  }
}

export function resolveName(written: string, scope: XmlScope): XmlName | undefined {
  const colon = written.indexOf(':');
  const space = scope.get(colon < 0 ? '' : written.slice(0, colon));
  return space === undefined ? undefined : { space, name: written.slice(colon + 1) };
}

/** The scope within an element: its declarations upon those around it. */
export function scopeWith(outer: XmlScope, attributes: ReadonlyMap<string, string>): XmlScope {
  let inner: Map<string, string> | undefined;
  for (const [name, value] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    inner ??= new Map(outer);
    inner.set(name.slice('xmlns:'.length), value);
  }
  return inner ?? outer;
}

const attributePattern = /\s+([^\s=/<>"']+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

/** What stands behind the name in a start tag; undefined when it is none that may. */
export function readAttributes(text: string): ReadonlyMap<string, string> | undefined {
  const attributes = new Map<string, string>();
  attributePattern.lastIndex = 0;
  let end = 0;
  for (let match = attributePattern.exec(text); match !== null; match = attributePattern.exec(text)) {
    const [, name = '', inDouble, inSingle = ''] = match;
    const value = withoutReferences(inDouble ?? inSingle);
    if (value === undefined || attributes.has(name) || attributes.size === attributesMax) return undefined;
    attributes.set(name, value);
    end = attributePattern.lastIndex;
  }
  return text.slice(end).trim() === '' ? attributes : undefined;
}

/** No element of a format that is read here has more than 40. */
const attributesMax = 1_000;
