import { problem, type ZipProblem } from '../zip/problem.ts';
import { type XmlHandler, XmlTokenizer } from './tokenizer.ts';

/** Reads the octets of an XML document: UTF-8, or UTF-16 with its byte order mark (XML 1.0 appendix F). */
export class XmlReader {
  readonly #what: string;
  readonly #tokenizer: XmlTokenizer;
  #decoder: TextDecoder | undefined;
  #head: readonly number[] = [];
  #problem: ZipProblem | undefined;

  constructor(what: string, handler: XmlHandler) {
    this.#what = what;
    this.#tokenizer = new XmlTokenizer(what, handler);
  }

  get wantsMore(): boolean {
    return this.#problem === undefined && this.#tokenizer.wantsMore;
  }

  /** Whether more is wanted. */
  take(octets: Uint8Array): boolean {
    if (this.#problem !== undefined) return false;
    if (this.#decoder !== undefined) return this.#decode(octets);
    const head = [...this.#head, ...octets.subarray(0, 2 - this.#head.length)];
    const rest = octets.subarray(head.length - this.#head.length);
    this.#head = head;
    if (head.length < 2) return true;
    this.#decoder = new TextDecoder(encodingOf(head), { fatal: true });
    return this.#decode(Uint8Array.from(head)) && this.#decode(rest);
  }

  finish(): ZipProblem | undefined {
    this.#decode();
    return this.#problem ?? this.#tokenizer.finish();
  }

  #decode(octets?: Uint8Array): boolean {
    const text = this.#textOf(octets);
    if (text !== undefined) return this.#tokenizer.push(text);
    this.#problem ??= problem('damaged', `${this.#what} is not in the encoding that it begins with.`);
    return false;
  }

  #textOf(octets: Uint8Array | undefined): string | undefined {
    try {
      return this.#decoder?.decode(octets, { stream: octets !== undefined }) ?? '';
    } catch {
      return undefined;
    }
  }
}

function encodingOf([first, second]: readonly number[]): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
