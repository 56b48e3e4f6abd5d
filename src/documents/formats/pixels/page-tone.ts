/** What a mark leaves on a page; `open` where only rendering would tell. */
export type Tone = 'mono' | 'colour' | 'open';

/** Gathers the marks of a page: a coloured one makes it colour, else an open one leaves it open. */
export class PageTone {
  #tone: Tone = 'mono';

  /** Whether the page carries colour, undefined when that is open. */
  get colour(): boolean | undefined {
    return this.#tone === 'open' ? undefined : this.#tone === 'colour';
  }

  add(tone: Tone): void {
    if (tone === 'colour' || (tone === 'open' && this.#tone === 'mono')) this.#tone = tone;
  }

  /** Begins the next page. */
  clear(): void {
    this.#tone = 'mono';
  }
}
