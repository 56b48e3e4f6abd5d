import type { PageCount } from '../../../model/page-count.ts';
import type { EnclosedCounter, FormatContext, WrapperDefaults } from '../../format.ts';
import { PclInterpreter } from './interpreter.ts';
import { PclLexer } from './lexer.ts';
import { PclPages } from './pages.ts';

/** Counts PCL 3, 4 and 5 up to its UEL. */
export class PclCounter implements EnclosedCounter {
  readonly #mediaType: string;
  readonly #enclosed: boolean;
  readonly #pages: PclPages;
  readonly #lexer: PclLexer;

  constructor({ mediaType, wish }: FormatContext, defaults: WrapperDefaults) {
    this.#mediaType = mediaType;
    this.#enclosed = defaults.closed;
    this.#pages = new PclPages(defaults, wish.colour === true);
    this.#lexer = new PclLexer(new PclInterpreter(this.#pages));
  }

  get ended(): boolean {
    return this.#lexer.ended;
  }

  take(chunk: Uint8Array, start: number): number {
    return this.#lexer.take(chunk, start);
  }

  finish(): Promise<PageCount> {
    const end = { closed: this.#lexer.ended, complete: this.#lexer.end(), enclosed: this.#enclosed };
    return Promise.resolve(this.#pages.finish(this.#mediaType, end));
  }
}
