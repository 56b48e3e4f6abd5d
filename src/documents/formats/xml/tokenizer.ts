import { problem, type ZipProblem } from '../zip/problem.ts';
import {
  outermostScope,
  readAttributes,
  resolveName,
  scopeWith,
  XmlElement,
  type XmlScope,
} from './element.ts';
import { withoutReferences } from './entities.ts';

/** Is told what an XML document holds. */
export interface XmlHandler {
  /** A start tag; false when enough was seen. */
  open(element: XmlElement): boolean;
  /** Text within the element that is open, in pieces, references replaced. */
  text?(text: string): void;
  /** The element of this depth ends. */
  close?(depth: number): void;
}

/** Formats that are read here nest 20 deep; a canvas in a canvas in a canvas may go further. */
const depthMax = 200;
/** Characters of one tag or comment: outlines and pictures stand in attributes. */
const markupMax = 8_388_608;
/** Characters that one reference may have. */
const referenceMax = 40;

/**
 * Reads XML 1.0 with namespaces as it comes, in pieces of any length:
 *
 *     <?…?>   <!--…-->   <![CDATA[…]]>   </name>   <name attribute="value" …>   <name …/>   text
 *
 * A document type is refused: it may define references that expand without end, and no format here has one.
 */
export class XmlTokenizer {
  readonly #what: string;
  readonly #handler: XmlHandler;
  readonly #open: { readonly name: string; readonly scope: XmlScope }[] = [];
  #rest = '';
  #rootSeen = false;
  #enough = false;
  #problem: ZipProblem | undefined;

  /** `what` is named in sentences. */
  constructor(what: string, handler: XmlHandler) {
    this.#what = what;
    this.#handler = handler;
  }

  get wantsMore(): boolean {
    return !this.#enough && this.#problem === undefined;
  }

  /** Whether more is wanted. */
  push(text: string): boolean {
    const all = this.#rest + text;
    let at = 0;
    while (this.wantsMore) {
      const end = all[at] === '<' ? this.#markup(all, at) : this.#characters(all, at);
      if (end === undefined) break;
      at = end;
    }
    this.#rest = all.slice(at);
    if (this.#rest.length > markupMax)
      this.#problem ??= problem('limit:xml-markup', `${this.#what} has a tag without end.`);
    return this.wantsMore;
  }

  /** What is wrong with the document, now that it has ended. */
  finish(): ZipProblem | undefined {
    const open = this.#open.length > 0 || this.#rest.trim() !== '' || !this.#rootSeen;
    if (this.wantsMore && open) this.#damage('it ends within an element');
    return this.#problem;
  }

  #damage(sentence: string): void {
    this.#problem ??= problem('damaged', `${this.#what} is no XML: ${sentence}.`);
  }

  /** Text up to the next tag; the position behind it, undefined when there is no more. */
  #characters(all: string, at: number): number | undefined {
    if (at === all.length) return undefined;
    const tag = all.indexOf('<', at);
    if (tag >= 0) return this.#text(all.slice(at, tag)) ? tag : undefined;
    // A reference may be cut by the end of the piece.
    const reference = all.lastIndexOf('&');
    const end = reference >= at && all.length - reference < referenceMax ? reference : all.length;
    return end > at && this.#text(all.slice(at, end)) ? end : undefined;
  }

  #text(written: string): boolean {
    const text = withoutReferences(written);
    if (text === undefined) this.#damage('it has a reference to what is not defined');
    else if (this.#open.length === 0 && text.trim() !== '') {
      this.#damage('text stands outside of its root');
    } else if (this.#open.length > 0) this.#handler.text?.(text);
    return this.#problem === undefined;
  }

  /** One piece of markup; the position behind it, undefined while it is not whole. */
  #markup(all: string, at: number): number | undefined {
    if (all.startsWith('<?', at)) return endOf(all, at, '?>');
    if (all.startsWith('<!--', at)) return endOf(all, at + 4, '-->');
    if (all.startsWith('<![CDATA[', at)) return this.#literal(all, at + 9);
    if (all.startsWith('<!', at)) {
      const whole = all.length - at >= 9;
      const declared = all.startsWith('<!DOCTYPE', at);
      if (declared)
        this.#problem = problem('unsupported', `${this.#what} has a document type, which is not read.`);
      else if (whole) this.#damage('it has a declaration where none may be');
      return undefined;
    }
    const end = endOfTag(all, at);
    if (end === undefined) return undefined;
    if (all[at + 1] === '/') this.#endTag(all.slice(at + 2, end - 1).trimEnd());
    else this.#startTag(all.slice(at + 1, end - 1));
    return end;
  }

  #literal(all: string, at: number): number | undefined {
    const end = endOf(all, at, ']]>');
    if (end === undefined) return undefined;
    if (this.#open.length === 0) {
      this.#damage('text stands outside of its root');
      return undefined;
    }
    this.#handler.text?.(all.slice(at, end - 3));
    return end;
  }

  #startTag(tag: string): void {
    const empty = tag.endsWith('/');
    const [name = ''] = /^[^\s/<>="'&]+/.exec(tag) ?? [];
    const attributes = readAttributes(tag.slice(name.length, empty ? -1 : undefined));
    const outer = this.#open.at(-1)?.scope ?? outermostScope;
    if (name === '' || attributes === undefined) {
      this.#damage(`"<${tag.slice(0, 40)}" is no tag`);
      return;
    }
    if (this.#open.length === 0 && this.#rootSeen) this.#damage('it has two roots');
    const scope = scopeWith(outer, attributes);
    const resolved = resolveName(name, scope);
    if (resolved === undefined) this.#damage(`nobody declares the prefix of "${name.slice(0, 40)}"`);
    if (this.#open.length === depthMax) {
      this.#problem ??= problem('limit:xml-depth', `${this.#what} nests deeper than ${depthMax}.`);
    }
    if (resolved === undefined || this.#problem !== undefined) return;
    this.#rootSeen = true;
    this.#open.push({ name, scope });
    this.#enough = !this.#handler.open(new XmlElement(resolved, this.#open.length, attributes, scope));
    if (empty) this.#close();
  }

  #endTag(name: string): void {
    if (this.#open.at(-1)?.name === name) this.#close();
    else this.#damage(`"</${name.slice(0, 40)}>" ends what is not open`);
  }

  #close(): void {
    this.#handler.close?.(this.#open.length);
    this.#open.pop();
  }
}

function endOf(all: string, at: number, mark: string): number | undefined {
  const found = all.indexOf(mark, at);
  return found < 0 ? undefined : found + mark.length;
}

/** Behind the `>` that ends a tag; one within quotes does not. */
function endOfTag(all: string, at: number): number | undefined {
  const pattern = /["'>]/g;
  pattern.lastIndex = at;
  for (let match = pattern.exec(all); match !== null; match = pattern.exec(all)) {
    const [mark] = match;
    if (mark === '>') return pattern.lastIndex;
    const end = all.indexOf(mark, pattern.lastIndex);
    if (end < 0) return undefined;
    pattern.lastIndex = end + 1;
  }
  return undefined;
}
