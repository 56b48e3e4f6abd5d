import type { PageCount } from '../../../model/page-count.ts';
import type { DocumentSource, StreamCounter } from '../../counter.ts';
import type { EnclosedCounter, WrapperDefaults } from '../../format.ts';
import { partOf } from '../../source-part.ts';
import { UelSearch, uel } from './uel.ts';

/** Bounds a counter that knows no end of its own: its data ends at the first UEL. */
export class UelBoundedCounter implements EnclosedCounter {
  readonly #counter: StreamCounter;
  readonly #defaults: WrapperDefaults | undefined;
  readonly #start: number;
  readonly #search = new UelSearch();
  #octets = 0;

  /**
   * `defaults`: undefined when the counter knows them. `start`: where the data begins in the whole document, for formats
   * that read it at rest.
   */
  constructor(counter: StreamCounter, defaults: WrapperDefaults | undefined, start: number) {
    this.#counter = counter;
    this.#defaults = defaults;
    this.#start = start;
  }

  get ended(): boolean {
    return this.#search.found;
  }

  take(chunk: Uint8Array, start: number): number {
    const before = this.#search.matched;
    const end = this.#search.search(chunk, start);
    // What may be the beginning of a UEL is held back until it is none.
    const dataOctets = end - start + before - this.#search.matched;
    const heldOctets = Math.min(before, dataOctets);
    if (heldOctets > 0) this.#push(uel.subarray(0, heldOctets));
    if (dataOctets > heldOctets) this.#push(chunk.subarray(start, start + dataOctets - heldOctets));
    return end;
  }

  async finish(source: DocumentSource, signal: AbortSignal): Promise<PageCount> {
    if (!this.ended && this.#search.matched > 0) this.#push(uel.subarray(0, this.#search.matched));
    const count = await this.#counter.finish(partOf(source, this.#start, this.#octets), signal);
    if (count.kind === 'unknown' || this.#defaults === undefined) return count;
    const { copies, sides } = this.#defaults;
    const defaults = { ...(copies === 1 ? {} : { copies }), ...(sides === undefined ? {} : { sides }) };
    return { ...count, runs: count.runs.map((run) => ({ ...defaults, ...run })) };
  }

  #push(octets: Uint8Array): void {
    this.#octets += octets.length;
    this.#counter.push(octets);
  }
}
